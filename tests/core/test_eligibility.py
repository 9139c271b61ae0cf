"""May it be printed? The whole product of facts against an oracle written from docs/policy.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from eligibilitycases import (
    ALTERED,
    HISTORIES,
    KNOWN,
    LEGAL,
    MAY_PRINT,
    PDF,
    PEOPLE,
    Expected,
    approval,
    asked_and_refused,
    judged,
)
from facts import NOW, an_invoice, stored
from fapiao.invoice import Status
from fapiao.paper import FaceChoice, Paper
from fapiao.policy import Policy
from fapiao.reprint import PrintState, Reason
from fapiao.verdict import Level, Wish


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
