"""What the keys do after a try: the spare printer, a scan in the record, an export."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from deskdriver import Driver, driving
from fapiao.reprint import Outcome
from fapiao.services import Services
from practicedesk import digital, make_desk, papers

Steps = Callable[[Driver], Awaitable[None]]


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return make_desk(tmp_path)


def drive(services: Services, steps: Steps) -> None:
    async def run() -> None:
        async with driving(services) as driver:
            await driver.sign_in()
            await steps(driver)

    asyncio.run(run())


async def print_first(driver: Driver, services: Services) -> None:
    await driver.scan(digital(services).qr)
    await driver.shows("Verify")
    await driver.enter()
    await driver.until(lambda: driver.name == "Printing" and not driver.screen.is_printing)


def test_one_digit_sends_the_same_number_to_the_spare_printer(services: Services, tmp_path: Path) -> None:
    with services.store.writing() as unit:
        printer = unit.printers.get("A4-前台")
        assert printer is not None
        unit.printers.put(replace(printer, backup="卷票-前台"))
        unit.commit()
    (tmp_path / "A4-前台").rmdir()
    invoice = digital(services)

    async def steps(driver: Driver) -> None:
        await print_first(driver, services)
        await driver.enter("2")
        await driver.until(lambda: "看一眼纸" in driver.text())

    drive(services, steps)

    with services.store.reading() as unit:
        (paper,) = unit.reprints.of_invoice(invoice.full_no)
    assert (paper.copy_no, paper.outcome) == (1, Outcome.CONFIRMED)
    assert [attempt.printer for attempt in paper.attempts] == ["A4-前台", "卷票-前台"]


def test_without_a_spare_the_digit_prints_nothing(services: Services, tmp_path: Path) -> None:
    (tmp_path / "A4-前台").rmdir()

    async def steps(driver: Driver) -> None:
        await print_first(driver, services)
        await driver.enter("2")
        await driver.until(lambda: "请按 1" in driver.text())

    drive(services, steps)


def test_f6_on_a_record_attaches_the_scan_and_says_that_the_code_agrees(services: Services, tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await print_first(driver, services)
        await driver.enter("1")
        await driver.shows("Home")
        await driver.keys("f9")
        await driver.shows("History")
        await driver.keys("f6")
        await driver.shows("Scan")
        await driver.type(str(papers(tmp_path)[0]))
        await driver.enter()
        await driver.until(lambda: "码与记录一致" in driver.text())

    drive(services, steps)


@pytest.mark.parametrize(("digit", "suffix"), [("1", "csv"), ("2", "xlsx"), ("3", "json")])
def test_f8_on_the_records_saves_them_in_the_form_chosen(
    services: Services, tmp_path: Path, digit: str, suffix: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()

    async def steps(driver: Driver) -> None:
        await print_first(driver, services)
        await driver.enter("1")
        await driver.shows("Home")
        await driver.keys("f9", "f8")
        await driver.shows("Export")
        await driver.enter(digit)
        await driver.type(str(out))
        await driver.enter()
        await driver.until(lambda: "已保存" in driver.text())

    drive(services, steps)

    (saved,) = out.iterdir()
    assert saved.suffix == f".{suffix}"


def test_a_digit_typed_right_after_the_failure_opens_verify_again(services: Services, tmp_path: Path) -> None:
    (tmp_path / "A4-前台").rmdir()

    async def steps(driver: Driver) -> None:
        await print_first(driver, services)
        await driver.keys("1", "enter")
        await driver.shows("Verify")

    drive(services, steps)


def test_a_hasty_enter_after_the_failure_is_told(services: Services, tmp_path: Path) -> None:
    (tmp_path / "A4-前台").rmdir()

    async def steps(driver: Driver) -> None:
        await print_first(driver, services)
        driver.app.desk.last_enter = time.monotonic() + 60
        await driver.keys("enter")
        await driver.until(lambda: "按得太快" in driver.text())

    drive(services, steps)


def test_keys_typed_right_after_enter_wait_for_the_printing_screen(services: Services) -> None:
    invoice = digital(services)

    async def steps(driver: Driver) -> None:
        await driver.scan(invoice.qr)
        await driver.shows("Verify")
        await driver.calm()
        await driver.keys("enter", "B", "2")
        await driver.until(lambda: driver.name == "Printing" and driver.screen.field.value == "B2")

    drive(services, steps)


def test_a_paper_without_a_place_waits_until_somebody_says_where_it_lies(services: Services) -> None:
    papers = [digital(services, n) for n in (0, 1)]

    async def steps(driver: Driver) -> None:
        for paper, place in zip(papers, ("", "A 柜"), strict=True):
            await driver.scan(paper.qr)
            await driver.shows("Verify")
            await driver.enter()
            await driver.until(lambda: driver.name == "Printing" and not driver.screen.is_printing)
            if place:
                await driver.enter(place)
            await driver.enter("1")
            await driver.shows("Home")
        await driver.until(lambda: "1 张未填存放位置" in driver.text())
        await driver.enter("6")
        await driver.until(lambda: "未填存放" in driver.text())
        await driver.enter()
        await driver.shows("Record")
        await driver.enter("B 柜")
        await driver.keys("escape")
        await driver.until(lambda: driver.name == "Worklist" and "没有待办" in driver.text())

    drive(services, steps)
