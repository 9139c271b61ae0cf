"""特定业务 of a 数电票: whatever stands under ``SpecificInformation``, read as ordered tables without knowing it.

Only the red link and the tolls have a meaning of their own. Labels are given where they are known; an element nobody
has met keeps its own name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.formats.values import digits, line
from data.formats.xml.names import Texts, find, is_nil, plain
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
    "PlaceOfConstructionService": "建筑服务发生地",
    "ConstructionPlace": "建筑服务发生地",
    "ProjectName": "建筑项目名称",
    "LandValueAddedTaxProjectNumber": "土地增值税项目编号",
    "CrossCityFlag": "跨地市标志",
    "CrossCitySign": "跨地市标志",
    "PropertyCertificateNumber": "产权证书/不动产权证号",
    "AreaUnit": "面积单位",
    "LeaseTerm": "租赁期起止",
    "RealEstateAddress": "不动产地址",
    "DetailedAddress": "详细地址",
}
_LABELS = {plain(name): label for name, label in LABELS.items()}
_TITLES = {"PassengerTransportation": "旅客运输服务", "Toll": "通行费"}
_RED, _TOLL = "redeinvoice", "toll"
_PASSAGE = ("StartDatesOfPassage", "EndDatesOfPassage")
_PASSAGE_NAMES = frozenset(map(plain, _PASSAGE))
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
    red = find(node, _RED)
    texts = Texts(red) if red else None
    tables: list[Table] = []
    plain_leaves = [child for child in node.children if not child.children]
    if direct := _record(type(node)(variant or node.name, children=plain_leaves)):
        tables.append(_table(variant or line(node.name, 60), [direct]))
    for name in dict.fromkeys(child.name for child in node.children if child.children):
        records = [record for child in node.all(name) for record in _records(child)]
        if plain(name) == _RED or not any(records):
            continue
        if plain(name) == _TOLL and len(records) == len(lines):
            lines = tuple(_toll_line(row, record) for row, record in zip(lines, records, strict=True))
        else:
            tables.append(_table(_TITLES.get(name, variant or line(name, 60)), records))
    return Special(
        lines,
        tuple(tables),
        digits(texts.get("OriginalInvoiceCode")) if texts else "",
        digits(texts.get("CreditNoteNumber")) if texts else "",
    )


def _records(node: Node) -> list[dict[str, str]]:
    """Return one record; where an element only wraps several of one name, one for each."""
    inner = [child for child in node.children if child.children]
    alike = len({plain(child.name) for child in inner}) == 1 and len(inner) == len(node.children) > 1
    return [_record(child) for child in inner] if alike else [_record(node)]


def _record(node: Node) -> dict[str, str]:
    """Return the leaves below as (label, text), in order; a name met twice is numbered."""
    found: dict[str, str] = {}
    leaves = [n for n in node.walk() if not n.children and not is_nil(n) and (n.text.strip() or n is not node)]
    for leaf in leaves[:_MOST_COLUMNS]:
        label = _LABELS.get(plain(leaf.name), line(leaf.name, 40))
        name = label
        for again in range(2, _MOST_COLUMNS):
            if name not in found:
                break
            name = f"{label}{again}"
        text = leaf.text.strip()
        found[name] = _stamp(text) if plain(leaf.name) in _PASSAGE_NAMES else line(text)
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
