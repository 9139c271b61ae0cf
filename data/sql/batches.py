"""Batches and their lines in the store; the papers of a line are found by their keys."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, true, update

from data.sql.reprint_rows import reprints_where
from data.sql.tables import BATCH, BATCH_LINE, INVOICE, PARTY, REPRINT
from fapiao.amounts import yuan
from fapiao.batch import Batch, BatchLine, BatchState, BatchSummary, Unfound, key_prefix, seq_of
from fapiao.errors import NotFound
from fapiao.paper import FaceChoice, Paper, PrintSettings, Scaling
from fapiao.reprint import Reason
from fapiao.said import say

if TYPE_CHECKING:
    from datetime import datetime

    from fapiao.ports.papers import Batches
    from fapiao.reprint import Reprint

_B, _L, _I = BATCH.c, BATCH_LINE.c, INVOICE.c


class SqlBatches:
    """Implements :class:`fapiao.store.Batches`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, batch: Batch) -> Batch:
        """Insert; the id is given here."""
        made = self._connection.execute(insert(BATCH).returning(_B.id), _columns(batch)).scalar_one()
        return replace(batch, id=int(made))

    def get(self, batch_id: int) -> Batch | None:
        """Return one batch."""
        row = self._connection.execute(select(BATCH).where(_B.id == batch_id)).first()
        return None if row is None else _batch_of(row)

    def move(self, batch: Batch, expected: int) -> bool:
        """Write the batch if its token still is ``expected``; False if somebody claimed it meanwhile."""
        where = (_B.id == batch.id, _B.token == expected)
        return bool(self._connection.execute(update(BATCH).where(*where), _columns(batch)).rowcount)

    def discard(self, batch_id: int) -> None:
        """Forget a draft."""
        self._connection.execute(delete(BATCH_LINE).where(_L.batch_id == batch_id))
        self._connection.execute(delete(BATCH).where(_B.id == batch_id, _B.state == BatchState.DRAFT.value))

    def listed(self, operator: str | None, since: datetime) -> list[BatchSummary]:
        """Return the drafts of ``operator`` (None = all), what runs or stopped, what finished since; newest first."""
        own = and_(_B.state == BatchState.DRAFT.value, true() if operator is None else _B.operator == operator)
        waits = _B.state.in_([BatchState.RUNNING.value, BatchState.STOPPED.value])
        done = and_(_B.state == BatchState.FINISHED.value, _B.changed_at >= since)
        count = select(func.count()).where(_L.batch_id == _B.id).scalar_subquery()
        rows = self._connection.execute(
            select(BATCH, count.label("lines")).where(or_(own, waits, done)).order_by(_B.id.desc())
        )
        return [BatchSummary(_batch_of(row), row.lines) for row in rows]

    def draft_of(self, operator: str) -> Batch | None:
        """Return the newest draft of ``operator``."""
        row = self._connection.execute(
            select(BATCH)
            .where(_B.state == BatchState.DRAFT.value, _B.operator == operator)
            .order_by(_B.id.desc())
            .limit(1)
        ).first()
        return None if row is None else _batch_of(row)

    def add_line(self, batch_id: int, full_no: str) -> int | None:
        """Put an invoice at the end; return its line, or None where it is in this batch already. Raises NotFound."""
        invoice_id = self._connection.execute(select(_I.id).where(_I.full_no == full_no)).scalar()
        if invoice_id is None:
            raise NotFound(say("本机没有发票 {full_no}", full_no=full_no[:40]), say("请先导入该发票的文件"))
        known = select(_L.seq).where(_L.batch_id == batch_id, _L.invoice_id == invoice_id)
        if self._connection.execute(known).first() is not None:
            return None
        return self._append(batch_id, {"invoice_id": invoice_id, "note": "", "unknown": ""})

    def add_unfound(self, batch_id: int, unfound: Unfound) -> int:
        """Put what was not found at the end, with its sentence; return its line."""
        return self._append(batch_id, {"invoice_id": None, "note": unfound.why, "unknown": unfound.text})

    def _append(self, batch_id: int, values: dict[str, Any]) -> int:
        last = self._connection.execute(select(func.max(_L.seq)).where(_L.batch_id == batch_id)).scalar()
        seq = (last or 0) + 1
        self._connection.execute(insert(BATCH_LINE), values | {"batch_id": batch_id, "seq": seq})
        return seq

    def remove_line(self, batch_id: int, seq: int) -> bool:
        """Take a line out; those after it move up. False where there is none."""
        ours = _L.batch_id == batch_id
        if not self._connection.execute(delete(BATCH_LINE).where(ours, _L.seq == seq)).rowcount:
            return False
        # Two steps by way of negative numbers: one would meet its own neighbours in the primary key.
        self._connection.execute(update(BATCH_LINE).where(ours, _L.seq > seq).values(seq=1 - _L.seq))
        self._connection.execute(update(BATCH_LINE).where(ours, _L.seq < 0).values(seq=-_L.seq))
        return True

    def note_line(self, batch_id: int, seq: int, note: str) -> None:
        """Write why a line was passed over; empty = it was not."""
        where = (_L.batch_id == batch_id, _L.seq == seq)
        self._connection.execute(update(BATCH_LINE).where(*where), {"note": note})

    def lines(self, batch_id: int) -> tuple[BatchLine, ...]:
        """Return the lines in order with their papers: two reads, however many lines there are."""
        rows = self._connection.execute(
            select(
                _L.seq, _L.note, _L.unknown, _I.full_no, _I.number, _I.code, _I.amount_fen, PARTY.c.name.label("buyer")
            )
            .outerjoin_from(BATCH_LINE, INVOICE, _I.id == _L.invoice_id)
            .outerjoin(PARTY, PARTY.c.id == _I.buyer_id)
            .where(_L.batch_id == batch_id)
            .order_by(_L.seq)
        ).all()
        papers = self._papers(batch_id)
        return tuple(
            BatchLine(
                row.seq,
                row.full_no or "",
                row.unknown or row.number,
                row.code or "",
                row.buyer or "",
                None if row.amount_fen is None else yuan(row.amount_fen),
                row.note,
                tuple(papers[row.seq]),
            )
            for row in rows
        )

    def _papers(self, batch_id: int) -> dict[int, list[Reprint]]:
        first = key_prefix(batch_id)
        beyond = first[:-1] + chr(ord(first[-1]) + 1)
        found: dict[int, list[Reprint]] = defaultdict(list)
        for paper in reprints_where(self._connection, REPRINT.c.key >= first, REPRINT.c.key < beyond):
            found[seq_of(paper.key)].append(paper)
        return found


