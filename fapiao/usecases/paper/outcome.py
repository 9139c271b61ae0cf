"""How a sending ended: what a delivery proves, and the row that says so, also where another desk was there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.errors import StoreError
from fapiao.reprint import Attempt, AttemptState, Evidence, Seen, may_follow, settled_state
from fapiao.said import say
from fapiao.usecases.paper.entries import outcome_entry

if TYPE_CHECKING:
    from fapiao.device import Delivery
    from fapiao.people import Session
    from fapiao.ports.store import Unit
    from fapiao.reprint import Reprint
    from fapiao.services import Services


def state_of(delivery: Delivery) -> AttemptState:
    """Return where a delivery leaves an attempt: after the first byte, no evidence and no proof is unknown."""
    if delivery.clean_failure and not delivery.unknown:
        return AttemptState.FAILED_CLEAN
    if delivery.unknown or delivery.evidence is Evidence.NOTHING:
        return AttemptState.UNKNOWN
    return settled_state(delivery.evidence, None)


def write_outcome(
    services: Services, session: Session, unit: Unit, reprint: Reprint, ended: Attempt, was: AttemptState
) -> None:
    """Write ``ended`` and its ledger entry in the caller's unit of work; ``was`` is the state that the sender left it in.

    Raises StoreError where the record says by now what this outcome may not follow.
    """
    moved = unit.reprints.move_attempt(ended, was)
    if not moved and was is AttemptState.SENDING:
        reprint = unit.reprints.by_attempt(ended.uuid) or reprint
        if _is_clean(reprint, ended) and ended.state is AttemptState.FAILED_CLEAN:
            # Another desk asked the printer meanwhile and wrote the same.
            return
        moved = _corrected(unit, reprint, ended)
    require_moved(moved=moved)
    services.record(unit, outcome_entry(session.actor, services.desk, reprint, ended))


def require_moved(*, moved: bool) -> None:
    """Raise StoreError where a row was not in the state in which it was left."""
    if not moved:
        raise StoreError(say("这次打印的状态已被别处改动"), say("请到记录里查看"))


def _is_clean(reprint: Reprint, ended: Attempt) -> bool:
    return any(a.uuid == ended.uuid and a.state is AttemptState.FAILED_CLEAN for a in reprint.attempts)


def _corrected(unit: Unit, reprint: Reprint, ended: Attempt) -> bool:
    """Let a late answer correct what another desk wrote when the lease ran out; what a person saw come out stays."""
    found = reprint.last
    if found is None or found.uuid != ended.uuid or found.seen not in {None, Seen.NOTHING}:
        return False
    return may_follow(found.state, ended.state) and unit.reprints.move_attempt(ended, found.state)
