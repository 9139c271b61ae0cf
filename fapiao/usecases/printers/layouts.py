"""A printer's own layout (发票格式): an overlay per printer and paper, checked, kept in the store, told in the ledger."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.ledger import Draft
from fapiao.paper import PrintSettings
from fapiao.people import Permission
from fapiao.said import say
from fapiao.sitelayout import SiteLayout
from fapiao.stored import Query
from fapiao.text import clean
from fapiao.usecases.paper.order import Order
from fapiao.usecases.printers.choose import printer_with

if TYPE_CHECKING:
    from fapiao.paper import Paper
    from fapiao.people import Session
    from fapiao.ports.store import Unit
    from fapiao.services import Services

LARGEST = 64 * 1024
"""Characters of an overlay; what people write is a tenth of that."""
_MEANT = {"printer": say("打印机"), "paper": say("纸张")}


def overlay_of(unit: Unit, printer: str, paper: Paper) -> str:
    """Return the overlay of a printer and paper as TOML; empty = the layouts as shipped."""
    return unit.settings.get(f"printer:{printer}", f"overlay:{paper.value}") or ""


def show_layout(services: Services, session: Session, printer: str, paper: Paper) -> str:
    """Return the overlay in force. Raises NotFound, or BadInput for a paper that the printer does not take."""
    session.operator.require(Permission.FIND)
    with services.store.reading() as unit:
        printer_with(unit, printer, paper)
        return overlay_of(unit, printer, paper)


def set_layout(
    services: Services, session: Session, printer: str, paper: Paper, text: str, *, file: str = "overlay.toml"
) -> tuple[str, ...]:
    """Keep an overlay and return what is risky about it; an empty one restores the layouts as shipped.

    Raises BadInput naming ``file`` and line for what cannot be used, NotPermitted, NotFound.
    """
    session.operator.require(Permission.PRINTERS)
    text = clean(text, multiline=True, limit=LARGEST + 1)
    if len(text) > LARGEST:
        raise BadInput(say("发票格式太长"), say("最多 {most:,} 个字符", most=LARGEST))
    warnings = services.renderer.check_overlay(text, file)
    _require_meant(text, printer, paper)
    with services.store.writing() as unit:
        printer_with(unit, printer, paper)
        unit.settings.put(f"printer:{printer}", f"overlay:{paper.value}", text)
        kept = unit.documents.put(text.encode()) if text else ""
        body = {"printer": printer, "paper": paper.value, "sha256": kept}
        key = f"printer:{printer}:layout:{secrets.token_hex(8)}"
        services.record(unit, Draft("printer.layout", session.actor, services.desk, key, body))
        unit.commit()
    return warnings


def risks_of(services: Services, text: str, file: str) -> tuple[str, ...]:
    """Return what is risky about an overlay. Raises BadInput naming ``file`` and line for what cannot be used."""
    return services.renderer.check_overlay(text, file)


def sample_order(services: Services, printer: str, paper: Paper, full_no: str = "") -> Order | None:
    """Return an order of ``full_no``, or of the store's newest invoice, to show the layout by; None in an empty store."""
    if not full_no:
        with services.store.reading() as unit:
            newest = unit.invoices.search(Query(), limit=1)
        if not newest:
            return None
        full_no = newest[0].full_no
    return Order(full_no, PrintSettings(printer=printer, paper=paper), key="")


def reset_layout(services: Services, session: Session, printer: str, paper: Paper) -> None:
    """Restore the layouts as shipped."""
    set_layout(services, session, printer, paper, "")


def _require_meant(text: str, printer: str, paper: Paper) -> None:
    """Raise BadInput where the overlay says that it was written for another printer or paper."""
    head = SiteLayout.of(text).table.get("overlay", {})
    for key, here in (("printer", printer), ("paper", paper.value)):
        meant = head.get(key, "")
        if meant and meant != here:
            raise BadInput(
                say("这份发票格式是为{what} {meant} 写的，不是 {here}", what=_MEANT[key], meant=meant, here=here),
                say("请改正 overlay.{key}", key=key),
            )
