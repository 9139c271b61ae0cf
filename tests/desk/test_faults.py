"""A fault of the program at any use case, in the background or under a key: it is said with its id, logged once, and the
desk answers the next key.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from brokenport import BrokenPort, Switch
from deskdriver import Driver, driving
from fapiao.cases import (
    BatchCases,
    CareCases,
    InvoiceCases,
    PaperCases,
    PeopleCases,
    PrinterCases,
    RecordCases,
)
from fapiao.cases.bound import Room, ask, case
from fapiao.paper import PrintSettings
from fapiao.services import Services
from fapiao.slip import slip_of
from fapiao.usecases.batch.draft import make_batch
from fapiao.usecases.paper.order import Order
from fapiao.usecases.paper.reprint import reprint
from fapiao.usecases.people.sign_in import sign_in
from faultycase import FAULTS, Faulty, answers, asked, said, settled
from practicedesk import PASSWORD, digital, make_desk
from screens.places import Home

ROOMS: dict[str, type[Room]] = {
    "paper": PaperCases, "batch": BatchCases, "printers": PrinterCases, "invoices": InvoiceCases,
    "records": RecordCases, "people": PeopleCases, "care": CareCases,
}  # fmt: skip
SCAN, SLIP, FOLDER, FILE, ASIDE = "<scan>", "<slip>", "<folder>", "<file>", "<aside>"
"""What is typed as the desk at hand has it, with Enter behind it."""
ON_VERIFY = (SCAN,)
ON_SETTINGS = ("5", "enter")
ON_LAYOUT = (*ON_SETTINGS, "up", "up", "up", "right")
ON_WIZARD = (*ON_SETTINGS, "up", "up", "right")
ON_RECORD = ("H", "enter", "enter")
ON_DRAFT = ("B", "enter", "enter")
BACK_HOME = ("Z", "enter", "escape")
WAYS: dict[str, tuple[str, ...]] = {
    "paper.reprint": (*ON_VERIFY, "enter"),
    "paper.check_face": ON_VERIFY,
    "paper.answer": (*ON_RECORD, "1", "enter"),
    "paper.set_place": (*ON_RECORD, *"shelf", "enter"),
    "paper.override": (*ON_RECORD, "f7"),
    "paper.preview": (*ON_VERIFY, "f5"),
    "paper.thumbnail": (*ON_VERIFY, "f4"),
    "paper.sample_job": ON_LAYOUT,
    "paper.face_in_cells": ON_LAYOUT,
    "paper.last_place": (*ON_VERIFY, "enter"),
    "batch.listed": ("B", "enter"),
    "batch.count": BACK_HOME,
    "batch.open_lines": ON_DRAFT,
    "batch.as_it_stands": ON_DRAFT,
    "batch.add": (*ON_VERIFY, "f6"),
    "batch.take_out": (*ON_DRAFT, "-", "1", "enter"),
    "batch.change": (*ON_DRAFT, "1", "enter"),
    "batch.check": ON_DRAFT,
    "batch.run": (*ON_DRAFT, "enter"),
    "batch.numbers_of": (*ON_DRAFT, FILE),
    "batch.manifest": (*ON_DRAFT, "f8"),
    "batch.check_manifest": (*ON_DRAFT, "f8"),
    "batch.save_manifest": (*ON_DRAFT, "f8", FOLDER),
    "batch.print_manifest": (*ON_DRAFT, "f8", "1", "enter"),
    "printers.all": ON_SETTINGS,
    "printers.stamp": ON_SETTINGS,
    "printers.load_settings": BACK_HOME,
    "printers.recalled": (*ON_SETTINGS, "right"),
    "printers.save_settings": (*ON_SETTINGS, "enter"),
    "printers.show_layout": ON_LAYOUT,
    "printers.set_layout": (*ON_LAYOUT, "right", "enter"),
    "printers.risks_of": (*ON_LAYOUT, "right"),
    "printers.offset_of": ON_WIZARD,
    "printers.apply_reading": (*ON_WIZARD, "1", "enter", "1", "enter"),
    "printers.print_test_page": (*ON_WIZARD, "enter"),
    "invoices.find": ("f2", "9"),
    "invoices.find_one": ("W", " ", *"123456", "enter"),
    "invoices.inspect": ON_VERIFY,
    "invoices.verify": ON_VERIFY,
    "invoices.record_comparison": (*ON_VERIFY, "tab", "enter", "enter", "enter", "enter"),
    "invoices.import_below": ("4", "enter", FILE),
    "invoices.set_aside": (ASIDE, *"doubt", "enter"),
    "invoices.download": (*ON_VERIFY, "f8", FOLDER),
    "records.listed": ("H", "enter"),
    "records.tallies": ("H", "enter"),
    "records.read": ON_RECORD,
    "records.last_printed": ("R", "L", "enter"),
    "records.day_figures": ("Z", "enter"),
    "records.day_tallies": BACK_HOME,
    "records.export": ("H", "enter", "f8", FOLDER),
    "records.worklist": ("6", "enter"),
    "records.count_worklist": BACK_HOME,
    "records.scans_of": ON_RECORD,
    "records.attach_file": (*ON_RECORD, "f6", FILE),
    "records.check_slip": (SLIP,),
    "records.check_ledger": ("Z", "enter"),
    "people.check_session": ("B", "enter"),
    "people.choose_language": (*"LANG", "enter"),
    "people.sign_out": ("f10",),
    "care.now": BACK_HOME,
    "care.facts": BACK_HOME,
    "care.policy": ON_DRAFT,
}
"""Keys from home that come to each use case."""
PORTS: dict[str, tuple[str, ...]] = {
    "clock.now": BACK_HOME,
    "store.reading": ("H", "enter"),
    "store.writing": (*ON_RECORD, *"shelf", "enter"),
    "renderer.preview": (*ON_VERIFY, "f5"),
    "renderer.thumbnail": (*ON_VERIFY, "f4"),
    "renderer.check_overlay": (*ON_LAYOUT, "right"),
    "renderer.ruler": (*ON_WIZARD, "enter"),
    "readers.read": ("4", "enter", FILE),
    "readers.read_scan": (*ON_RECORD, "f6", FILE),
    "readers.read_page": (*ON_VERIFY, "enter"),
    "renderer.render": (*ON_VERIFY, "enter"),
    "devices.open": (*ON_VERIFY, "enter"),
    "keys.ledger_key": (*ON_VERIFY, "enter"),
    "processes.me": (*ON_VERIFY, "enter"),
    "spreadsheets.workbook": ("H", "enter", "f8", "2", "enter", FOLDER),
}
"""Keys from home that come to each port; passwords are asked while signing in, below."""
ELSEWHERE = {
    "invoices.take_back", "paper.shows_pages", "paper.draw_pages", "paper.page_in_cells",
    "paper.recover", "paper.spare_order", "people.arrive", "people.change_password", "people.read_language",
    "printers.status", "batch.answer_stack", "batch.reopen", "batch.close",
}  # fmt: skip
"""Use cases that need a desk in another state; tests/desk/test_faults_later.py and test_page_preview.py come to them."""
COMMANDS_ONLY = {
    "paper.page_png",
    "batch.make", "printers.add", "printers.called", "printers.probe", "printers.set_stamp", "printers.remove_stamp",
    "printers.reset_layout", "invoices.import_bytes", "invoices.mark_reimbursed", "records.attach_scan",
    "records.file_scan", "records.exported", "people.sign_in", "people.freeze", "people.reset_password",
    "people.initialise", "people.add", "people.all", "people.as_account", "people.set_policy", "care.font_coverage",
}  # fmt: skip


@dataclass
class Stage:
    """A desk with one printed paper and one draft, and what is typed on it."""

    services: Services
    texts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, folder: Path) -> Stage:
        services = make_desk(folder)
        session = sign_in(services, "lilei", PASSWORD)
        settings = PrintSettings(printer="A4-前台")
        (made,) = reprint(services, session, Order(digital(services, 1).full_no, settings, "k"))
        make_batch(services, session, [digital(services, 2).full_no, digital(services, 3).full_no], settings)
        out, file = folder / "out", folder / "numbers.txt"
        out.mkdir()
        file.write_text(digital(services, 4).full_no, encoding="utf-8")
        slip = slip_of(made.reprint, services.keys.ledger_key()[1]).text
        texts = {
            SCAN: digital(services).qr,
            SLIP: slip,
            FOLDER: str(out),
            FILE: str(file),
            ASIDE: f"X {digital(services, 2).full_no}",
        }
        return cls(services, texts)

    async def press(self, driver: Driver, *keys: str) -> None:
        """Press all but the last in one burst, as somebody does who knows the way; the last one once they are there."""
        for burst in (keys[:-1], keys[-1:]):
            await driver.calm()
            await driver.keys(*chain.from_iterable(self.typed(key) for key in burst))
            await settled(driver)

    def typed(self, key: str) -> Iterable[str]:
        return (*self.texts[key], "enter") if key in self.texts else (key,)


def cases_of(room: str) -> set[str]:
    return {f"{room}.{name}" for name, value in vars(ROOMS[room]).items() if isinstance(value, case | ask)}


def test_every_use_case_is_tried():
    known = set().union(*(cases_of(room) for room in ROOMS))

    assert set(WAYS) | ELSEWHERE | COMMANDS_ONLY == known


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("room", ["paper", "batch", "printers", "invoices", "records", "people", "care"])
def test_a_faulty_use_case_is_said_and_logged_and_the_next_key_is_answered(
    room: str, fault: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage.at(tmp_path)
    log = stage.services.log

    async def run() -> None:
        async with driving(stage.services) as driver:
            await driver.sign_in("lilei")
            for name in sorted(cases_of(room) & set(WAYS)):
                if driver.app.desk.session is None:
                    await driver.sign_in("lilei")
                faulty, before = Faulty(fault), len(log.defects)
                with monkeypatch.context() as patched:
                    patched.setattr(ROOMS[room], name.partition(".")[2], faulty)
                    await stage.press(driver, *WAYS[name])
                    await asked(driver, faulty)
                    await said(driver, before)
                    await settled(driver)
                found = log.defects[before:]
                assert faulty.asked, f"{name} was not asked"
                assert [error for _, error, _ in found if not isinstance(error, fault)] == [], name
                assert len(found) == faulty.asked, name
                await answers(driver)
                driver.app.desk.go(Home()) if driver.app.desk.session else None
                await settled(driver)

    asyncio.run(run())


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_port_is_said_and_logged_and_the_next_key_is_answered(fault: type[Exception], tmp_path: Path) -> None:
    stage = Stage.at(tmp_path)
    log, switches = stage.services.log, {name: Switch() for name in PORTS}
    for name, switch in switches.items():
        port, _, method = name.partition(".")
        broken: Any = BrokenPort(getattr(stage.services, port), method, switch)
        stage.services = replace(stage.services, **{port: broken})

    async def run() -> None:
        async with driving(stage.services) as driver:
            await driver.sign_in("lilei")
            for name, way in PORTS.items():
                before = len(log.defects)
                switches[name].fault = fault
                await stage.press(driver, *way)
                await said(driver, before)
                switches[name].fault = None
                errors = [error for _, error, _ in log.defects[before:]]
                assert switches[name].asked, name
                assert len({id(error) for error in errors}) == len(errors), name
                await answers(driver)
                driver.app.desk.go(Home())
                await settled(driver)

    asyncio.run(run())


@pytest.mark.parametrize("deed", ["arrive", "read_language"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_while_signing_in_leaves_the_keyboard_free(
    fault: type[Exception], deed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_desk(tmp_path)

    async def run() -> None:
        async with driving(services) as driver:
            await driver.until(lambda: driver.app.desk.is_open)
            with monkeypatch.context() as patched:
                patched.setattr(PeopleCases, deed, Faulty(fault))
                await driver.keys(*"zhangmin", "enter", *PASSWORD, "enter")
                await driver.until(lambda: "编号" in driver.text())
            assert len(services.log.defects) == 1
            assert driver.app.desk.session is None
            await driver.keys("escape", *"zhangmin", "enter", *PASSWORD, "enter")
            await driver.shows("Home")

    asyncio.run(run())


@pytest.mark.parametrize("fault", FAULTS)
def test_a_store_that_fails_to_open_ends_the_desk_with_a_sentence(fault: type[Exception], tmp_path: Path) -> None:
    services = make_desk(tmp_path)

    def fail() -> Services:
        raise fault

    async def run() -> tuple[int, str]:
        async with driving(services, opens=fail) as driver:
            await driver.until(lambda: not driver.app.is_running)
            return driver.app.return_code or 0, str(driver.app.failure)

    code, sentence = asyncio.run(run())

    assert code != 0
    assert services.log.defects[0][0] in sentence


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_while_asking_the_printers_is_said_and_the_next_poll_goes_on(
    fault: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_desk(tmp_path)

    async def run() -> None:
        async with driving(services) as driver:
            await driver.sign_in()
            with monkeypatch.context() as patched:
                patched.setattr(PrinterCases, "status", Faulty(fault))
                driver.app.poll()
                await driver.until(lambda: "编号" in driver.text())
            driver.app.desk.polled = ()
            driver.app.poll()
            await driver.until(lambda: bool(driver.app.desk.polled))

    asyncio.run(run())
