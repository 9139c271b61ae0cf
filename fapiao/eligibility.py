"""May this invoice be printed again, by this person, now? The rules of the site, put together to one verdict.

Each finding names its rule (a policy key, or ``permission``), the facts it saw, what would unblock it, and who may.
The same verdict serves the verify screen, ``why`` and the use case that takes the copy number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.reprint import GAVE_NO_PAPER, PrintState, Reprint, print_state
from fapiao.rules import again, doubts, face, invoice, person
from fapiao.rules.case import Case
from fapiao.verdict import Decision, Finding, Level, Operation, Verdict, Wish

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from fapiao.people import Operator
    from fapiao.policy import Policy
    from fapiao.stored import StoredInvoice

RULES = (
    person.permission,
    doubts.set_aside,
    invoice.void,
    doubts.doubts,
    invoice.reimbursed,
    again.printed,
    again.max_free,
    invoice.voucher,
    invoice.window,
    again.copies,
    face.face,
    again.offline,
    person.reason,
    person.applicant,
    invoice.conflicts,
)
"""In the order in which their findings are shown."""


def check(
    stored: StoredInvoice,
    history: Sequence[Reprint],
    operator: Operator,
    policy: Policy,
    now: datetime,
    wish: Wish,
) -> Verdict:
    """Return the verdict on printing ``stored`` for ``operator`` at ``now`` (aware UTC) as ``wish`` asks."""
    state = print_state(history, printed_before=stored.invoice.kind.is_paper)
    continues = open_reprint(history)
    copy_no = continues.copy_no if continues else max((r.copy_no for r in history), default=0) + 1
    case = Case(stored, tuple(history), operator, policy, now, wish, state, copy_no)
    findings = tuple(finding for rule in RULES for finding in rule(case))
    unmet = tuple(finding for finding in findings if _is_unmet(case, finding))
    if any(finding.level is Level.REFUSE for finding in findings):
        decision = Decision.REFUSED
    elif unmet:
        decision = Decision.NEEDS
    else:
        decision = Decision.ALLOWED
    operation = Operation.FIRST if state is PrintState.UNPRINTED else Operation.AGAIN
    return Verdict(decision, operation, copy_no, findings, state, continues, unmet)


def open_reprint(history: Sequence[Reprint]) -> Reprint | None:
    """Return the reprint whose number is taken but burnt nothing and is not being tried right now."""
    for reprint in history:
        if not reprint.closed and not reprint.is_burnt and all(a.state in GAVE_NO_PAPER for a in reprint.attempts):
            return reprint
    return None


def _is_unmet(case: Case, finding: Finding) -> bool:
    """Tell whether a finding still asks for something that the wish does not bring."""
    if finding.level is Level.REASON:
        return case.wish.reason is None
    if finding.level is Level.APPLICANT:
        return not case.wish.applicant
    return finding.level is Level.APPROVAL and not case.is_approved
