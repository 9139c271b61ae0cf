"""The records of a busy site: pages, figures of all of them, an export of all of them."""

from __future__ import annotations

import asyncio
import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from deskdriver import Driver, driving
from fapiao.paper import Paper
from fapiao.reprint import Attempt, AttemptState, Reprint
from fapiao.services import Services
from practicedesk import copy_desk, digital, make_desk

PAPERS = 450


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the store of a desk lies with many papers of today, all of one invoice and not yet looked at."""
    folder = tmp_path_factory.mktemp("busy")
    services = make_desk(folder)
    invoice, now = digital(services), services.now()
    with services.store.writing() as unit:
        for copy_no in range(1, PAPERS + 1):
            made = unit.reprints.add(
                Reprint(
                    0, invoice.full_no, copy_no, "", "zhangmin", services.desk, now, Paper.A4_UPPER, key=f"k{copy_no}"
                )
            )
            tried = Attempt(f"u{copy_no}", "7K3P", AttemptState.AUTHORISED, "A4-前台", "m", now, "host:1:1")
            tried = replace(tried, state=AttemptState.HANDED_OVER)
            unit.reprints.add_attempt(made.id, tried)
        unit.commit()
    services.store.close()
    return folder


@pytest.fixture
def services(busy: Path, tmp_path: Path) -> Services:
    return copy_desk(busy, tmp_path)


async def last_row(driver: Driver) -> None:
    for _ in range(PAPERS // 10):
        await driver.keys("pagedown")


def test_the_figures_are_of_all_records_and_the_list_goes_on_to_the_first(services: Services) -> None:
    async def steps() -> None:
        async with driving(services) as driver:
            await driver.sign_in()
            await driver.keys("f9")
            await driver.until(lambda: f"全部    {PAPERS} 张" in driver.text())
            await last_row(driver)
            await driver.enter()
            await driver.shows("Record")
            await driver.until(lambda: "1-000001" in driver.text())

    asyncio.run(steps())


def test_the_cursor_is_where_it_was_after_a_look_at_an_old_record(services: Services) -> None:
    async def steps() -> None:
        async with driving(services) as driver:
            await driver.sign_in()
            await driver.keys("f9")
            await driver.shows("History")
            await last_row(driver)
            for _ in range(2):
                await driver.enter()
                await driver.shows("Record")
                await driver.until(lambda: "1-000001" in driver.text())
                await driver.keys("escape")
                await driver.shows("History")

    asyncio.run(steps())


def test_an_export_holds_all_records(services: Services, tmp_path: Path) -> None:
    async def steps() -> None:
        async with driving(services) as driver:
            await driver.sign_in()
            await driver.keys("f9", "f8")
            await driver.shows("Export")
            await driver.type(str(tmp_path))
            await driver.enter()
            await driver.until(lambda: f"{PAPERS} 条" in driver.text() and "已保存" in driver.text())

    asyncio.run(steps())

    (saved,) = tmp_path.glob("*.csv")
    assert len(list(csv.reader(io.StringIO(saved.read_text(encoding="utf-8-sig"))))) == PAPERS + 1


def test_the_worklist_goes_on_to_the_oldest_paper(services: Services) -> None:
    async def steps() -> None:
        async with driving(services) as driver:
            await driver.sign_in()
            await driver.until(lambda: f"{PAPERS} 张等看纸" in driver.text())
            await driver.enter("6")
            await driver.shows("Worklist")
            await last_row(driver)
            await driver.enter()
            await driver.shows("Record")
            await driver.until(lambda: "1-000001" in driver.text())

    asyncio.run(steps())
