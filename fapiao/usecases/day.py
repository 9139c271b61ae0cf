"""The day in figures: papers by operator and outcome, what was found at start, the head of the ledger (H2, B2)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from fapiao.hometime import HOME
from fapiao.people import Permission
from fapiao.stored import RecordFilter
from fapiao.usecases.ledger_check import ledger_check

if TYPE_CHECKING:
    from datetime import date

    from fapiao.ledger import Verification
    from fapiao.people import Session
    from fapiao.reprint import Outcome
    from fapiao.services import Services
    from fapiao.stored import Record


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a store."""

    day: date
    papers: int
    total: Decimal
    by_operator: tuple[tuple[str, int], ...]
    by_outcome: tuple[tuple[Outcome, int], ...]
    ledger: Verification


def bounds(day: date) -> tuple[datetime, datetime]:
    """Return a day of Asia/Shanghai as aware times, half-open."""
    start = datetime.combine(day, time(), HOME)
    return start, start + timedelta(days=1)


def day_records(services: Services, session: Session, day: date) -> list[Record]:
    """Return the day's reprints that this person may see, newest first."""
    since, until = bounds(day)
    own = "" if session.operator.may(Permission.AUDIT) or session.via_host else session.operator.name
    with services.store.reading() as unit:
        return unit.reprints.records(RecordFilter(since=since, until=until, operator=own, limit=100_000))


def day_slip(services: Services, session: Session, day: date) -> Day:
    """Return the day's figures and the verified ledger."""
    rows = day_records(services, session, day)
    burnt = [r for r in rows if r.reprint.is_burnt]
    operators = Counter(r.reprint.operator for r in burnt)
    outcomes = Counter(r.reprint.outcome for r in rows)
    return Day(
        day,
        len(burnt),
        sum((r.gross or Decimal(0) for r in burnt), Decimal(0)),
        tuple(sorted(operators.items())),
        tuple(sorted(outcomes.items())),
        ledger_check(services),
    )
