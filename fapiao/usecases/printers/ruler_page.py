"""A test page: a ruler for page printers, from which a person reads two numbers, or a receipt that tries a roll's head."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.ledger import Draft
from fapiao.people import Permission
from fapiao.sitelayout import SiteLayout
from fapiao.usecases.paper.loose_page import LoosePage, foot_of, print_loose_page
from fapiao.usecases.printers.desk_settings import OFFSET_LIMIT
from fapiao.usecases.printers.layouts import overlay_of, printer_with, set_layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from fapiao.paper import Paper, Printer
    from fapiao.people import Session
    from fapiao.ports.faces import Artefact
    from fapiao.reprint import AttemptState
    from fapiao.services import Services
    from fapiao.usecases.paper.loose_page import LooseResult


def offset_of(services: Services, printer: str, paper: Paper) -> tuple[float, float]:
    """Return how far a printer's papers are moved right and down, mm. Raises NotFound, BadInput."""
    with services.store.reading() as unit:
        printer_with(unit, printer, paper)
        return SiteLayout.of(overlay_of(unit, printer, paper)).offset


def print_test_page(
    services: Services, session: Session, printer: str, paper: Paper, watch: Callable[[str], None] = lambda _: None
) -> LooseResult:
    """Print a ruler page with the offset in force, or a test receipt. ``watch`` gets words for the screen and must not raise.

    Raises PrinterError (with proof that nothing came out), PrinterBlocked, NotFound, BadInput, NotPermitted.
    """
    session.operator.require(Permission.PRINTERS)
    with services.store.reading() as unit:
        found = printer_with(unit, printer, paper)
    page = str(uuid.uuid4())

    def told(state: AttemptState) -> Draft:
        body = {"page": page, "printer": found.name, "paper": paper.value, "state": state.value}
        return Draft("printer.test", session.actor, services.desk, f"{page}:{state.value}", body)

    def draw() -> Artefact:
        return _drawn(services, session, found, paper, page)

    name = "receipt" if paper.is_roll else "ruler"
    loose = LoosePage(page, paper, name, f"测试页 {found.name}", draw, told)
    return print_loose_page(services, session, printer, loose, watch)


def _drawn(services: Services, session: Session, printer: Printer, paper: Paper, page: str) -> Artefact:
    which = f"{printer.name} {paper.label}"
    if paper.is_roll:
        foot = foot_of(services, session, which)
        return services.renderer.test_receipt(paper, printer.profile, f"fapiao-desk test {page}", foot)
    right, down = offset_of(services, printer.name, paper)
    moved = f"偏移 右 {right:+.2f} 下 {down:+.2f} 毫米"
    return services.renderer.ruler(paper, (right, down), foot_of(services, session, which, moved))


def apply_reading(
    services: Services, session: Session, printer: str, paper: Paper, right: float, down: float
) -> tuple[float, float]:
    """Move a printer's papers by what was read from its ruler page, mm; return the offset now in force. Raises BadInput."""
    session.operator.require(Permission.PRINTERS)
    if paper.is_roll:
        raise BadInput(f"{paper.label}不用对齐", "小票的位置由打印机决定，请选页式打印机")
    with services.store.reading() as unit:
        printer_with(unit, printer, paper)
        layout = SiteLayout.of(overlay_of(unit, printer, paper))
    moved = layout.with_offset(layout.offset[0] + right, layout.offset[1] + down)
    if max(map(abs, moved.offset)) > OFFSET_LIMIT:
        raise BadInput(f"偏移最多 {OFFSET_LIMIT:.0f} 毫米", "请核对读数，或检查进纸")
    set_layout(services, session, printer, paper, moved.text)
    return moved.offset
