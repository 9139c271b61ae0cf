"""对齐向导, whole: a ruler page on a folder printer, two readings, and the next page is where it should be, measured in ink."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pypdfium2
import pytest

from deskdriver import Driver, driving
from fapiao.services import Services
from measured import cross_of
from practicedesk import digital, make_desk, papers

Steps = Callable[[Driver], Awaitable[None]]


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return make_desk(tmp_path)


def drive(services: Services, steps: Steps) -> None:
    """Open the wizard of the first printer as a supervisor, then go on."""

    async def run() -> None:
        async with driving(services) as driver:
            await driver.sign_in("lilei")
            await open_wizard(driver)
            await steps(driver)

    asyncio.run(run())


async def open_wizard(driver: Driver) -> None:
    await driver.enter("5")
    await driver.shows("Settings")
    while " ▸ 对齐向导" not in driver.text():
        await driver.keys("down")
    await driver.keys("right")
    await driver.shows("Wizard")


async def page(driver: Driver) -> None:
    await driver.enter()
    await driver.until(lambda: "横尺读数" in driver.lines()[-1])


def newest(tmp_path: Path) -> bytes:
    return max(papers(tmp_path), key=lambda path: path.stat().st_mtime_ns).read_bytes()


def test_the_next_page_has_moved_by_what_was_read(services, tmp_path):
    pages = []

    async def steps(driver):
        await page(driver)
        pages.append(newest(tmp_path))
        await driver.enter("1.5")
        await driver.enter("-0.75")
        assert "右 +1.50  下 -0.75" in driver.text()
        await page(driver)
        pages.append(newest(tmp_path))

    drive(services, steps)

    before, after = map(cross_of, pages)
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((1.5, -0.75), abs=0.1)


def place(data: bytes) -> tuple[float, float]:
    """Where the words 发票号码 stand, mm."""
    found = pypdfium2.PdfDocument(data)[0]
    text = found.get_textpage()
    left, _, _, top = text.get_charbox(text.search("发票号码").get_next()[0])
    return left * 25.4 / 72, (found.get_height() - top) * 25.4 / 72


def test_an_invoice_moves_as_the_ruler_page_did(services, tmp_path):
    pages = []

    async def printed(driver, nth):
        await driver.scan(digital(services, nth).qr)
        await driver.shows("Verify")
        await driver.enter()
        await driver.until(lambda: driver.name == "Printing" and not driver.screen.is_printing)
        pages.append(newest(tmp_path))
        await driver.enter("1")
        await driver.shows("Home")

    async def steps(driver):
        await driver.keys("escape", "escape")
        await printed(driver, 0)
        await open_wizard(driver)
        await driver.enter("-2.5")
        await driver.enter("1.25")
        await driver.keys("escape", "escape")
        await printed(driver, 0)

    drive(services, steps)

    before, after = map(place, pages)
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((-2.5, 1.25), abs=0.1)


def test_a_printer_that_is_off_is_said_and_can_be_tried_again(services, tmp_path):
    async def steps(driver):
        (tmp_path / "A4-前台").rename(tmp_path / "away")
        await driver.enter()
        await driver.until(lambda: "文件夹不存在" in driver.text())
        (tmp_path / "away").rename(tmp_path / "A4-前台")
        await page(driver)

    drive(services, steps)

    assert len(papers(tmp_path)) == 1


def test_two_enters_print_one_page(services, tmp_path):
    async def steps(driver):
        await driver.calm()
        await driver.keys("enter", "enter")
        await driver.until(lambda: "横尺读数" in driver.lines()[-1])

    drive(services, steps)

    assert len(papers(tmp_path)) == 1


def test_a_number_out_of_range_is_said_and_moves_nothing(services):
    async def steps(driver):
        await driver.enter("151")
        await driver.enter("0")
        assert "偏移最多 150 毫米" in driver.text()
        assert "右 +0.00" in driver.text()

    drive(services, steps)
