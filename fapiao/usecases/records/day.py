"""The day in figures: papers by operator and outcome."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from fapiao.hometime import HOME
from fapiao.stored import RecordFilter
from fapiao.usecases.records.history import tallies

if TYPE_CHECKING:
    from datetime import date

    from fapiao.people import Session
    from fapiao.reprint import Outcome
    from fapiao.services import Services
    from fapiao.stored import Tally


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a store."""

    day: date
    papers: int
    total: Decimal
    by_operator: tuple[tuple[str, int], ...]
    by_outcome: tuple[tuple[Outcome, int], ...]


def bounds(day: date) -> tuple[datetime, datetime]:
    """Return a day of Asia/Shanghai as aware times, half-open."""
    start = datetime.combine(day, time(), HOME)
    return start, start + timedelta(days=1)


def day_tallies(services: Services, session: Session, day: date) -> list[Tally]:
    """Count and add up the day's reprints that this person may see."""
    since, until = bounds(day)
    return tallies(services, session, RecordFilter(since=since, until=until))


def day_figures(services: Services, session: Session, day: date) -> Day:
    """Return the day's figures, of one's own papers without the audit permission."""
    operators: Counter[str] = Counter()
    outcomes: Counter[Outcome] = Counter()
    total = Decimal(0)
    for tally in day_tallies(services, session, day):
        outcomes[tally.outcome] += tally.papers
        if tally.is_burnt:
            operators[tally.operator] += tally.papers
            total += tally.total
    return Day(
        day,
        operators.total(),
        total,
        tuple(sorted(operators.items())),
        tuple(sorted(outcomes.items())),
    )