def _batch_of(row: Any) -> Batch:
    return Batch(
        id=row.id,
        state=BatchState(row.state),
        operator=row.operator,
        desk=row.desk,
        at=row.at,
        settings=_settings_of(row.settings),
        reason=Reason(row.reason) if row.reason else None,
        reason_note=row.reason_note,
        applicant=row.applicant,
        holder=row.holder,
        token=row.token,
        changed_at=row.changed_at,
        note=row.note,
    )


def _columns(batch: Batch) -> dict[str, Any]:
    return {
        "state": batch.state.value,
        "operator": batch.operator,
        "desk": batch.desk,
        "at": batch.at,
        "settings": _settings_text(batch.settings),
        "reason": batch.reason.value if batch.reason else None,
        "reason_note": batch.reason_note,
        "applicant": batch.applicant,
        "holder": batch.holder,
        "token": batch.token,
        "changed_at": batch.changed_at or batch.at,
        "note": batch.note,
    }


def _settings_text(settings: PrintSettings) -> str:
    return json.dumps({name: getattr(settings, name) for name in _SETTINGS}, ensure_ascii=False)


def _settings_of(text: str) -> PrintSettings:
    kept = json.loads(text)
    plain = PrintSettings()
    return PrintSettings(**{name: make(kept.get(name, getattr(plain, name))) for name, make in _SETTINGS.items()})


_SETTINGS: dict[str, Any] = {
    "printer": str, "paper": Paper, "face": FaceChoice, "dx_mm": float, "dy_mm": float, "colour": bool, "remark": str,
    "stamp": bool, "scaling": Scaling, "rotate": int,
}  # fmt: skip
"""What a batch keeps of its settings; each of its papers is one copy."""

if TYPE_CHECKING:
    _: type[Batches] = SqlBatches
