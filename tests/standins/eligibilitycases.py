"""Cases of the rules, and a judgement on them, for tests."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from facts import NOW, NUMBER, a_paper, somebody
from fapiao.eligibility import check
from fapiao.invoice import Media, Seal, SealState
from fapiao.people import AccountState, Approval, Operator, Role
from fapiao.policy import RULES, Policy
from fapiao.reprint import AttemptState, PrintState, Reason, Reprint
from fapiao.stored import Document, StoredInvoice
from fapiao.verdict import Decision, Level, Verdict, Wish

A = AttemptState


HISTORIES: dict[PrintState, tuple[Reprint, ...]] = {
    PrintState.UNPRINTED: (),
    PrintState.PRINTED: (a_paper(1, A.CONFIRMED),),
    PrintState.IN_FLIGHT: (a_paper(1, A.CONFIRMED), a_paper(2, A.SENDING)),
    PrintState.UNKNOWN: (a_paper(1, A.UNKNOWN),),
}


PEOPLE = {
    "operator": somebody(Role.OPERATOR),
    "supervisor": somebody(Role.SUPERVISOR),
    "auditor": somebody(Role.AUDITOR),
    "admin": somebody(Role.ADMIN),
    "operator and admin": somebody(Role.OPERATOR, Role.ADMIN),
    "frozen": somebody(Role.OPERATOR, state=AccountState.FROZEN),
    "nobody": somebody(),
}


MAY_PRINT = {"operator", "supervisor", "operator and admin"}


PDF = Document("a" * 64, Media.PDF, "1.pdf", 1, Seal(SealState.INTACT))


ALTERED = replace(PDF, seal=Seal(SealState.ALTERED))


LEGAL = {Reason.AUDIT, Reason.LITIGATION}


KNOWN = {rule.key for rule in RULES} | {"permission", "file.tax_id"}


ASKS = {Level.REASON, Level.APPLICANT, Level.APPROVAL}


@dataclass
class Expected:
    """What the oracle says: rules that refuse, and what is asked for."""

    refused: set[str] = field(default_factory=set)
    asked: set[tuple[str, Level]] = field(default_factory=set)

    def decision(self, wish: Wish) -> Decision:
        if self.refused:
            return Decision.REFUSED
        given = {
            Level.REASON: wish.reason is not None,
            Level.APPLICANT: bool(wish.applicant),
            Level.APPROVAL: wish.approval is not None,
        }
        return Decision.ALLOWED if all(given[level] for _, level in self.asked) else Decision.NEEDS


def asked_and_refused(verdict: Verdict) -> Expected:
    return Expected(
        {f.rule for f in verdict.findings if f.level is Level.REFUSE},
        {(f.rule, f.level) for f in verdict.findings if f.level in ASKS},
    )


def approval(operator: Operator, copy_no: int) -> Approval:
    return Approval("wang", NUMBER, copy_no, operator.name, "front-1", NOW + timedelta(minutes=1))


def judged(*, stored_as: StoredInvoice, history: tuple[Reprint, ...], who: str, policy: Policy, wish: Wish) -> Verdict:
    return check(stored_as, history, PEOPLE[who], policy, NOW, wish)
