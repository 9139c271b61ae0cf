"""发票格式设置: values by arrows and numbers, kept by Enter alone, for who may."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from deskdriver import Driver, driving
from fapiao.paper import Paper
from fapiao.services import Services
from fapiao.sitelayout import SiteLayout
from fapiao.usecases.printers.layouts import overlay_of
from practicedesk import digital, make_desk, papers
from screens.settings.layout_cells import ROWS

Steps = Callable[[Driver], Awaitable[None]]


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return make_desk(tmp_path)


def drive(services: Services, steps: Steps) -> None:
    """Open the layout of the first printer as a supervisor, then go on."""

    async def run() -> None:
        async with driving(services) as driver:
            await driver.sign_in("lilei")
            await driver.enter("5")
            await driver.shows("Settings")
            await driver.until(lambda: "发票格式" in driver.text())
            while " ▸ 发票格式" not in driver.text():
                await driver.keys("down")
            await driver.keys("right")
            await driver.shows("Layout")
            await steps(driver)

    asyncio.run(run())


def kept(services: Services) -> SiteLayout:
    with services.store.reading() as unit:
        return SiteLayout.of(overlay_of(unit, "A4-前台", Paper.A4_UPPER))


async def to(driver: Driver, row: str) -> None:
    await driver.keys(*["down"] * ROWS.index(row))


def test_arrows_and_numbers_change_values_and_enter_keeps_them(services):
    async def steps(driver):
        await driver.keys("right", "right", "down")
        await driver.enter("-2.25")
        await driver.keys("down", "left", "down")
        await driver.enter("6")
        await driver.enter()
        await driver.shows("Settings")

    drive(services, steps)

    found = kept(services)
    assert (found.offset, found.scale, found.margins) == ((0.2, -2.25), 0.99, (6, 0, 0, 0))


def test_a_size_is_changed_from_the_one_of_the_layout(services):
    async def steps(driver):
        await to(driver, "size:label")
        await driver.keys("left")
        assert "8.5 磅" in driver.text()
        await driver.enter()
        await driver.shows("Settings")

    drive(services, steps)

    assert kept(services).size("label") == 8.5


def test_a_hidden_field_leaves_the_face_beside_it_at_once(services):
    async def steps(driver):
        await driver.keys("pagedown")
        await driver.until(lambda: "开票人：" in driver.text())
        await to(driver, "field:issuer")
        await driver.keys("right")
        assert "开票人：" not in driver.text()
        await driver.keys("left")
        assert "开票人：" in driver.text()

    drive(services, steps)


def test_esc_keeps_nothing(services):
    async def steps(driver):
        await driver.keys("right", "escape")
        await driver.shows("Settings")
        await driver.until(lambda: "没有改动" in driver.text())

    drive(services, steps)

    assert kept(services) == SiteLayout()


def test_reset_brings_the_shipped_layout_back(services):
    async def steps(driver):
        await driver.keys("right")
        await driver.enter()
        await driver.shows("Settings")
        await driver.keys("right")
        await driver.shows("Layout")
        await to(driver, "reset")
        await driver.keys("right")
        assert "自带的格式" in driver.text()
        await driver.enter()
        await driver.shows("Settings")

    drive(services, steps)

    assert kept(services) == SiteLayout()
    with services.store.reading() as unit:
        assert [e.kind for e in unit.ledger.entries()].count("printer.layout") == 2


def test_what_the_layouts_refuse_is_said_and_not_taken(services):
    async def steps(driver):
        await driver.enter("151")
        assert "±150" in driver.text()
        assert "+0.0 毫米" in driver.text()

    drive(services, steps)


def test_what_is_risky_is_said(services):
    async def steps(driver):
        await to(driver, "scale:")
        await driver.enter("80")
        assert "二维码" in driver.lines()[-2] or "原大" in driver.lines()[-2]

    drive(services, steps)


def test_an_operator_is_not_offered_it(services):
    async def run():
        async with driving(services) as driver:
            await driver.sign_in()
            await driver.enter("5")
            await driver.shows("Settings")
            assert "发票格式" not in driver.text()

    asyncio.run(run())


def test_an_overlay_that_no_longer_fits_prints_nothing_and_can_be_reset(services, tmp_path):
    with services.store.writing() as unit:
        unit.settings.put("printer:A4-前台", "overlay:a4-upper", "[field]\nnumber = { hide = true }\n")
        unit.commit()

    async def run():
        async with driving(services) as driver:
            await driver.sign_in("lilei")
            await driver.scan(digital(services).qr)
            await driver.shows("Verify")
            await driver.keys("f5")
            await driver.shows("Preview")
            assert "不能隐藏" in driver.text()
            await driver.keys("escape")
            await driver.shows("Verify")
            await driver.enter()
            await driver.until(lambda: "没有打印" in driver.text())
            await driver.keys("escape")
            await driver.shows("Home")
            await driver.enter("5")
            await driver.shows("Settings")
            while " ▸ 发票格式" not in driver.text():
                await driver.keys("down")
            await driver.keys("right")
            await driver.shows("Layout")
            assert "不能隐藏" in driver.text()
            await to(driver, "reset")
            await driver.keys("right")
            await driver.enter()
            await driver.shows("Settings")

    asyncio.run(run())

    assert papers(tmp_path) == []
    assert kept(services) == SiteLayout()
