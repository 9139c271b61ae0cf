"""Faults at use cases that a desk comes to only after a failure, after a run, or before it is open."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deskdriver import Driver, driving
from fapiao.cases import BatchCases, InvoiceCases, PaperCases, PeopleCases
from fapiao.device import Delivery
from fapiao.errors import PrinterNotReady
from fapiao.paper import PrintSettings
from fapiao.people import Operator, Role, Session
from fapiao.reprint import Evidence
from fapiao.services import Services
from fapiao.usecases.batch.draft import make_batch
from fapiao.usecases.invoices.set_aside import set_aside
from fapiao.usecases.people.accounts import reset_password
from fapiao.usecases.people.sign_in import sign_in
from faultycase import FAULTS, Faulty, answers, said, settled
from gateddevices import GatedDevices
from practicedesk import PASSWORD, digital, make_desk

Steps = Callable[[Driver], Awaitable[None]]


class Unanswering:
    """Devices whose papers nobody knows of."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def open(self, printer: Any) -> Any:
        device = self._inner.open(printer)
        device.send = lambda *_: Delivery(Evidence.TAKEN, unknown=True, note="没有回应")
        return device


def with_draft(services: Services) -> Services:
    session = sign_in(services, "lilei", PASSWORD)
    make_batch(services, session, [digital(services, n).full_no for n in (2, 3)], PrintSettings(printer="A4-前台"))
    return services


def drive(services: Services, steps: Steps, name: str = "lilei") -> None:
    async def run() -> None:
        async with driving(services) as driver:
            await driver.sign_in(name)
            await steps(driver)

    asyncio.run(run())


async def on_draft(driver: Driver) -> None:
    await driver.enter("B")
    await driver.shows("Batches")
    await driver.enter()
    await driver.shows("BatchLines")
    await settled(driver)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_while_answering_the_stack(
    fault: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def steps(driver: Driver) -> None:
        await on_draft(driver)
        await driver.enter()
        await driver.until(lambda: "打完了" in driver.text())
        with monkeypatch.context() as patched:
            patched.setattr(BatchCases, "answer_stack", Faulty(fault))
            await driver.enter("1")
            await said(driver, 0)
        await driver.enter("1")
        await driver.until(lambda: "已记下 2 张" in driver.text())

    drive(with_draft(make_desk(tmp_path)), steps)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_while_closing_a_stopped_batch(
    fault: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = with_draft(make_desk(tmp_path))
    gate = GatedDevices(services.devices)
    gate.refuses = PrinterNotReady("缺纸", "请加纸")

    async def steps(driver: Driver) -> None:
        await on_draft(driver)
        await driver.enter()
        await driver.until(lambda: "停下" in driver.text())
        await settled(driver)
        with monkeypatch.context() as patched:
            patched.setattr(BatchCases, "close", Faulty(fault))
            await driver.enter("结束")
            await said(driver, 0)
        await answers(driver)
        await driver.enter("结束")
        await driver.until(lambda: "已结束" in driver.text())

    drive(replace(services, devices=gate), steps)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_after_an_unknown_line_was_answered(
    fault: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = with_draft(make_desk(tmp_path))

    async def steps(driver: Driver) -> None:
        await on_draft(driver)
        await driver.enter()
        await driver.until(lambda: "停下" in driver.text())
        await settled(driver)
        with monkeypatch.context() as patched:
            patched.setattr(BatchCases, "reopen", Faulty(fault))
            await driver.enter("3")
            await said(driver, 0)
        await answers(driver)

    drive(replace(services, devices=Unanswering(services.devices)), steps)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_while_looking_for_the_spare_printer(
    fault: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_desk(tmp_path)
    gate = GatedDevices(services.devices)
    gate.refuses = PrinterNotReady("缺纸", "请加纸")

    async def steps(driver: Driver) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(PaperCases, "spare_order", Faulty(fault))
            await driver.scan(digital(services).qr)
            await driver.shows("Verify")
            await driver.enter()
            await said(driver, 0)
        await answers(driver)

    drive(replace(services, devices=gate), steps)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_while_choosing_a_password(
    fault: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_desk(tmp_path)
    host = Session(Operator("host", "", frozenset({Role.ADMIN})), services.desk, services.now(), via_host=True)
    code = reset_password(services, host, "zhangmin")

    async def run() -> None:
        async with driving(services) as driver:
            await driver.until(lambda: driver.app.desk.is_open)
            await driver.keys(*"zhangmin", "enter", *code, "enter")
            await driver.shows("NewPassword")
            with monkeypatch.context() as patched:
                patched.setattr(PeopleCases, "change_password", Faulty(fault))
                await driver.keys(*PASSWORD, "enter", *PASSWORD, "enter")
                await said(driver, 0)
            await driver.keys(*PASSWORD, "enter", *PASSWORD, "enter")
            await driver.shows("Home")

    asyncio.run(run())


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_while_taking_an_invoice_back(
    fault: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_desk(tmp_path)
    number = digital(services).full_no
    set_aside(services, sign_in(services, "lilei", PASSWORD), number, "有疑问")

    async def steps(driver: Driver) -> None:
        await driver.enter(f"X {number}")
        await driver.shows("SetAside")
        with monkeypatch.context() as patched:
            patched.setattr(InvoiceCases, "take_back", Faulty(fault))
            await driver.enter("查明了")
            await said(driver, 0)
        await answers(driver)

    drive(services, steps)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_while_settling_what_a_crash_left(
    fault: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_desk(tmp_path)
    monkeypatch.setattr(PaperCases, "recover", Faulty(fault))

    async def run() -> tuple[int, str]:
        async with driving(services) as driver:
            await driver.until(lambda: not driver.app.is_running)
            return driver.app.return_code or 0, str(driver.app.failure)

    code, sentence = asyncio.run(run())

    assert code != 0
    assert [identifier in sentence for identifier, *_ in services.log.defects] == [True]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_nobody_caught_ends_the_desk_with_a_sentence(fault: type[Exception], tmp_path: Path) -> None:
    services = make_desk(tmp_path)

    async def run() -> tuple[int, str]:
        async with driving(services) as driver:
            await driver.until(lambda: driver.app.desk.is_open)

            def fail() -> None:
                raise fault

            driver.app.set_timer(0.01, fail)
            await driver.until(lambda: driver.app.failure is not None)
            driver.app._exception = None
            return driver.app.return_code or 0, str(driver.app.failure)

    code, sentence = asyncio.run(run())

    assert code != 0
    assert services.log.defects[0][0] in sentence
