"""What the operator saw: what came out, where the paper lies, and unknown outcomes settled."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.errors import BadInput, NotFound, Refused
from fapiao.ledger import Draft
from fapiao.people import Permission
from fapiao.reprint import Attempt, AttemptState, Evidence, Reprint, Seen, settled_state
from fapiao.said import say
from fapiao.text import clean
from fapiao.usecases.paper.entries import page_of, seen_entry

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.services import Services

_PLACE_LIMIT = 60
_SETTLEABLE = frozenset({AttemptState.UNKNOWN, AttemptState.HANDED_OVER, AttemptState.CONFIRMED})
PLACE_KEY = "last_place"


def answer(
    services: Services,
    session: Session,
    reprint_id: int,
    seen: Seen,
    *,
    code: str = "",
    place: str | None = None,
) -> Reprint:
    """Record what a person saw of the newest attempt of a page, and optionally where the paper lies; no test page is filed.

    Where the machine knows nothing, it is ``clear`` only with the 4-character code typed from the paper. A later answer
    corrects an earlier one; each is a ledger entry. Raises Refused for somebody else's paper without the permission, BadInput for
    a wrong code.
    """
    with services.store.writing() as unit:
        reprint = unit.reprints.get(reprint_id)
        if reprint is None or reprint.last is None:
            raise NotFound(say("没有这条记录"), say("请从记录列表里选"))
        attempt = reprint.last
        _require_right(session, reprint)
        if attempt.state not in _SETTLEABLE:
            raise Refused(say("这一次没有发送过，不用回答"), say("再按 Enter 打印，次数不变"), rule="permission")
        settled = _settled(attempt, seen, code)
        if not unit.reprints.move_attempt(settled, attempt.state):
            raise Refused(say("别处刚刚回答了这一张"), say("请在记录里查看"), rule="permission")
        kept = replace(reprint, closed=True, attempts=(*reprint.attempts[:-1], settled))
        if place is not None and seen is not Seen.NOTHING and not reprint.is_test:
            kept = replace(kept, place=check_place(place))
            unit.settings.put(services.desk, PLACE_KEY, kept.place)
        unit.reprints.update(kept)
        services.record(unit, seen_entry(session.actor, services.desk, reprint, settled, seen))
        unit.commit()
    return kept


def _require_right(session: Session, reprint: Reprint) -> None:
    operator = session.operator
    own = reprint.operator == operator.name
    if own and reprint.is_test and operator.may(Permission.PRINTERS):
        # Who sets up printers may print a test page without any right to print papers, and has to be able to end it.
        return
    operator.require(Permission.SETTLE_OWN if own else Permission.SETTLE_ANY)


def _settled(attempt: Attempt, seen: Seen, code: str) -> Attempt:
    evidence = attempt.evidence
    untold = attempt.state is AttemptState.UNKNOWN or evidence is Evidence.NOTHING
    if untold and seen is Seen.CLEAR:
        if code.strip().upper() != attempt.code:
            typed = code.strip()[:8].upper() or say("（空）")
            raise BadInput(say("尾码 {typed} 与记录不符", typed=typed), say("请看纸尾最后一行的 4 位码"))
        evidence = max(evidence, Evidence.TAKEN)
    if untold and seen is Seen.POOR:
        evidence = max(evidence, Evidence.TAKEN)
    state = settled_state(evidence, seen)
    if attempt.state is AttemptState.CONFIRMED:
        state = AttemptState.CONFIRMED
    return replace(attempt, state=state, evidence=evidence, seen=seen)


def check_place(place: str) -> str:
    """Return a cleaned storage place. Raises BadInput when it is too long."""
    cleaned = clean(place.strip(), limit=_PLACE_LIMIT + 1)
    if len(cleaned) > _PLACE_LIMIT:
        raise BadInput(say("存放位置最多 {most} 个字", most=_PLACE_LIMIT), say("请写短一些，例如 A 柜 3 层"))
    return cleaned


def set_place(services: Services, session: Session, reprint_id: int, place: str) -> None:
    """Say where a paper lies, or lies now; the desk remembers the place for the next paper."""
    session.operator.require(Permission.PLACE)
    with services.store.writing() as unit:
        reprint = unit.reprints.get(reprint_id)
        if reprint is None or reprint.is_test:
            raise NotFound(say("没有这条记录"), say("请从记录列表里选"))
        kept = replace(reprint, place=check_place(place))
        unit.reprints.update(kept)
        unit.settings.put(services.desk, PLACE_KEY, kept.place)
        key = f"{reprint.serial}:place:{secrets.token_hex(8)}"
        draft = Draft("reprint.place", session.actor, services.desk, key, {"reprint": reprint.serial})
        services.record(unit, draft)
        unit.commit()


def last_place(services: Services) -> str:
    """Return the place that this desk named last."""
    with services.store.reading() as unit:
        return unit.settings.get(services.desk, PLACE_KEY) or ""


def override(services: Services, session: Session, reprint_id: int) -> None:
    """Let a printer print again although an unknown outcome on it is not settled; the outcome stays unknown."""
    session.operator.require(Permission.OVERRIDE)
    with services.store.writing() as unit:
        reprint = unit.reprints.get(reprint_id)
        if reprint is None or reprint.last is None or reprint.last.state is not AttemptState.UNKNOWN:
            raise NotFound(say("没有这条未知结果"), say("请从待办里选"))
        if reprint.override_by:
            return
        unit.reprints.update(replace(reprint, override_by=session.operator.name))
        body = {**page_of(reprint), "attempt": reprint.last.uuid, "machine": reprint.last.machine}
        key = f"{reprint.last.uuid}:override"
        services.record(unit, Draft("printer.override", session.actor, services.desk, key, body))
        unit.commit()
