"""A test page that nobody knows of, from the worklist to the answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from deskdriver import Driver, driving
from fapiao.paper import Paper
from fapiao.reprint import AttemptState, Outcome
from fapiao.services import Services
from fapiao.usecases.people.sign_in import sign_in
from fapiao.usecases.printers.ruler_page import print_test_page
from practicedesk import PASSWORD, make_desk


def torn(services: Services) -> str:
    """Print a test page that is torn midway; return its code."""
    with services.store.writing() as unit:
        printer = next(p for p in unit.printers.all() if p.paper is Paper.A4_UPPER)
        folder = printer.device.removeprefix("file://")
        unit.printers.put(replace(printer, device=f"faulty://{folder}?mode=cut"))
        unit.commit()
    session = sign_in(services, "lilei", PASSWORD)
    print_test_page(services, session, printer.name, printer.paper)
    with services.store.reading() as unit:
        ((row, attempt),) = unit.reprints.in_states([AttemptState.UNKNOWN])
    assert row.is_test
    return attempt.code


def outcomes(services: Services) -> list[Outcome]:
    with services.store.reading() as unit:
        return [row.outcome for row, _ in unit.reprints.in_states(list(AttemptState)) if row.is_test]


def test_its_title_stands_in_the_worklist_and_its_code_settles_it(tmp_path):
    services = make_desk(tmp_path, training=True)
    code = torn(services)

    async def steps() -> None:
        async with driving(services) as driver:
            await driver.sign_in("lilei")
            await driver.enter("6")
            await driver.shows("Worklist")
            await driver.until(lambda: "测试页" in driver.text())
            await look(driver)
            await driver.enter(code)
            await driver.until(lambda: "已记下" in driver.text())

    asyncio.run(steps())
    assert outcomes(services) == [Outcome.CONFIRMED]


async def look(driver: Driver) -> None:
    await driver.enter()
    await driver.shows("Record")
    await driver.until(lambda: "结果未知" in driver.text())
    assert "1-T00001" in driver.text()
    assert "购买方" not in driver.text()
