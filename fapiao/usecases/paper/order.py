"""What an operator asks of a reprint, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fapiao.paper import PrintSettings
from fapiao.reprint import AttemptState, Outcome, outcome_of
from fapiao.verdict import Wish

if TYPE_CHECKING:
    from fapiao.errors import FapiaoError
    from fapiao.people import Approval
    from fapiao.reprint import Attempt, Reason, Reprint


@dataclass(frozen=True, slots=True)
class Order:
    """One wish to print. ``key`` is made once when the verify screen opens, so two Enters make one reprint."""

    full_no: str
    settings: PrintSettings
    key: str
    reason: Reason | None = None
    reason_note: str = ""
    applicant: str = ""
    approval: Approval | None = None

    def wish(self, *, copies: int | None = None) -> Wish:
        """Return the part that the rules look at."""
        return Wish(
            reason=self.reason,
            applicant=self.applicant,
            approval=self.approval,
            copies=self.settings.copies if copies is None else copies,
            face=self.settings.face,
            paper=self.settings.paper,
            stamp=self.settings.stamp,
        )


@dataclass(frozen=True, slots=True)
class PaperResult:
    """What one reprint came to."""

    reprint: Reprint
    attempt: Attempt
    error: FapiaoError | None = None
    """Why nothing was printed, where that is so."""
    path: str = ""
    """Where a file device put it."""

    @property
    def outcome(self) -> Outcome:
        """How the paper stands."""
        if self.attempt.state is AttemptState.CANCELLED:
            return Outcome.FAILED_CLEAN
        return outcome_of(self.attempt)
