"""May it be printed? The whole product of facts against an oracle written from docs/policy.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product

import pytest

from facts import NOW, NUMBER, a_paper, an_attempt, an_invoice, somebody, stored
from fapiao.eligibility import check
from fapiao.invoice import Kind, Media, Seal, SealState, Status
from fapiao.paper import FaceChoice, Paper
from fapiao.people import AccountState, Approval, Operator, Role
from fapiao.policy import RULES, Policy
from fapiao.reprint import AttemptState, PrintState, Reason, Reprint, Seen
from fapiao.stored import Document, StoredInvoice
from fapiao.verdict import Decision, Level, Operation, Verdict, Wish

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
KNOWN = {rule.key for rule in RULES} | {"permission"}
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


def oracle(
    status: Status, state: PrintState, who: str, wish: Wish, *, copy_no: int, reimbursed: bool, policy: Policy
) -> Expected:
    """Who may, whether the invoice stands, whether it was reimbursed, whether it has been on paper."""
    say = Expected()
    if who not in MAY_PRINT:
        say.refused.add("permission")
    if status in {Status.VOID, Status.FULLY_RED}:
        say.refused.add("reprint.void")
    if reimbursed:
        if policy["reprint.reimbursed"] == "refuse" and wish.reason in LEGAL:
            say.asked.add(("reprint.reimbursed", Level.APPROVAL))
        else:
            say.refused.add("reprint.reimbursed")
    if state is PrintState.UNPRINTED:
        if policy["reprint.unprinted"] == "refuse":
            say.refused.add("reprint.unprinted")
    elif policy["reprint.printed"] == "refuse":
        say.refused.add("reprint.printed")
    else:
        say.asked.add(("reprint.printed", Level.REASON))
        if policy["reprint.printed"] == "supervisor":
            say.asked.add(("reprint.printed", Level.APPROVAL))
    free = policy["reprint.max_free"]
    if free != "none" and copy_no - 1 > int(free):
        say.asked.add(("reprint.max_free", Level.APPROVAL))
    return say


POLICIES = [
    Policy({"reprint.unprinted": a, "reprint.printed": b, "reprint.reimbursed": c, "reprint.max_free": d})
    for a, b, c, d in product(
        ["allow", "refuse"], ["refuse", "reason", "supervisor"], ["refuse", "strict"], ["0", "1", "none"]
    )
]
REASONS = [None, Reason.LOST, Reason.AUDIT]


def cases(status: Status, state: PrintState) -> Iterator[tuple[bool, str, Policy, Wish]]:
    copy_no = len(HISTORIES[state]) + 1
    for reimbursed, who, policy, reason, agreed in product([False, True], PEOPLE, POLICIES, REASONS, [False, True]):
        given = approval(PEOPLE[who], copy_no) if agreed else None
        yield reimbursed, who, policy, Wish(reason=reason, approval=given)


@pytest.mark.parametrize("state", PrintState)
@pytest.mark.parametrize("status", Status)
def test_every_combination_of_status_state_person_policy_and_reason(status, state):
    wrong = []
    rules: set[str] = set()
    count = 0
    for reimbursed, who, policy, wish in cases(status, state):
        count += 1
        history = HISTORIES[state]
        verdict = judged(
            stored_as=stored(status=status, reimbursed=reimbursed), history=history, who=who, policy=policy, wish=wish
        )
        expected = oracle(
            status, state, who, wish, copy_no=len(history) + 1, reimbursed=reimbursed, policy=policy
        )  # fmt: skip
        rules |= {finding.rule for finding in verdict.findings}
        if (asked_and_refused(verdict), verdict.decision) != (expected, expected.decision(wish)):
            wrong.append((reimbursed, who, dict(policy.values), wish, verdict.decision, expected))

    assert wrong == []
    assert rules <= KNOWN
    assert count == 2 * len(PEOPLE) * len(POLICIES) * len(REASONS) * 2


def paper_oracle(case: dict[str, object], policy: Policy, wish: Wish) -> Expected:
    """The statement on the face, the window, the copies, the face, the offered reasons, the applicant."""
    say = Expected()
    voucher = policy["reprint.voucher_forbidden"]
    if case["forbidden"] and voucher != "allow":
        if voucher == "refuse":
            say.refused.add("reprint.voucher_forbidden")
        else:
            say.asked.add(("reprint.voucher_forbidden", Level.REASON if voucher == "reason" else Level.APPROVAL))
    if case["age"] == "late" and policy["reprint.window_days"] != "none":
        say.asked.add(("reprint.window_days", Level.APPROVAL))
    if wish.copies > int(policy["copies.max"]):
        say.refused.add("copies.max")
    if wish.copies > 1:
        say.asked.add(("reprint.printed", Level.REASON))
    has_page = case["file"] == "pdf" and not wish.paper.is_roll and wish.face is FaceChoice.ORIGINAL
    if not has_page:
        if policy["face.typeset"] == "refuse" or not case["complete"]:
            say.refused.add("face.typeset")
        elif policy["face.typeset"] == "reason":
            say.asked.add(("face.typeset", Level.REASON))
    if wish.reason is Reason.OTHER and Reason.OTHER not in policy.reasons:
        say.refused.add("reasons")
    if policy["applicant"] == "required":
        say.asked.add(("applicant", Level.APPLICANT))
    return say


PAPER_POLICIES = [
    Policy(
        {
            "reprint.voucher_forbidden": a,
            "reprint.window_days": b,
            "copies.max": c,
            "face.typeset": d,
            "reasons": e,
            "applicant": f,
        }
    )
    for a, b, c, d, e, f in product(
        ["allow", "reason", "supervisor", "refuse"],
        ["none", "30"],
        ["1", "2"],
        ["allow", "reason", "refuse"],
        ["lost,audit", "lost,other"],
        ["off", "required"],
    )
]
WISHES = [
    Wish(reason=reason, applicant=applicant, copies=copies, face=face, paper=paper)
    for reason, applicant, copies, (face, paper) in product(
        [None, Reason.LOST, Reason.OTHER],
        ["", "王五"],
        [1, 2],
        [
            (FaceChoice.ORIGINAL, Paper.A4_UPPER),
            (FaceChoice.TYPESET, Paper.A4_UPPER),
            (FaceChoice.ORIGINAL, Paper.ROLL_80),
        ],
    )
]


@pytest.mark.parametrize("file", ["none", "pdf", "altered pdf"])
@pytest.mark.parametrize("age", ["fresh", "late"])
@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("forbidden", [False, True])
def test_every_combination_of_face_paper_copies_and_window(forbidden, complete, age, file):
    issued = (NOW - timedelta(days=31 if age == "late" else 29)).date()
    whole = an_invoice(issued_on=issued, voucher_forbidden=forbidden)
    invoice = whole if complete else replace(whole, lines=None)
    files = {"none": (), "pdf": (PDF,), "altered pdf": (ALTERED,)}[file]
    case = {"forbidden": forbidden, "complete": complete, "age": age, "file": file}
    wrong = []
    for policy, wish in product(PAPER_POLICIES, WISHES):
        verdict = judged(
            stored_as=stored(invoice, documents=files), history=(), who="operator", policy=policy, wish=wish
        )  # fmt: skip
        expected = paper_oracle(case, policy, wish)
        if (asked_and_refused(verdict), verdict.decision) != (expected, expected.decision(wish)):
            wrong.append((dict(policy.values), wish, asked_and_refused(verdict), expected))

    assert wrong == []


@pytest.mark.parametrize("state", PrintState)
@pytest.mark.parametrize("mode", ["allow", "first_only", "refuse"])
@pytest.mark.parametrize("connected", [None, True, False])
def test_offline_only_a_first_paper_by_default(state, mode, connected):
    refused = connected is False and (mode == "refuse" or (mode == "first_only" and state is not PrintState.UNPRINTED))

    verdict = judged(
        stored_as=stored(), history=HISTORIES[state], who="operator", policy=Policy({"offline.reprint": mode}),
        wish=Wish(reason=Reason.LOST, connected=connected),
    )  # fmt: skip

    assert ("offline.reprint" in asked_and_refused(verdict).refused) is refused


REFUSALS = {
    "permission": {"who": "auditor"},
    "reprint.void": {"stored_as": stored(status=Status.VOID)},
    "reprint.reimbursed": {"stored_as": stored(reimbursed=True)},
    "reprint.unprinted": {"policy": Policy({"reprint.unprinted": "refuse"})},
    "reprint.printed": {"policy": Policy({"reprint.printed": "refuse"}), "history": HISTORIES[PrintState.PRINTED]},
    "reprint.voucher_forbidden": {
        "policy": Policy({"reprint.voucher_forbidden": "refuse"}), "stored_as": stored(an_invoice(voucher_forbidden=True)),
    },
    "copies.max": {"wish": Wish(copies=2)},
    "face.typeset": {"stored_as": stored(an_invoice(lines=None))},
    "offline.reprint": {"policy": Policy({"offline.reprint": "refuse"}), "wish": Wish(connected=False)},
    "reasons": {"policy": Policy({"reasons": "lost"}), "wish": Wish(reason=Reason.OTHER)},
}  # fmt: skip
ORDINARY = {"stored_as": stored(), "history": (), "who": "operator", "policy": Policy(), "wish": Wish()}


@pytest.mark.parametrize("rule", REFUSALS)
def test_a_refusal_names_its_rule_what_it_saw_and_a_cure(rule):
    verdict = judged(**(ORDINARY | REFUSALS[rule]))

    (refusal,) = verdict.of(Level.REFUSE)
    assert refusal.rule == rule
    assert refusal.message
    assert refusal.cure
    assert verdict.headline is refusal


@pytest.mark.parametrize("copies", [0, -1])
def test_less_than_one_copy_is_refused(copies):
    assert "copies.max" in asked_and_refused(judged(**(ORDINARY | {"wish": Wish(copies=copies)}))).refused


def test_what_is_missing_heads_the_verdict_before_what_is_met():
    history = (a_paper(1, A.CONFIRMED), a_paper(2, A.CONFIRMED))
    wish = Wish(approval=approval(PEOPLE["operator"], 3))

    verdict = judged(**(ORDINARY | {"history": history, "wish": wish}))

    assert (verdict.decision, verdict.headline.level) == (Decision.NEEDS, Level.REASON)


@pytest.mark.parametrize(
    ("history", "operation", "copy_no", "continues"),
    [
        ((), Operation.FIRST, 1, False),
        ((a_paper(1, A.FAILED_CLEAN),), Operation.FIRST, 1, True),
        ((a_paper(1, A.CANCELLED),), Operation.FIRST, 1, True),
        ((a_paper(1, A.FAILED_CLEAN, A.AUTHORISED),), Operation.AGAIN, 2, False),
        ((a_paper(1, A.CONFIRMED),), Operation.AGAIN, 2, False),
        ((a_paper(1, A.UNKNOWN),), Operation.AGAIN, 2, False),
        ((a_paper(1, an_attempt(A.HANDED_OVER, seen=Seen.NOTHING), closed=True),), Operation.FIRST, 2, False),
        ((a_paper(1, A.CONFIRMED), a_paper(2, A.FAILED_CLEAN)), Operation.AGAIN, 2, True),
        ((a_paper(1, A.FAILED_CLEAN), a_paper(2, A.CONFIRMED)), Operation.AGAIN, 1, True),
    ],
)
def test_a_number_is_continued_until_a_byte_has_left(history, operation, copy_no, continues):
    verdict = judged(**(ORDINARY | {"history": history}))

    assert (verdict.operation, verdict.copy_no, verdict.continues is not None) == (operation, copy_no, continues)


@pytest.mark.parametrize("kind", [k for k in Kind if k.is_paper])
def test_a_paper_original_begins_as_printed(kind):
    verdict = judged(**(ORDINARY | {"stored_as": stored(replace(an_invoice(), kind=kind))}))

    assert (verdict.operation, verdict.decision, verdict.copy_no) == (Operation.AGAIN, Decision.NEEDS, 1)


def test_a_paper_original_has_used_up_its_free_copy_after_one():
    old = stored(replace(an_invoice(), kind=Kind.PAPER_ORDINARY))
    history = (a_paper(1, A.CONFIRMED),)

    verdict = judged(**(ORDINARY | {"stored_as": old, "history": history, "wish": Wish(reason=Reason.LOST)}))

    assert ("reprint.max_free", Level.APPROVAL) in asked_and_refused(verdict).asked


def test_several_copies_are_counted_against_the_free_ones_together():
    policy = Policy({"copies.max": "3"})

    verdict = judged(**(ORDINARY | {"policy": policy, "wish": Wish(copies=3, reason=Reason.LOST)}))

    assert asked_and_refused(verdict).asked == {("reprint.printed", Level.REASON), ("reprint.max_free", Level.APPROVAL)}


@pytest.mark.parametrize("copies", [1, 2])
def test_a_desk_that_makes_no_first_papers_makes_no_two_either(copies):
    policy = Policy({"reprint.unprinted": "refuse", "copies.max": "2"})

    verdict = judged(**(ORDINARY | {"policy": policy, "wish": Wish(copies=copies, reason=Reason.LOST)}))

    assert asked_and_refused(verdict).refused == {"reprint.unprinted"}


@pytest.mark.parametrize(
    "change",
    [
        {"full_no": "26422000000099000502"},
        {"copy_no": 4},
        {"operator": "somebody else"},
        {"approver": "xiaoli"},
        {"expires": NOW},
    ],
)
def test_an_approval_for_something_else_is_none(change):
    history = (a_paper(1, A.CONFIRMED), a_paper(2, A.CONFIRMED))
    given = replace(approval(PEOPLE["operator"], 3), **change)

    verdict = judged(**(ORDINARY | {"history": history, "wish": Wish(reason=Reason.LOST, approval=given)}))

    assert verdict.decision is Decision.NEEDS


@pytest.mark.parametrize(("issued_on", "late"), [(date(2026, 10, 21), False), (date(2026, 10, 20), True)])
def test_the_window_ends_with_its_last_day_in_shanghai(issued_on, late):
    policy = Policy({"reprint.window_days": "30"})

    verdict = judged(**(ORDINARY | {"policy": policy, "stored_as": stored(an_invoice(issued_on=issued_on))}))

    assert (("reprint.window_days", Level.APPROVAL) in asked_and_refused(verdict).asked) is late


def test_a_window_of_any_length_can_be_computed():
    policy = Policy().with_value("reprint.window_days", "99999")

    assert judged(**(ORDINARY | {"policy": policy})).decision is Decision.ALLOWED


def test_part_of_it_reversed_is_a_warning():
    verdict = judged(**(ORDINARY | {"stored_as": stored(status=Status.PARTLY_RED)}))

    assert [f.rule for f in verdict.of(Level.WARN)] == ["reprint.void"]
    assert verdict.decision is Decision.ALLOWED


def test_what_its_files_disagree_on_is_a_warning():
    verdict = judged(**(ORDINARY | {"stored_as": stored(conflicts=("金额：XML 为 1.00，PDF 为 2.00",))}))

    assert [f.message for f in verdict.of(Level.WARN)] == ["金额：XML 为 1.00，PDF 为 2.00"]
