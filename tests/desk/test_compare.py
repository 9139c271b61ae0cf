"""Tab on the verify screen walks the original in hand, field by field; a scan of its code answers several at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from deskdriver import Driver, driving
from fapiao.services import Services
from practicedesk import digital, make_desk

Steps = Callable[[Driver], Awaitable[None]]


def compared(services: Services, steps: Steps) -> None:
    async def run() -> None:
        async with driving(services) as driver:
            await driver.sign_in()
            await driver.scan(digital(services).qr)
            await driver.shows("Verify")
            await driver.keys("tab")
            await driver.shows("Compare")
            await steps(driver)

    asyncio.run(run())


def test_four_enters_say_that_all_is_the_same(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        for _ in range(4):
            await driver.enter()
        await driver.until(lambda: "各项与原件相符" in driver.text())
        await driver.enter()
        await driver.shows("Verify")
        assert "可以补打" in driver.text()

    compared(make_desk(tmp_path), steps)


def test_a_difference_names_whom_to_ask_and_stops_the_paper(tmp_path: Path) -> None:
    services = make_desk(tmp_path)
    invoice = digital(services)

    async def steps(driver: Driver) -> None:
        for answer in ("", "", "", "1.00"):
            await driver.enter(answer)
        await driver.until(lambda: "与原件不符" in driver.text())
        assert f"请联系开票方：{invoice.seller.name}  税号 {invoice.seller.tax_id}" in driver.text()
        await driver.enter()
        await driver.shows("Verify")
        await driver.until(lambda: "不能补打" in driver.text() or "搁置" in driver.text())

    compared(services, steps)


def test_a_scan_of_the_original_leaves_only_what_its_code_does_not_say(tmp_path: Path) -> None:
    services = make_desk(tmp_path)
    payload = digital(services).qr

    async def steps(driver: Driver) -> None:
        await driver.scan(payload)
        await driver.until(lambda: driver.text().count("✓") >= 3)
        assert driver.name == "Compare"
        await driver.enter()
        await driver.until(lambda: "各项与原件相符" in driver.text())

    compared(services, steps)
