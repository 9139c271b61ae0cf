"""The ledger's rows. The body is kept as the very JSON text that was hashed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from data.sql.tables import LEDGER
from fapiao.errors import StoreError
from fapiao.ledger import Entry
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.ports.store import LedgerRows

_L = LEDGER.c
_BATCH = 1000


class SqlLedgerRows:
    """Implements :class:`fapiao.store.LedgerRows`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tail(self) -> Entry | None:
        """Return the newest entry."""
        row = self._connection.execute(select(LEDGER).order_by(_L.seq.desc()).limit(1)).first()
        return None if row is None else _entry(row)

    def append(self, entry: Entry) -> None:
        """Insert the next entry. Raises StoreError if its sequence, predecessor or key is taken."""
        values = {
            "seq": entry.seq,
            "at": entry.at,
            "kind": entry.kind,
            "actor": entry.actor,
            "approver": entry.approver,
            "desk": entry.desk,
            "key_id": entry.key_id,
            "key": entry.key,
            "body": json.dumps(dict(entry.body), ensure_ascii=False, sort_keys=True, separators=(",", ":")),
            "prev": entry.prev,
            "hash": entry.hash,
            "mac": entry.mac,
        }
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(LEDGER), values)
        except IntegrityError:
            raise StoreError(
                say("账本第 {seq} 条已被写入", seq=entry.seq), say("请重新操作；没有任何记录丢失")
            ) from None

    def by_key(self, key: str) -> Entry | None:
        """Return the entry with that idempotency key."""
        row = self._connection.execute(select(LEDGER).where(_L.key == key)).first()
        return None if row is None else _entry(row)

    def entries(self, first: int = 1, last: int | None = None) -> Iterator[Entry]:
        """Yield entries in order."""
        while True:
            wanted = [_L.seq >= first] if last is None else [_L.seq >= first, _L.seq <= last]
            rows = self._connection.execute(select(LEDGER).where(*wanted).order_by(_L.seq).limit(_BATCH)).all()
            for row in rows:
                yield _entry(row)
            if len(rows) < _BATCH:
                return
            first = rows[-1].seq + 1

    def count(self) -> int:
        """Return how many there are."""
        return int(self._connection.execute(select(func.count()).select_from(LEDGER)).scalar_one())


def _entry(row: Any) -> Entry:
    return Entry(
        row.seq,
        row.at,
        row.kind,
        row.actor,
        row.approver,
        row.desk,
        row.key_id,
        row.key,
        _body(row.body),
        row.prev,
        row.hash,
        row.mac,
    )


def _body(text: str) -> dict[str, object]:
    """Read a body back; what somebody wrote there by hand breaks the chain, not the program."""
    try:
        body = json.loads(text)
    except ValueError:
        return {"unreadable": text}
    return body if isinstance(body, dict) else {"unreadable": text}


if TYPE_CHECKING:
    _: type[LedgerRows] = SqlLedgerRows
