"""A test page: a ruler for page printers, from which a person reads two numbers, or a receipt that tries a roll's head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.people import Permission
from fapiao.said import say
from fapiao.sitelayout import SiteLayout
from fapiao.usecases.paper.loose_page import LoosePage, foot_of, print_loose_page
from fapiao.usecases.printers.choose import printer_with
from fapiao.usecases.printers.desk_settings import OFFSET_LIMIT
from fapiao.usecases.printers.layouts import overlay_of, set_layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from fapiao.paper import Paper, Printer
    from fapiao.people import Session
    from fapiao.ports.faces import Artefact
    from fapiao.reprint import Reprint
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
    """Print a ruler page with the offset in force, or a test receipt. ``watch`` gets words for the screen.

    Raises PrinterError (with proof that nothing came out), PrinterBlocked, NotFound, BadInput, NotPermitted.
    """
    session.operator.require(Permission.PRINTERS)
    with services.store.reading() as unit:
        found = printer_with(unit, printer, paper)

    def draw(page: Reprint) -> Artefact:
        return _drawn(services, session, found, paper, page)

    name = "receipt" if paper.is_roll else "ruler"
    title = say("测试页 {printer}", printer=found.name)
    return print_loose_page(services, session, printer, LoosePage(paper, name, title, draw), watch)


def _drawn(services: Services, session: Session, printer: Printer, paper: Paper, page: Reprint) -> Artefact:
    which = f"{printer.name} {paper.label}"
    if paper.is_roll:
        foot = foot_of(services, session, page, which)
        symbol = f"fapiao-desk test {page.attempts[-1].uuid}"
        return services.renderer.test_receipt(paper, printer.profile, symbol, foot)
    right, down = offset_of(services, printer.name, paper)
    moved = f"偏移 右 {right:+.2f} 下 {down:+.2f} 毫米"
    return services.renderer.ruler(paper, (right, down), foot_of(services, session, page, which, moved))


def apply_reading(
    services: Services, session: Session, printer: str, paper: Paper, right: float, down: float
) -> tuple[float, float]:
    """Move a printer's papers by what was read from its ruler page, mm; return the offset now in force. Raises BadInput."""
    session.operator.require(Permission.PRINTERS)
    if paper.is_roll:
        raise BadInput(say("{paper}不用对齐", paper=paper.label), say("小票的位置由打印机决定，请选页式打印机"))
    with services.store.reading() as unit:
        printer_with(unit, printer, paper)
        layout = SiteLayout.of(overlay_of(unit, printer, paper))
    moved = layout.with_offset(layout.offset[0] + right, layout.offset[1] + down)
    if max(map(abs, moved.offset)) > OFFSET_LIMIT:
        raise BadInput(say("偏移最多 {most:.0f} 毫米", most=OFFSET_LIMIT), say("请核对读数，或检查进纸"))
    set_layout(services, session, printer, paper, moved.text)
    return moved.offset
