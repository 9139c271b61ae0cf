"""What a fork read, as JSON and back: the core's own records, and sentences that remember what they say.

Only records, words of a list and errors that the core defines are made anew; nothing that an answer names is loaded.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from fapiao import errors, invoice, verdict
from fapiao.errors import FapiaoError
from fapiao.ports import readers
from fapiao.said import Said, said_again

_KIND, _VALUE = "!", "v"


def _known() -> dict[str, type]:
    return {
        name: value
        for module in (errors, invoice, verdict, readers)
        for name, value in vars(module).items()
        if isinstance(value, type) and (is_dataclass(value) or issubclass(value, Enum | FapiaoError))
    }


_RECORDS = _known()


def packed(value: Any) -> Any:
    """Return ``value`` as JSON can hold it. Raises TypeError for what the core does not define."""
    if isinstance(value, Said):
        return {_KIND: "Said", "template": value.template, "fields": {k: packed(v) for k, v in value.fields.items()}}
    if isinstance(value, Enum):
        return {_KIND: type(value).__name__, _VALUE: value.value}
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [packed(part) for part in value]
    if isinstance(value, Decimal | date):
        return {_KIND: "Decimal" if isinstance(value, Decimal) else "date", _VALUE: str(value)}
    if isinstance(value, FapiaoError):
        return {_KIND: type(value).__name__, "message": packed(value.message), "cure": packed(value.cure)}
    if type(value).__name__ in _RECORDS:
        parts = {f.name: getattr(value, f.name) for f in fields(value)}
        # The bytes of a file are with whoever asked.
        return {_KIND: type(value).__name__, **{k: packed(v) for k, v in parts.items() if not isinstance(v, bytes)}}
    raise TypeError(type(value).__name__)


def unpacked(value: Any) -> Any:
    """Return what :func:`packed` was given, lists as tuples. Raises ValueError, KeyError or TypeError for anything else."""
    if isinstance(value, list):
        return tuple(unpacked(part) for part in value)
    if not isinstance(value, dict):
        return value
    kind = value[_KIND]
    if kind == "Said":
        return said_again(value["template"], {k: unpacked(v) for k, v in value["fields"].items()})
    parts = {k: unpacked(v) for k, v in value.items() if k != _KIND}
    if kind == "Decimal":
        return Decimal(parts[_VALUE])
    if kind == "date":
        return date.fromisoformat(parts[_VALUE])
    made: type = _RECORDS[kind]
    return made(parts[_VALUE]) if issubclass(made, Enum) else made(**parts)
