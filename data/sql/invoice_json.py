"""An Invoice as JSON text and back, exactly."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fapiao.invoice import Figure, Invoice, Kind, Line, Party, Table

_KNOWN = {f.name for f in fields(Invoice)}
_LINE = {f.name for f in fields(Line)}
_PARTY = {f.name for f in fields(Party)}


def dump(invoice: Invoice) -> str:
    """Return all facts as compact JSON; amounts and dates as text."""
    return json.dumps(_fields(invoice), ensure_ascii=False, separators=(",", ":"), default=_plain)


def _fields(record: Any) -> dict[str, Any]:
    return {f.name: getattr(record, f.name) for f in fields(record)}


def _plain(value: object) -> object:
    return _fields(value) if is_dataclass(value) else str(value)


def load(text: str) -> Invoice:
    """Return the invoice that :func:`dump` wrote; facts this version does not know are left out."""
    raw: dict[str, Any] = {k: v for k, v in json.loads(text).items() if k in _KNOWN}
    raw["kind"] = Kind(raw["kind"])
    raw["issued_on"] = date.fromisoformat(raw["issued_on"]) if raw.get("issued_on") else None
    for name in ("gross", "net", "tax", "other"):
        raw[name] = _decimal(raw.get(name))
    for name in ("buyer", "seller"):
        raw[name] = Party(**{k: v for k, v in raw.get(name, {}).items() if k in _PARTY})
    raw["lines"] = None if raw.get("lines") is None else tuple(_line(x) for x in raw["lines"])
    raw["tables"] = tuple(
        Table(t["title"], tuple(t["columns"]), tuple(tuple(row) for row in t["rows"])) for t in raw.get("tables", ())
    )
    raw["sources"] = tuple((name, source) for name, source in raw.get("sources", ()))
    raw["clashes"] = tuple(tuple(clash) for clash in raw.get("clashes", ()))
    return Invoice(**raw)


def _line(raw: dict[str, Any]) -> Line:
    known = {k: v for k, v in raw.items() if k in _LINE}
    for name in ("quantity", "price", "rate", "tax"):
        known[name] = Figure(_decimal(known[name]["value"]), known[name]["source"])
    known["amount"] = _decimal(known["amount"])
    known["extras"] = tuple((label, value) for label, value in known["extras"])
    return Line(**known)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
