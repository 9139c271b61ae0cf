"""What a desk remembers: its last print settings per paper, and which printer it used last (T1-T12)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.paper import FaceChoice, Paper, Printer, PrintSettings
from fapiao.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fapiao.services import Services

_LAST = "last_printer"
REMARK_LIMIT = 120
OFFSET_LIMIT = 150.0
"""mm; what sites with tractor forms really need (rendering.md 3)."""


def load_settings(services: Services, printer: str = "") -> PrintSettings:
    """Return the settings last used on ``printer``, or on the desk's last one, or plain ones for the first printer."""
    with services.store.reading() as unit:
        printers = unit.printers.all()
        wanted = printer or unit.settings.get(services.desk, _LAST) or ""
        chosen = next((p for p in printers if p.name == wanted), printers[0] if printers else None)
        if chosen is None:
            return PrintSettings()
        kept = unit.settings.get(services.desk, f"print:{chosen.name}")
    return _from_json(kept, chosen)


def save_settings(services: Services, settings: PrintSettings) -> None:
    """Remember settings for this desk; the remark belongs to one paper and is not kept."""
    checked = check_settings(settings)
    value = json.dumps(
        {
            "paper": checked.paper.value,
            "face": checked.face.value,
            "copies": checked.copies,
            "dx": checked.dx_mm,
            "dy": checked.dy_mm,
            "colour": checked.colour,
        }
    )
    with services.store.writing() as unit:
        unit.settings.put(services.desk, f"print:{checked.printer}", value)
        unit.settings.put(services.desk, _LAST, checked.printer)
        unit.commit()


def check_settings(settings: PrintSettings) -> PrintSettings:
    """Return the settings cleaned. Raises BadInput for offsets or remarks out of range."""
    if not (abs(settings.dx_mm) <= OFFSET_LIMIT and abs(settings.dy_mm) <= OFFSET_LIMIT):
        raise BadInput(f"偏移最多 {OFFSET_LIMIT:.0f} 毫米", "请改小")
    remark = clean(settings.remark.strip(), limit=REMARK_LIMIT + 1)
    if len(remark) > REMARK_LIMIT:
        raise BadInput(f"附加说明最多 {REMARK_LIMIT} 个字", "请写短一些")
    return replace(settings, remark=remark)


def _from_json(kept: str | None, printer: Printer) -> PrintSettings:
    plain = PrintSettings(printer=printer.name, paper=printer.paper)
    if kept is None:
        return plain
    try:
        value = json.loads(kept)
        settings = PrintSettings(
            printer=printer.name,
            paper=Paper(value["paper"]),
            face=FaceChoice(value["face"]),
            copies=int(value["copies"]),
            dx_mm=float(value["dx"]),
            dy_mm=float(value["dy"]),
            colour=bool(value["colour"]),
        )
    except (ValueError, KeyError, TypeError):
        return plain
    return settings if settings.paper in papers_for(printer) else plain


def papers_for(printer: Printer) -> Sequence[Paper]:
    """Return the papers that a printer may be asked for: its own roll, or the sheet papers with a layout."""
    return (printer.paper,) if printer.paper.is_roll else SHEETS


SHEETS = (Paper.A4_UPPER, Paper.A4_LOWER)
"""Sheet papers that have a layout."""
