"""The history list: reprints with what it shows of their invoices; a page of kind ``test`` has none and is not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, func, literal, or_, select

from data.search.substring import contains
from data.sql.reprint_rows import NEWEST, attempts_of, reprint_of
from data.sql.tables import ATTEMPT, INVOICE, PARTY, REPRINT
from fapiao.amounts import yuan
from fapiao.reprint import AttemptState, Seen, burns, outcome_from
from fapiao.stored import Record, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.stored import RecordFilter

_R, _A, _I = REPRINT.c, ATTEMPT.c, INVOICE.c
_BATCH = 500


def records(connection: Connection, where: RecordFilter) -> list[Record]:
    """Return up to ``where.limit`` reprints, newest first. An outcome is what attempts and people say together, so it is
    judged after reading, batch by batch.
    """
    found: list[Record] = []
    conditions = list(_conditions(where))
    below = where.before
    while where.limit is None or len(found) < where.limit:
        rows = connection.execute(
            select(REPRINT, _I.full_no, _I.number, _I.code, _I.kind, _I.amount_fen, PARTY.c.name.label("buyer"))
            .join_from(REPRINT, INVOICE, _I.id == _R.invoice_id)
            .join(PARTY, PARTY.c.id == _I.buyer_id)
            .where(*conditions, *([_R.id < below] if below else []))
            .order_by(_R.id.desc())
            .limit(_BATCH)
        ).all()
        attempts = attempts_of(connection, [row.id for row in rows])
        for row in rows:
            reprint = reprint_of(row, attempts[row.id])
            if not where.outcome or reprint.outcome == where.outcome:
                gross = None if row.amount_fen is None else yuan(row.amount_fen)
                found.append(Record(reprint, row.number, row.code, row.kind, row.buyer, gross))
        if len(rows) < _BATCH:
            break
        below = rows[-1].id
    return found[: where.limit]


def tallies(connection: Connection, where: RecordFilter) -> list[Tally]:
    """Count and add up by operator and outcome; an outcome is judged once for each pair of state and answer."""
    rows = connection.execute(
        select(_R.operator, _A.state, _A.seen, func.count().label("papers"), func.sum(_I.amount_fen).label("fen"))
        .join_from(REPRINT, INVOICE, _I.id == _R.invoice_id)
        .outerjoin(ATTEMPT, _A.id == NEWEST)
        .where(*_conditions(where))
        .group_by(_R.operator, _A.state, _A.seen)
    )
    found: list[Tally] = []
    for row in rows:
        state = AttemptState(row.state) if row.state else AttemptState.AUTHORISED
        outcome = outcome_from(state, Seen(row.seen) if row.seen else None)
        if not where.outcome or outcome == where.outcome:
            found.append(Tally(row.operator, outcome, burns(state), row.papers, yuan(int(row.fen or 0))))
    return found


def _conditions(where: RecordFilter) -> Iterator[ColumnElement[bool]]:
    if where.since is not None:
        yield _R.at >= where.since
    if where.until is not None:
        yield _R.at < where.until
    if where.operator:
        yield _R.operator == where.operator
    if where.desk:
        yield _R.desk == where.desk
    if where.printer:
        yield _R.id.in_(select(_A.reprint_id).where(_A.printer == where.printer))
    if where.full_no:
        yield _I.full_no == where.full_no
    if where.place:
        yield contains(_R.place, literal(where.place))
    if where.applicant:
        yield contains(_R.applicant, literal(where.applicant))
    if where.word:
        yield or_(contains(_R.place, literal(where.word)), contains(_R.applicant, literal(where.word)))
