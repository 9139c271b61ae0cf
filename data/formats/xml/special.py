"""特定业务 of a 数电票: whatever stands under ``SpecificInformation``, read as ordered tables without knowing it.

Only the red link and the tolls have a meaning of their own. Labels are given where they are known; an element nobody
has met keeps its own name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.formats.values import digits, line
from fapiao.invoice import Figure, Line, Table

if TYPE_CHECKING:
    from data.formats.xml.node import Node

LABELS = {
    "PlateNumber": "车牌号",
    "VehicleType": "车辆类型",
    "StartDatesOfPassage": "通行日期起",
    "EndDatesOfPassage": "通行日期止",
    "Traveler": "出行人",
    "TravelerName": "出行人",
    "IdNumber": "有效身份证件号",
    "IDNumber": "有效身份证件号",
    "TravelDate": "出行日期",
    "DeparturePlace": "出发地",
    "DestinationPlace": "到达地",
    "ArrivePlace": "到达地",
    "Grade": "等级",
    "TransportType": "交通工具类型",
    "VehicleTypeName": "交通工具类型",
    "PlaceOfOccurrence": "建筑服务发生地",
    "ConstructionProjectName": "建筑项目名称",
    "TransportToolType": "运输工具种类",
    "TransportToolNumber": "运输工具牌号",
    "Origin": "起运地",
    "Destination": "到达地",
    "GoodsName": "运输货物名称",
}
_TITLES = {"PassengerTransportation": "旅客运输服务", "Toll": "通行费"}
_RED, _TOLL = "RedEInvoice", "Toll"
_PASSAGE = ("StartDatesOfPassage", "EndDatesOfPassage")
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6,9})?")
_MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class Special:
    """What the block adds to the invoice."""

    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    red_of: str = ""
    red_confirmation: str = ""


def read_special(node: Node | None, variant: str, lines: tuple[Line, ...]) -> Special:
    """Read the block; ``lines`` come back with the columns that belong to them."""
    if node is None:
        return Special(lines)
    red = node.child(_RED)
    tables: list[Table] = []
    for name in dict.fromkeys(child.name for child in node.children):
        records = [_record(child) for child in node.all(name)]
        if name == _RED or not any(records):
            continue
        if name == _TOLL and len(records) == len(lines):
            lines = tuple(_toll_line(row, record) for row, record in zip(lines, records, strict=True))
        else:
            tables.append(_table(_TITLES.get(name, variant or line(name, 60)), records))
    return Special(
        lines,
        tuple(tables),
        digits(red.get("OriginalInvoiceCode")) if red else "",
        digits(red.get("CreditNoteNumber")) if red else "",
    )


def _record(node: Node) -> dict[str, str]:
    """Return the leaves below as (label, text), in order; a name met twice is numbered."""
    found: dict[str, str] = {}
    leaves = [n for n in node.walk() if not n.children and (n.text.strip() or n is not node)]
    for leaf in leaves[:_MOST_COLUMNS]:
        label = LABELS.get(leaf.name, line(leaf.name, 40))
        name = label
        for again in range(2, _MOST_COLUMNS):
            if name not in found:
                break
            name = f"{label}{again}"
        text = leaf.text.strip()
        found[name] = _stamp(text) if leaf.name in _PASSAGE else line(text)
    return found


def _table(title: str, records: list[dict[str, str]]) -> Table:
    columns = tuple(dict.fromkeys(label for record in records for label in record))[:_MOST_COLUMNS]
    return Table(title, columns, tuple(tuple(record.get(c, "") for c in columns) for record in records))


def _toll_line(row: Line, record: dict[str, str]) -> Line:
    """A toll's quantity and price are its dates of passage in disguise."""
    dates = [f.source for f in (row.quantity, row.price)]
    extras = dict(record)
    for label, text in zip((LABELS[name] for name in _PASSAGE), dates, strict=True):
        if not extras.get(label) and _STAMP.fullmatch(text):
            extras[label] = _stamp(text)
    disguised = all(_STAMP.fullmatch(text) or not text for text in dates)
    if disguised:
        row = replace(row, quantity=Figure(), price=Figure())
    return replace(row, extras=tuple(extras.items()))


def _stamp(text: str) -> str:
    """Return the date of ``yyyyMMdd`` or ``yyyyMMddHHmmssSSS`` as ``2026-08-27``; other texts stay."""
    match = _STAMP.fullmatch(text)
    return f"{match[1]}-{match[2]}-{match[3]}" if match else line(text)
