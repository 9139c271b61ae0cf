"""What was wished and what the rules said of it: findings as data, and the verdict they make together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from fapiao.paper import FaceChoice, Paper
from fapiao.said import say

if TYPE_CHECKING:
    from fapiao.people import Approval
    from fapiao.reprint import PrintState, Reason, Reprint


class Level(StrEnum):
    """How much a finding weighs."""

    INFO = "info"
    WARN = "warn"
    REASON = "reason"
    """A reason has to be named."""
    APPLICANT = "applicant"
    """The person who asked has to be named."""
    APPROVAL = "approval"
    """A supervisor has to agree."""
    REFUSE = "refuse"


class Decision(StrEnum):
    """The verdict in one word."""

    ALLOWED = "allowed"
    NEEDS = "needs"
    REFUSED = "refused"


class Operation(StrEnum):
    """首次补打 or 再次补打."""

    FIRST = "first"
    AGAIN = "again"

    @property
    def label(self) -> str:
        """The word on screens."""
        return say("首次补打") if self is Operation.FIRST else say("再次补打")


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule, the facts it saw, and what would unblock it. Readers use it too (rule = ``file.*``)."""

    rule: str
    level: Level
    message: str
    cure: str = ""
    who: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator asks for: the part of an order that rules look at."""

    reason: Reason | None = None
    applicant: str = ""
    approval: Approval | None = None
    copies: int = 1
    face: FaceChoice = FaceChoice.ORIGINAL
    paper: Paper = Paper.A4_UPPER
    stamp: bool = False
    """Whether the site stamp is asked for."""
    connected: bool | None = None
    """Whether the platform answers; None = none is configured, so nothing is known to be stale."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, with its reasons."""

    decision: Decision
    operation: Operation
    copy_no: int
    """The number the (first) paper would take."""
    findings: tuple[Finding, ...]
    state: PrintState
    continues: Reprint | None = None
    """A reprint whose number is taken and which has sent nothing: it goes on under the same number."""
    unmet: tuple[Finding, ...] = ()
    """Findings that still ask for something the wish does not bring."""

    def of(self, level: Level) -> tuple[Finding, ...]:
        """Return the findings of one level."""
        return tuple(f for f in self.findings if f.level is level)

    def with_finding(self, finding: Finding) -> Verdict:
        """Return the verdict with one finding more; one that refuses decides."""
        decision = Decision.REFUSED if finding.level is Level.REFUSE else self.decision
        return replace(self, decision=decision, findings=(*self.findings, finding))

    @property
    def needs_reason(self) -> bool:
        """True where a reason is asked, whether or not one was given."""
        return bool(self.of(Level.REASON))

    @property
    def headline(self) -> Finding | None:
        """The finding that decides: the first of the heaviest level; what is still missing before what is met."""
        missing = [f for f in self.findings if f.level is Level.REFUSE] or self.unmet
        for level in (Level.REFUSE, Level.APPROVAL, Level.REASON, Level.APPLICANT, Level.WARN, Level.INFO):
            if found := [f for f in missing or self.findings if f.level is level]:
                return found[0]
        return None
