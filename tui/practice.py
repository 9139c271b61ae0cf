"""The practice desk: its own store and ledger, invented invoices, printers that write to a folder, one that
misbehaves. Every paper is marked 培训 · 非发票, and its store takes no real printer.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from fapiao.hometime import HOME
from fapiao.ledger import Draft
from fapiao.paper import Paper, Printer, PrintSettings
from fapiao.people import Operator, Role, Session
from fapiao.reprint import Reason, Seen
from fapiao.usecases.invoices.import_files import red_status
from fapiao.usecases.paper.order import Order
from fapiao.usecases.paper.reprint import reprint
from fapiao.usecases.paper.settle import answer
from fapiao.usecases.people.add import add_person
from fapiao.usecases.people.initialise import initialise
from fapiao.usecases.people.sign_in import sign_in
from fapiao.usecases.printers.register import add_printer
from tui.bootstrap import create_services, data_folder, open_services
from tui.practice_accounts import ACCOUNTS, DESK
from tui.practice_invoices import invented

if TYPE_CHECKING:
    from fapiao.services import Services

_HISTORY = 6
_PLACES = ("A 柜 3 层", "A 柜 2 层", "碎纸")


def open_practice() -> Services:
    """Open the practice store of this user, making it at the first start."""
    folder = data_folder() / "practice"
    store = folder / "desk.db"
    if store.is_file() and store.stat().st_size:
        return open_services(str(store), DESK)
    return make_practice(folder)


def make_practice(folder: Path) -> Services:
    """Make a practice store in ``folder``, with its papers in ``folder/papers``."""
    folder.mkdir(parents=True, exist_ok=True)
    services = create_services(str(folder / "desk.db"), DESK, training=True)
    initialise(services, "admin", ACCOUNTS[2][1])
    host = Session(Operator("practice", "", frozenset({Role.ADMIN})), DESK, services.now(), via_host=True)
    for name, password, shown, roles in ACCOUNTS[:2]:
        add_person(services, host, name, roles, password, shown=shown)
    _add_printers(services, host, folder / "papers")
    _add_invoices(services, host)
    _add_history(services)
    return services


def _add_printers(services: Services, host: Session, papers: Path) -> None:
    wanted = (
        ("A4-财务", "file", "a4-finance", Paper.A4_UPPER, ""),
        ("A4-前台", "file", "a4-desk", Paper.A4_UPPER, "A4-财务"),
        ("卷票-前台", "file", "roll-desk", Paper.ROLL_80, ""),
        ("故障-练习", "faulty", "faulty", Paper.A4_UPPER, "A4-前台"),
    )
    for name, scheme, folder, paper, backup in wanted:
        place = papers / folder
        place.mkdir(parents=True, exist_ok=True)
        add_printer(services, host, Printer(name, f"{scheme}://{place.absolute()}", paper, backup))
    with services.store.writing() as unit:
        unit.settings.put(DESK, "last_printer", "A4-前台")
        unit.commit()


def _add_invoices(services: Services, host: Session) -> None:
    today = services.now().astimezone(HOME).date()
    with services.store.writing() as unit:
        count = 0
        for each in invented(today):
            unit.invoices.put(each.invoice, ())
            unit.invoices.set_status(each.invoice.full_no, each.status)
            if each.reimbursed:
                unit.invoices.set_reimbursed(each.invoice.full_no, reimbursed=True)
            if each.invoice.red_of:
                blue = unit.invoices.get(each.invoice.red_of)
                assert blue is not None
                status = red_status(blue.invoice, unit.invoices.reds_of(each.invoice.red_of))
                unit.invoices.set_status(each.invoice.red_of, status)
            count += 1
        services.record(unit, Draft("practice.fill", host.actor, DESK, "practice:fill", {"invoices": count}))
        unit.commit()


def _add_history(services: Services) -> None:
    """Print a few, so that the records have something to show; one was blurred and made again."""
    name, password, *_ = ACCOUNTS[0]
    session = sign_in(services, name, password)
    today = services.now().astimezone(HOME).date()
    numbers = [
        e.invoice.full_no
        for e in invented(today)
        if e.invoice.kind.is_digital and not e.reimbursed and e.status.value == "normal"
    ][-_HISTORY:]
    for turn, number in enumerate(numbers):
        seen = Seen.POOR if turn == 1 else Seen.CLEAR
        _print(services, session, number, None, seen, _PLACES[turn % 2])
    _print(services, session, numbers[1], Reason.SPOILED, Seen.CLEAR, _PLACES[0])


def _print(services: Services, session: Session, number: str, reason: Reason | None, seen: Seen, place: str) -> None:
    order = Order(number, PrintSettings(printer="A4-前台"), secrets.token_hex(8), reason=reason)
    for result in reprint(services, session, order):
        if result.error is None:
            answer(services, session, result.reprint.id, seen, place=place)
