"""The batches that matter now: one's own drafts, what runs or stopped, what finished today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fapiao.batch import BatchState
from fapiao.hometime import HOME
from fapiao.people import Permission
from fapiao.usecases.batch.claim import as_it_stands
from fapiao.usecases.records.day import bounds

if TYPE_CHECKING:
    from fapiao.batch import BatchSummary
    from fapiao.people import Session
    from fapiao.services import Services


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """What the home screen says."""

    today: int
    """Batches that ran today or run now."""
    drafts: int
    draft_lines: int
    stopped: int


def list_batches(services: Services, session: Session) -> list[BatchSummary]:
    """Return them, what waits for a person first: stopped, running, drafts, finished; newest first within each."""
    session.operator.require(Permission.FIND)
    since, _ = bounds(services.now().astimezone(HOME).date())
    with services.store.reading() as unit:
        listed = unit.batches.listed(None if session.via_host else session.operator.name, since)
    found = [replace(summary, batch=as_it_stands(services, summary.batch)) for summary in listed]
    order = (BatchState.STOPPED, BatchState.RUNNING, BatchState.DRAFT, BatchState.FINISHED)
    return sorted(found, key=lambda summary: order.index(summary.batch.state))


def count_batches(services: Services, session: Session) -> BatchCounts:
    """Count them for the home screen."""
    rows = list_batches(services, session)
    since, _ = bounds(services.now().astimezone(HOME).date())
    drafts = [row for row in rows if row.batch.state is BatchState.DRAFT]
    ran = [row for row in rows if row.batch.state is not BatchState.DRAFT]
    return BatchCounts(
        sum((row.batch.changed_at or row.batch.at) >= since for row in ran),
        len(drafts),
        sum(row.lines for row in drafts),
        sum(row.batch.state is BatchState.STOPPED for row in ran),
    )
