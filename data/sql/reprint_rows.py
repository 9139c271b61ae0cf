"""Reprints and attempts between rows and records."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from data.sql.tables import ATTEMPT, INVOICE, REPRINT
from fapiao.paper import Paper
from fapiao.reprint import Attempt, AttemptState, Evidence, PageKind, Reason, Reprint, Seen

_R, _A = REPRINT.c, ATTEMPT.c
NEWEST = select(func.max(_A.id)).where(_A.reprint_id == _R.id).correlate(REPRINT).scalar_subquery()
"""The id of a reprint's newest attempt."""


def reprints_where(connection: Connection, *where: ColumnElement[bool]) -> tuple[Reprint, ...]:
    """Return the reprints that meet all conditions, with their attempts, by invoice and copy number; tests too."""
    rows = connection.execute(
        select(REPRINT, INVOICE.c.full_no)
        .outerjoin_from(REPRINT, INVOICE, INVOICE.c.id == _R.invoice_id)
        .where(*where)
        .order_by(_R.invoice_id, _R.copy_no)
    ).all()
    attempts = attempts_of(connection, [row.id for row in rows])
    return tuple(reprint_of(row, attempts[row.id]) for row in rows)


def attempts_of(connection: Connection, reprint_ids: list[int]) -> dict[int, list[Attempt]]:
    """Return the attempts of each reprint, oldest first."""
    found: dict[int, list[Attempt]] = defaultdict(list)
    if not reprint_ids:
        return found
    for row in connection.execute(select(ATTEMPT).where(_A.reprint_id.in_(reprint_ids)).order_by(_A.id)):
        found[row.reprint_id].append(attempt_of(row))
    return found


def reprint_of(row: Any, attempts: list[Attempt]) -> Reprint:
    """Build a reprint from its row."""
    return Reprint(
        id=row.id,
        full_no=row.full_no or "",
        copy_no=row.copy_no,
        serial=row.serial,
        operator=row.operator,
        desk=row.desk,
        at=row.at,
        paper=Paper(row.paper),
        reason=Reason(row.reason) if row.reason else None,
        reason_note=row.reason_note,
        approver=row.approver,
        applicant=row.applicant,
        remark=row.remark,
        place=row.place,
        key=row.key,
        closed=row.closed,
        attempts=tuple(attempts),
        override_by=row.override_by,
        kind=PageKind(row.kind),
        title=row.title,
    )


def attempt_of(row: Any) -> Attempt:
    """Build an attempt from its row."""
    return Attempt(
        uuid=row.uuid,
        code=row.code,
        state=AttemptState(row.state),
        printer=row.printer,
        machine=row.machine,
        at=row.at,
        holder=row.holder,
        evidence=Evidence(row.evidence),
        seen=Seen(row.seen) if row.seen else None,
        job=row.job,
        token=row.token,
        sha256=row.sha256,
        note=row.note,
        sent_at=row.sent_at,
        ended_at=row.ended_at,
        id=row.id,
        reprint_id=row.reprint_id,
    )


def changeable(reprint: Reprint) -> dict[str, Any]:
    """Return the columns of a reprint that may change after it was made."""
    return {
        "reason": reprint.reason.value if reprint.reason else None,
        "reason_note": reprint.reason_note,
        "approver": reprint.approver,
        "applicant": reprint.applicant,
        "remark": reprint.remark,
        "place": reprint.place,
        "key": reprint.key,
        "closed": reprint.closed,
        "override_by": reprint.override_by,
        "paper": reprint.paper.value,
        "operator": reprint.operator,
        "desk": reprint.desk,
    }


def columns_of(attempt: Attempt) -> dict[str, Any]:
    """Return the columns of an attempt, without its id."""
    return {
        "uuid": attempt.uuid,
        "code": attempt.code,
        "state": attempt.state.value,
        "printer": attempt.printer,
        "machine": attempt.machine,
        "at": attempt.at,
        "holder": attempt.holder,
        "evidence": int(attempt.evidence),
        "seen": attempt.seen.value if attempt.seen else None,
        "job": attempt.job,
        "token": attempt.token,
        "sha256": attempt.sha256,
        "note": attempt.note,
        "sent_at": attempt.sent_at,
        "ended_at": attempt.ended_at,
    }
