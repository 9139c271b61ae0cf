"""The life of a paper: Reprint, Attempt, Evidence, Seen, and which step may follow which.

One Reprint is one paper of one invoice with its own ``copy_no``, or one page of kind ``test``, which has none. An Attempt
is one try to make it. After the first byte
of print data the number is burnt whatever the answer; only :data:`AttemptState.FAILED_CLEAN` and
:data:`AttemptState.CANCELLED` leave it free for another try (docs/papers.md, docs/printers.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from fapiao.paper import Paper


class PageKind(StrEnum):
    """What a Reprint is a page of."""

    INVOICE = "invoice"
    TEST = "test"
    """A test page, a ruler page or a batch's manifest: counts no copy and belongs to no invoice (docs/printers.md)."""


class AttemptState(StrEnum):
    """States of an attempt."""

    AUTHORISED = "authorised"
    RENDERED = "rendered"
    SENDING = "sending"
    HANDED_OVER = "handed_over"
    CONFIRMED = "confirmed"
    FAILED_CLEAN = "failed_clean"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


FOLLOWS: dict[AttemptState, frozenset[AttemptState]] = {
    AttemptState.AUTHORISED: frozenset({AttemptState.RENDERED, AttemptState.FAILED_CLEAN, AttemptState.CANCELLED}),
    AttemptState.RENDERED: frozenset({AttemptState.SENDING, AttemptState.FAILED_CLEAN, AttemptState.CANCELLED}),
    AttemptState.SENDING: frozenset(
        {AttemptState.HANDED_OVER, AttemptState.CONFIRMED, AttemptState.FAILED_CLEAN, AttemptState.UNKNOWN}
    ),
    AttemptState.UNKNOWN: frozenset({AttemptState.HANDED_OVER, AttemptState.CONFIRMED, AttemptState.UNKNOWN}),
    AttemptState.HANDED_OVER: frozenset({AttemptState.CONFIRMED, AttemptState.HANDED_OVER}),
    AttemptState.CONFIRMED: frozenset({AttemptState.CONFIRMED}),
    AttemptState.FAILED_CLEAN: frozenset(),
    AttemptState.CANCELLED: frozenset(),
}
"""Which state may follow which. SENDING -> FAILED_CLEAN only with proof that nothing can come out (docs/printers.md)."""

BEFORE_FIRST_BYTE = frozenset({AttemptState.AUTHORISED, AttemptState.RENDERED})
IN_FLIGHT = BEFORE_FIRST_BYTE | {AttemptState.SENDING}
GAVE_NO_PAPER = frozenset({AttemptState.FAILED_CLEAN, AttemptState.CANCELLED})


def may_follow(old: AttemptState, new: AttemptState) -> bool:
    """Tell whether an attempt in ``old`` may become ``new``."""
    return new in FOLLOWS[old]


class Evidence(IntEnum):
    """What the machine itself knows of the paper (docs/printers.md)."""

    NOTHING = 0
    """Nothing left us."""
    TAKEN = 1
    """Taken by our kernel or a spooler."""
    RECEIVED = 2
    """Received by the printer, or the IPP job accepted."""
    PROCESSED = 3
    """Processed: barrier answered, or job completed according to CUPS."""
    PRINTED = 4
    """The printer itself says it printed."""


class Seen(StrEnum):
    """What a person saw at the tray."""

    CLEAR = "clear"
    POOR = "poor"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        """The word on screens."""
        return {"clear": say("清楚完整"), "poor": say("模糊或不全"), "nothing": say("没有出来")}[self.value]


class Outcome(StrEnum):
    """How a reprint stands, as records and other programs read it."""

    OPEN = "open"
    """A number is taken, no attempt has sent a byte."""
    CONFIRMED = "confirmed"
    HANDED_OVER = "handed_over"
    FAILED_CLEAN = "failed_clean"
    UNKNOWN = "unknown"
    SPOILED = "spoiled"
    """A person saw a poor paper: it exists, and is not good."""
    LOST = "lost"
    """A person saw that nothing came out: the number is burnt and gave no paper."""

    @property
    def label(self) -> str:
        """The word on screens."""
        return _OUTCOME_LABELS[self]


_OUTCOME_LABELS = {
    Outcome.OPEN: say("未打印"),
    Outcome.CONFIRMED: say("已确认"),
    Outcome.HANDED_OVER: say("已交出"),
    Outcome.FAILED_CLEAN: say("未打出"),
    Outcome.UNKNOWN: say("结果未知"),
    Outcome.SPOILED: say("纸坏"),
    Outcome.LOST: say("没有出来"),
}


class PrintState(StrEnum):
    """Whether an invoice has been on paper; ``in_flight`` counts as printed."""

    UNPRINTED = "unprinted"
    IN_FLIGHT = "in_flight"
    PRINTED = "printed"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why a paper is made once more. Digits on the verify screen are positions in this order."""

    LOST = "lost"
    DAMAGED = "damaged"
    SPOILED = "spoiled"
    AUDIT = "audit"
    LITIGATION = "litigation"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The word on screens and papers."""
        return _REASON_LABELS[self]


