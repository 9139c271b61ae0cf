"""A pile of invoices at a desk, for tests of batches."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from deskdriver import Driver, driving
from fapiao.batch import Batch, BatchLine, LineState
from fapiao.invoice import Invoice
from fapiao.services import Services

Steps = Callable[[Driver], Awaitable[None]]


G, W = LineState.GOOD, LineState.WAITING


def drive(services: Services, steps: Steps) -> None:
    async def run() -> None:
        async with driving(services) as driver:
            await driver.sign_in()
            await steps(driver)

    asyncio.run(run())


def kept(services: Services, batch_id: int = 1) -> tuple[Batch | None, tuple[BatchLine, ...]]:
    with services.store.reading() as unit:
        batch = unit.batches.get(batch_id)
        return batch, unit.batches.lines(batch_id)


def states(services: Services) -> list[LineState]:
    return [line.state for line in kept(services)[1]]


async def scanned(driver: Driver, pile: list[Invoice]) -> None:
    """Scan the first, F6, scan the others."""
    await driver.scan(pile[0].qr)
    await driver.shows("Verify")
    await driver.keys("f6")
    await driver.shows("BatchLines")
    for invoice in pile[1:]:
        await driver.scan(invoice.qr)


async def ended(driver: Driver) -> None:
    await driver.until(lambda: driver.name == "BatchLines" and not driver.screen.is_printing)
