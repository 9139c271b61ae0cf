"""A batch: invoices to print in order. What became of a line is read from the papers made under its keys.

Nothing else is kept of a line's fate, so a crash can leave no second truth: a line's key is derived from batch, line and
try, and a key makes one paper at most (``usecases.intent``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fapiao.reprint import IN_FLIGHT, Outcome, Reason, Seen
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from fapiao.paper import PrintSettings
    from fapiao.reprint import Reprint

MOST_LINES = 500
"""Lines of one batch: about a ream, so that one stack can still be looked through."""


class BatchState(StrEnum):
    """States of a batch."""

    DRAFT = "draft"
    RUNNING = "running"
    STOPPED = "stopped"
    FINISHED = "finished"

    @property
    def label(self) -> str:
        """The word on screens."""
        return {"draft": say("草稿"), "running": say("打印中"), "stopped": say("停下"), "finished": say("完成")}[
            self.value
        ]


class LineState(StrEnum):
    """How the paper of a line stands."""

    WAITING = "waiting"
    """Nothing was sent yet, or what was tried failed cleanly."""
    IN_FLIGHT = "in_flight"
    """It is being made right now."""
    GOOD = "good"
    """Confirmed, or handed over and nobody says otherwise."""
    SPOILED = "spoiled"
    LOST = "lost"
    UNKNOWN = "unknown"
    """Nobody knows: neither good nor missing until a person settles it."""
    NOT_FOUND = "not_found"
    """What was given is no invoice of this store: never printed, and not missing."""

    @property
    def label(self) -> str:
        """The word on screens."""
        return _LINE_LABELS[self]


_LINE_LABELS = {
    LineState.WAITING: say("未打"),
    LineState.IN_FLIGHT: say("打印中"),
    LineState.GOOD: say("已打"),
    LineState.SPOILED: say("纸坏"),
    LineState.LOST: say("没有出来"),
    LineState.UNKNOWN: say("结果未知"),
    LineState.NOT_FOUND: say("找不到"),
}
MISSING = frozenset({LineState.WAITING, LineState.SPOILED, LineState.LOST})
"""States of a line whose paper has to be made (again)."""
_BY_OUTCOME = {
    Outcome.OPEN: LineState.WAITING,
    Outcome.FAILED_CLEAN: LineState.WAITING,
    Outcome.CONFIRMED: LineState.GOOD,
    Outcome.HANDED_OVER: LineState.GOOD,
    Outcome.SPOILED: LineState.SPOILED,
    Outcome.LOST: LineState.LOST,
    Outcome.UNKNOWN: LineState.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Batch:
    """A list of invoices with what they have in common. The claim is ``holder`` and ``token``."""

    id: int
    state: BatchState
    operator: str
    """Who made it."""
    desk: str
    """Where it was made, then where it ran last."""
    at: datetime
    settings: PrintSettings
    reason: Reason | None = None
    reason_note: str = ""
    applicant: str = ""
    holder: str = ""
    """``host:pid:start`` of the process that runs it; empty = nobody does."""
    token: int = 0
    """Raised by every claim; who holds an older one prints nothing more."""
    changed_at: datetime | None = None
    """When it was last changed or a line of it began."""
    note: str = ""
    """Why it stopped, one sentence."""


@dataclass(frozen=True, slots=True)
class Unfound:
    """Something given for a batch that is no invoice of this store: the text, and why in one sentence."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One invoice of a batch, with the papers made under its keys, by copy number.

    A line whose ``full_no`` is empty is what was given and not found: ``number`` is that text, ``note`` says why.
    """

    seq: int
    full_no: str
    number: str
    code: str
    buyer: str
    gross: Decimal | None
    note: str = ""
    """Why the last run passed it over, where a rule or its face said no."""
    papers: tuple[Reprint, ...] = ()

    @property
    def newest(self) -> Reprint | None:
        """The newest paper."""
        return self.papers[-1] if self.papers else None

    @property
    def state(self) -> LineState:
        """How its paper stands."""
        return line_state(self.papers) if self.full_no else LineState.NOT_FOUND

    @property
    def is_missing(self) -> bool:
        """True where a paper has to be made."""
        return self.state in MISSING

    @property
    def is_unseen(self) -> bool:
        """True where a paper should be there and nobody has looked at it."""
        last = self.newest.last if self.newest else None
        return self.state is LineState.GOOD and last is not None and last.seen is None

    @property
    def next_try(self) -> int:
        """The try under which its next paper is asked for, from 1."""
        return max((try_of(paper.key) for paper in self.papers), default=0) + 1

    def reason(self, batch: Batch) -> Reason | None:
        """Return why its next paper is made: as the batch says, else because the last one was burnt."""
        burnt = any(paper.is_burnt for paper in self.papers)
        return batch.reason or (Reason.SPOILED if burnt else None)


@dataclass(frozen=True, slots=True)
class Tally:
    """The lines of a batch by how they stand."""

    lines: int
    good: int
    missing: int
    unknown: int
    """In flight included: nobody knows yet."""
    unseen: int = 0
    """Good ones that nobody has looked at."""
    not_found: int = 0
    """Lines that are no invoice of this store."""


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """A batch as the list shows it."""

    batch: Batch
    lines: int


def line_state(papers: Sequence[Reprint]) -> LineState:
    """Return how a line stands whose papers, by copy number, are ``papers``."""
    if not papers:
        return LineState.WAITING
    last = papers[-1].last
    if last is not None and last.state in IN_FLIGHT:
        return LineState.IN_FLIGHT
    return _BY_OUTCOME[papers[-1].outcome]


def missing(lines: Iterable[BatchLine]) -> list[BatchLine]:
    """Return exactly the lines whose paper has to be made, in order."""
    return sorted((line for line in lines if line.is_missing), key=lambda line: line.seq)


def tally(lines: Sequence[BatchLine]) -> Tally:
    """Count."""
    states = [line.state for line in lines]
    return Tally(
        len(lines),
        states.count(LineState.GOOD),
        sum(state in MISSING for state in states),
        states.count(LineState.UNKNOWN) + states.count(LineState.IN_FLIGHT),
        sum(line.is_unseen for line in lines),
        states.count(LineState.NOT_FOUND),
    )


def order_key(batch_id: int, seq: int, number: int) -> str:
    """Return the idempotency key of try ``number`` of a line: the same wish, the same paper."""
    return f"{key_prefix(batch_id)}{seq}:{number}"


def key_prefix(batch_id: int) -> str:
    """Return how the keys of all papers of a batch begin."""
    return f"batch:{batch_id}:"


def seq_of(key: str) -> int:
    """Return the line that a reprint's key names."""
    return int(key.split(":")[2])


def try_of(key: str) -> int:
    """Return the try that a reprint's key names."""
    return int(key.split(":")[3])


ANSWERS = {"1": Seen.CLEAR, "2": Seen.POOR, "3": Seen.NOTHING}
"""The digits of the question, for one paper and for a stack."""