_REASON_LABELS = {
    Reason.LOST: say("遗失"),
    Reason.DAMAGED: say("损毁"),
    Reason.SPOILED: say("卡纸/模糊"),
    Reason.AUDIT: say("审计"),
    Reason.LITIGATION: say("诉讼"),
    Reason.OTHER: say("其他"),
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to make a paper. ``code`` is the 4-character code of the foot line; ``uuid`` goes into the job name."""

    uuid: str
    code: str
    state: AttemptState
    printer: str
    machine: str
    at: datetime
    holder: str
    """Who runs it: ``host:pid:start`` of the process, so a dead desk is known."""
    evidence: Evidence = Evidence.NOTHING
    seen: Seen | None = None
    job: str = ""
    """IPP job-uuid, once known."""
    token: int = 0
    """Fencing token of the lease under which it was sent."""
    sha256: str = ""
    """Of the bytes that were rendered; they are kept as a document."""
    note: str = ""
    """What the printer said, in words."""
    sent_at: datetime | None = None
    ended_at: datetime | None = None
    id: int = 0
    reprint_id: int = 0


@dataclass(frozen=True, slots=True)
class Reprint:
    """One paper of one invoice; of kind ``test``, one page of none: without full number, its copy number 0."""

    id: int
    full_no: str
    copy_no: int
    serial: str
    """``epoch-number``, e.g. ``1-000043``, of a test page ``1-T00007``; the epoch rises with a restore."""
    operator: str
    desk: str
    at: datetime
    paper: Paper
    reason: Reason | None = None
    reason_note: str = ""
    approver: str = ""
    applicant: str = ""
    remark: str = ""
    place: str = ""
    """存放位置."""
    key: str = ""
    """Idempotency key made when the verify screen opened."""
    closed: bool = False
    attempts: tuple[Attempt, ...] = ()
    override_by: str = ""
    kind: PageKind = PageKind.INVOICE
    title: str = ""
    """How people call a page of kind ``test``."""

    @property
    def is_test(self) -> bool:
        """True for a page that is no paper of an invoice."""
        return self.kind is PageKind.TEST

    @property
    def label(self) -> str:
        """How sentences name it: a test page by its title, a paper by the end of its invoice's number and its copy."""
        if self.is_test:
            return self.title
        return say("{number} 第 {copy_no} 次", number=self.full_no[-4:], copy_no=self.copy_no)

    @property
    def last(self) -> Attempt | None:
        """The newest attempt."""
        return self.attempts[-1] if self.attempts else None

    @property
    def outcome(self) -> Outcome:
        """How the paper stands, derived from its last attempt and what was seen."""
        last = self.last
        return Outcome.OPEN if last is None else outcome_of(last)

    @property
    def is_burnt(self) -> bool:
        """True once a byte of print data may have left: the number can never be used for another paper."""
        return any(burns(a.state) for a in self.attempts)


def burns(state: AttemptState) -> bool:
    """Tell whether an attempt in ``state`` burnt its number: it is the last one of its reprint then."""
    return state not in BEFORE_FIRST_BYTE | GAVE_NO_PAPER


def outcome_of(attempt: Attempt) -> Outcome:
    """Read an attempt's state and what a person saw as one outcome."""
    return outcome_from(attempt.state, attempt.seen)


def outcome_from(state: AttemptState, seen: Seen | None) -> Outcome:
    """Read a state and what a person saw as one outcome."""
    if state is AttemptState.CONFIRMED and seen in {None, Seen.CLEAR}:
        return Outcome.CONFIRMED
    if seen is Seen.POOR:
        return Outcome.SPOILED
    if seen is Seen.NOTHING:
        return Outcome.LOST
    by_state = {
        AttemptState.CONFIRMED: Outcome.CONFIRMED,
        AttemptState.HANDED_OVER: Outcome.HANDED_OVER,
        AttemptState.FAILED_CLEAN: Outcome.FAILED_CLEAN,
        AttemptState.CANCELLED: Outcome.OPEN,
        AttemptState.UNKNOWN: Outcome.UNKNOWN,
        AttemptState.SENDING: Outcome.UNKNOWN,
    }
    return by_state.get(state, Outcome.OPEN)


def settled_state(evidence: Evidence, seen: Seen | None) -> AttemptState:
    """Return the state that evidence and a person's answer together give after the bytes left (docs/papers.md).

    CONFIRMED is evidence 4, or evidence >= 1 and a person saw ``clear``; a person who saw something else settles an
    unknown too, but never makes it confirmed.
    """
    if seen is Seen.CLEAR and evidence >= Evidence.TAKEN:
        return AttemptState.CONFIRMED
    if seen is None and evidence is Evidence.PRINTED:
        return AttemptState.CONFIRMED
    return AttemptState.HANDED_OVER


def print_state(reprints: Sequence[Reprint], *, printed_before: bool) -> PrintState:
    """Tell whether the invoice has been on paper.

    ``printed_before`` is true for kinds whose original is a paper. A paper nobody saw come out does not count; one that
    is on its way does.
    """
    lasts = [r.last.state for r in reprints if r.last is not None]
    if AttemptState.UNKNOWN in {r.last.state for r in reprints if r.last and r.last.seen is None}:
        return PrintState.UNKNOWN
    if any(state in IN_FLIGHT for state in lasts):
        return PrintState.IN_FLIGHT
    if printed_before or any(r.is_burnt and r.outcome is not Outcome.LOST for r in reprints):
        return PrintState.PRINTED
    return PrintState.UNPRINTED


CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUVWXY"
"""Letters of the 4-character code on the foot line: none that looks like another (no I O S Z)."""
