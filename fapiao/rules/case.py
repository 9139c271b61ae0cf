"""The case that the rules look at: one invoice, its papers, a person, a wish, a moment; and who may help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fapiao.said import say

if TYPE_CHECKING:
    from datetime import datetime

    from fapiao.people import Operator
    from fapiao.policy import Policy
    from fapiao.reprint import PrintState, Reprint
    from fapiao.stored import StoredInvoice
    from fapiao.verdict import Wish

SUPERVISOR = say("主管")
ADMINISTRATOR = say("管理员")
NOBODY = say("无人可以")
ASK_SUPERVISOR = say("请主管当场授权")
NAME_A_REASON = say("请选一个原因")


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that decides whether a paper may be made."""

    stored: StoredInvoice
    history: tuple[Reprint, ...]
    operator: Operator
    policy: Policy
    now: datetime
    wish: Wish
    state: PrintState
    copy_no: int
    """The number that the (first) paper would take."""

    @property
    def papers(self) -> int:
        """How many numbers are burnt."""
        return sum(r.is_burnt for r in self.history)

    @property
    def is_approved(self) -> bool:
        """True where a supervisor agreed to this very paper, for this person, and not too long ago."""
        approval = self.wish.approval
        return (
            approval is not None
            and approval.full_no == self.stored.invoice.full_no
            and approval.copy_no == self.copy_no
            and approval.operator == self.operator.name
            and approval.approver != self.operator.name
            and self.now < approval.expires
        )
