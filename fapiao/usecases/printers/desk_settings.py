"""What a desk remembers: its last print settings per printer and paper, and which printer it used last."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.paper import FaceChoice, Paper, Printer, PrintSettings, Scaling
from fapiao.said import listed, say
from fapiao.text import clean

if TYPE_CHECKING:
    from fapiao.services import Services

_LAST = "last_printer"
REMARK_LIMIT = 120
OFFSET_LIMIT = 150.0
"""mm; what sites with tractor forms really need (docs/layouts.md)."""
TURNS = (0, 90, 180, 270)
"""Degrees clockwise by which a stored page can be turned."""


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


def recalled(services: Services, settings: PrintSettings) -> PrintSettings:
    """Return ``settings`` laid out as this desk last printed on that printer and paper; what is of one paper alone stays.

    A paper that was never used lies as it is shipped.
    """
    with services.store.reading() as unit:
        printer = unit.printers.get(settings.printer)
        kept = unit.settings.get(services.desk, f"print:{settings.printer}:{settings.paper.value}")
    if printer is None:
        return settings
    known = _from_json(kept, printer)
    return replace(known, paper=settings.paper, copies=settings.copies, remark=settings.remark, stamp=settings.stamp)


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
            "scaling": checked.scaling.value,
            "rotate": checked.rotate,
        }
    )
    with services.store.writing() as unit:
        unit.settings.put(services.desk, f"print:{checked.printer}", value)
        unit.settings.put(services.desk, f"print:{checked.printer}:{checked.paper.value}", value)
        unit.settings.put(services.desk, _LAST, checked.printer)
        unit.commit()


def check_settings(settings: PrintSettings) -> PrintSettings:
    """Return the settings cleaned. Raises BadInput for offsets, turns or remarks out of range."""
    if not (abs(settings.dx_mm) <= OFFSET_LIMIT and abs(settings.dy_mm) <= OFFSET_LIMIT):
        raise BadInput(say("偏移最多 {most:.0f} 毫米", most=OFFSET_LIMIT), say("请改小"))
    if settings.rotate not in TURNS:
        raise BadInput(
            say("原件不能转 {degrees} 度", degrees=settings.rotate),
            say("可用：{turns} 度", turns=listed(map(str, TURNS))),
        )
    remark = clean(settings.remark.strip(), limit=REMARK_LIMIT + 1)
    if len(remark) > REMARK_LIMIT:
        raise BadInput(say("附加说明最多 {most} 个字", most=REMARK_LIMIT), say("请写短一些"))
    return replace(settings, remark=remark)


def _from_json(kept: str | None, printer: Printer) -> PrintSettings:
    plain = plain_settings(printer)
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
            scaling=Scaling(value.get("scaling", Scaling.SHRINK)),
            rotate=int(value.get("rotate", 0)),
        )
        check_settings(settings)
    except (ValueError, KeyError, TypeError, AttributeError, BadInput):
        return plain
    return settings if printer.takes(settings.paper) else plain


def plain_settings(printer: Printer) -> PrintSettings:
    """Return the settings of a printer of which nothing is remembered yet."""
    return PrintSettings(printer=printer.name, paper=printer.paper)
