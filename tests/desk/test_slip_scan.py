"""A copy's code scanned on any screen answers whether the paper is ours."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from deskdriver import Driver, driving
from fapiao.paper import PrintSettings
from fapiao.reprint import Reprint
from fapiao.services import Services
from fapiao.slip import SlipAnswer, slip_of
from fapiao.usecases.paper.order import Order
from fapiao.usecases.paper.reprint import reprint
from fapiao.usecases.people.sign_in import sign_in
from fapiao.usecases.records.slip import check_slip
from practicedesk import PASSWORD, digital, make_desk


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return make_desk(tmp_path)


@pytest.fixture
def paper(services: Services) -> Reprint:
    session = sign_in(services, "zhangmin", PASSWORD)
    return reprint(services, session, Order(digital(services).full_no, PrintSettings(printer="A4-前台"), "k"))[
        0
    ].reprint


def text_of(services: Services, paper: Reprint) -> str:
    return slip_of(paper, services.keys.ledger_key()[1]).text


def test_four_slips_give_four_answers(services: Services, paper: Reprint) -> None:
    session = sign_in(services, "zhangmin", PASSWORD)
    true = text_of(services, paper)
    elsewhere = replace(paper, full_no="26422000000088888888", serial="1-999999")
    slips = {
        SlipAnswer.TRUE: true,
        SlipAnswer.ALTERED: true.replace("*1*1-", "*2*1-"),
        SlipAnswer.UNKNOWN: text_of(services, elsewhere),
        SlipAnswer.INVENTED: slip_of(elsewhere, b"not our key".ljust(32)).text,
    }

    answers = {expected: check_slip(services, session, text).answer for expected, text in slips.items()}

    assert answers == {answer: answer for answer in SlipAnswer}


def test_a_scanned_slip_opens_the_answer_and_then_the_record(services: Services, paper: Reprint) -> None:
    async def run() -> None:
        async with driving(services) as driver:
            await steps(driver)

    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.scan(text_of(services, paper))
        await driver.shows("Slip")
        assert "与记录一致" in driver.text()
        await driver.enter()
        await driver.shows("Record")

    asyncio.run(run())
