"""One question for a whole stack: exceptions by line number, then 1 for the rest; each answer is a ledger entry."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fapiao.batch import ANSWERS, BatchState, missing
from fapiao.errors import BadInput
from fapiao.people import Permission
from fapiao.reprint import Seen
from fapiao.said import listed, say
from fapiao.usecases.batch.claim import record_end
from fapiao.usecases.batch.draft import batch_of, open_lines
from fapiao.usecases.paper.settle import answer, check_place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fapiao.batch import Batch, BatchLine
    from fapiao.people import Session
    from fapiao.services import Services

_ANSWER = re.compile(r"([123])((?:[ ,，]+\d{1,4}(?:-\d{1,4})?)*)")
_MOST_NAMED = 5
_LINES = re.compile(r"(\d+)(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class StackAnswer:
    """What was typed: what was seen, on which lines; without lines, on all that are still open."""

    seen: Seen
    seqs: tuple[int, ...] = ()


def answer_in(text: str) -> StackAnswer | None:
    """Return the answer that ``text`` is: ``1``, ``2 37``, ``3 41-42 50``; None where it is something else.

    Raises BadInput for 2 or 3 without a line: a whole stack is never spoiled by one key.
    """
    match = _ANSWER.fullmatch(text.strip())
    if match is None:
        return None
    seen, seqs = ANSWERS[match[1]], line_numbers(match[2])
    if not seqs and seen is not Seen.CLEAR:
        raise BadInput(say("请写上序号，例如 {key} 37", key=match[1]), say("全部清楚按 1"))
    return StackAnswer(seen, seqs)


def line_numbers(text: str) -> tuple[int, ...]:
    """Return the line numbers in ``text``, ranges (``41-43``) written out."""
    found: list[int] = []
    for first, last in _LINES.findall(text):
        found += range(int(first), int(last or first) + 1)
    return tuple(dict.fromkeys(found))


def asked(session: Session, lines: Sequence[BatchLine]) -> list[BatchLine]:
    """Return the lines whose paper nobody has looked at and about which this person may say something."""
    everybody = session.operator.may(Permission.SETTLE_ANY)
    return [
        line
        for line in lines
        if line.is_unseen and line.newest and (everybody or line.newest.operator == session.operator.name)
    ]


def answer_stack(
    services: Services,
    session: Session,
    batch_id: int,
    given: StackAnswer,
    place: str | None = None,
    watch: Callable[[int], None] = lambda _: None,
) -> int:
    """Record what a person saw of the stack; return how many papers that was.

    ``place`` is where the good ones lie, asked once. Lines are checked before the first answer is written; an answer
    that corrects an earlier one may name a line that was answered before. Raises BadInput for a line without a paper.
    """
    _, lines = open_lines(services, session, batch_id)
    place = None if place is None else check_place(place)
    chosen = _named(lines, given.seqs) if given.seqs else asked(session, lines)
    if not chosen:
        raise BadInput(say("没有等着看的纸"), say("结果已经都回答了"))
    for count, line in enumerate(chosen, 1):
        assert line.newest is not None
        answer(services, session, line.newest.id, given.seen, place=place)
        watch(count)
    reopen(services, session, batch_id)
    return len(chosen)


def reopen(services: Services, session: Session, batch_id: int) -> Batch:
    """Let a finished batch wait again where papers turned out to be missing, so that it is seen and resumed."""
    with services.store.writing() as unit:
        batch = batch_of(unit, batch_id)
        gone = [line for line in missing(unit.batches.lines(batch_id)) if line.papers]
        if batch.state is not BatchState.FINISHED or not gone:
            return batch
        waits = replace(batch, state=BatchState.STOPPED, note=_again(gone), changed_at=services.now())
        unit.batches.move(waits, batch.token)
        record_end(services, session, unit, waits)
        unit.commit()
    return waits


def _again(gone: Sequence[BatchLine]) -> str:
    lines = listed(str(line.seq) for line in gone[:_MOST_NAMED])
    return (
        say("第 {lines} 等 张要重打", lines=lines)
        if len(gone) > _MOST_NAMED
        else say("第 {lines} 张要重打", lines=lines)
    )


def _named(lines: Sequence[BatchLine], seqs: Sequence[int]) -> list[BatchLine]:
    by_seq = {line.seq: line for line in lines}
    for seq in seqs:
        line = by_seq.get(seq)
        if line is None or line.newest is None or not line.newest.is_burnt:
            raise BadInput(say("第 {seq} 张没有纸可看", seq=seq), say("请看行首的序号"))
    return [by_seq[seq] for seq in seqs]
