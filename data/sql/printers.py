"""The store's printers."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update

from data.sql.tables import PRINTER
from fapiao.errors import BadInput
from fapiao.paper import Paper, Printer, PrinterProfile
from fapiao.said import say

if TYPE_CHECKING:
    from fapiao.ports.papers import Printers

_N = PRINTER.c
_KNOWN = {f.name for f in fields(PrinterProfile)}


class SqlPrinters:
    """Implements :class:`fapiao.store.Printers`. A practice desk's store takes ``file:`` and ``faulty:`` devices only."""

    def __init__(self, connection: Connection, *, training: bool) -> None:
        self._connection = connection
        self._training = training

    def all(self) -> tuple[Printer, ...]:
        """Return all by name."""
        return tuple(_printer(row) for row in self._connection.execute(select(PRINTER).order_by(_N.name)))

    def get(self, name: str) -> Printer | None:
        """Return one by name."""
        row = self._connection.execute(select(PRINTER).where(_N.name == name)).first()
        return None if row is None else _printer(row)

    def put(self, printer: Printer) -> None:
        """Insert or replace by name. Raises BadInput for a real device at a practice desk."""
        if self._training and not printer.device.startswith(("file:", "faulty:")):
            raise BadInput(say("练习台只能用文件打印机"), say("请用 file:///目录"))
        values = {
            "device": printer.device,
            "paper": printer.paper.value,
            "backup": printer.backup,
            "machine": printer.machine,
            "profile": json.dumps(asdict(printer.profile)),
        }
        changed = self._connection.execute(update(PRINTER).where(_N.name == printer.name), values)
        if not changed.rowcount:
            self._connection.execute(insert(PRINTER), values | {"name": printer.name})


def _printer(row: Any) -> Printer:
    profile = {k: v for k, v in json.loads(row.profile).items() if k in _KNOWN}
    return Printer(
        name=row.name,
        device=row.device,
        paper=Paper(row.paper),
        backup=row.backup,
        machine=row.machine,
        profile=PrinterProfile(**profile),
        id=row.id,
    )


if TYPE_CHECKING:
    _: type[Printers] = SqlPrinters
