"""F5 on an invoice with a stored page shows that page as it will print: by digits zoomed, by keys scrolled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from deskdriver import Driver, driving
from fapiao.cases import PaperCases
from fapiao.services import Services
from fapiao.usecases.invoices.import_files import import_bytes
from fapiao.usecases.people.sign_in import sign_in
from faultycase import FAULTS, Faulty, answers, said, settled
from practicedesk import PASSWORD, make_desk

NUMBER = "26422000000099000101"
Steps = Callable[[Driver], Awaitable[None]]


@pytest.fixture
def services(tmp_path: Path, samples: Path) -> Services:
    made = make_desk(tmp_path)
    file = next((samples / "pdf").glob("01-*.pdf"))
    list(import_bytes(made, sign_in(made, "admin", PASSWORD), file.name, file.read_bytes()))
    return made


def previewed(services: Services, steps: Steps, size: tuple[int, int] = (80, 24)) -> None:
    async def run() -> None:
        async with driving(services, size) as driver:
            await driver.sign_in()
            await driver.scan(NUMBER)
            await driver.shows("Verify")
            await settled(driver)
            await steps(driver)

    asyncio.run(run())


async def opened(driver: Driver) -> None:
    await driver.keys("f5")
    await driver.until(lambda: "第 1/1 页" in driver.text())


def test_the_page_is_shown_with_its_file_and_seal(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        assert "原件 PDF · 无签章" in driver.text()
        await opened(driver)
        assert driver.name == "PagePreview"
        assert "原件 PDF · 无签章" in driver.text()

    previewed(services, steps)


def test_at_120_columns_the_whole_width_is_read(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await opened(driver)
        assert "武汉虚拟采购集团有限公司" in driver.text()
        assert "91420199MAXXTE118Q" in driver.text()

    previewed(services, steps, (120, 40))


def test_a_digit_zooms_and_keys_scroll(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await opened(driver)
        before = driver.text()
        await driver.keys("pagedown", "right")
        assert driver.text() != before
        await driver.keys("pageup", "left")
        await settled(driver)
        assert driver.text() == before
        await driver.enter("1")
        await driver.until(lambda: "（1）" in driver.text())
        await driver.keys("f5")
        await driver.shows("Verify")

    previewed(services, steps)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ["shows_pages", "draw_pages", "page_in_cells"])
def test_a_fault_is_said_and_the_next_key_is_answered(
    name: str, fault: type[Exception], services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def steps(driver: Driver) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(PaperCases, name, Faulty(fault))
            await driver.keys("f5")
            await said(driver, 0)
        await answers(driver)

    previewed(services, steps)
