"""Who reads English reads no Chinese in a verdict, a label or what came of adding to a batch."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import pytest

from facts import NOW, a_paper, an_invoice, somebody, stored
from fapiao.batch import BatchState, LineState
from fapiao.eligibility import check
from fapiao.errors import BadInput
from fapiao.invoice import Status
from fapiao.paper import FaceChoice, Paper, Scaling
from fapiao.people import Role
from fapiao.policy import RULES, Policy, check_value
from fapiao.reprint import AttemptState, Outcome, Reason, Seen
from fapiao.said import in_words, read_in
from fapiao.usecases.batch.check import Standing
from fapiao.usecases.batch.draft import Added
from fapiao.verdict import Finding, Wish
from scripts.words.found import CHINESE

POLICIES = [
    {},
    {"reprint.printed": "supervisor", "reprint.reimbursed": "strict", "face.typeset": "refuse", "copies.max": "none"},
    {"reprint.printed": "refuse", "reprint.unprinted": "refuse", "reprint.max_free": "0", "applicant": "required"},
    {"reasons": "other", "face.typeset": "reason", "reprint.window_days": "1", "offline.reprint": "refuse"},
]
HISTORIES = [
    (),
    (a_paper(1, AttemptState.CONFIRMED),),
    (a_paper(1, AttemptState.SENDING),),
    (a_paper(1, AttemptState.UNKNOWN),),
]
WISHES = [
    Wish(),
    Wish(reason=Reason.AUDIT, copies=3, stamp=True),
    Wish(copies=0, paper=Paper.ROLL_80, connected=False),
]


@pytest.fixture
def english():
    read_in("en")
    yield
    read_in("zh")


def spoken(finding: Finding) -> list[str]:
    return [finding.message, finding.cure, finding.who, *(part for fact in finding.facts for part in fact)]


def test_no_verdict_says_anything_in_chinese(english):
    heard: set[str] = set()
    for policy, history, wish, status, reimbursed in product(POLICIES, HISTORIES, WISHES, Status, (False, True)):
        invoice = stored(an_invoice(lines=()), status=status, reimbursed=reimbursed)
        for person in (somebody(Role.OPERATOR), somebody(Role.AUDITOR)):
            verdict = check(invoice, history, person, Policy(policy), NOW, wish)
            heard.update(part for finding in verdict.findings for part in map(in_words, spoken(finding)))

    assert [part for part in heard if CHINESE.search(part)] == []
    assert len(heard) > 60


@pytest.mark.parametrize(
    "labelled", [Paper, FaceChoice, Scaling, Seen, Outcome, Reason, BatchState, LineState, Standing]
)
def test_labels_are_read_in_english(english, labelled):
    assert [one for one in map(in_words, (each.label for each in labelled)) if CHINESE.search(one)] == []


def test_every_rule_has_its_meaning_in_english(english):
    quoted = "补打 第n次"

    assert [r.key for r in RULES if CHINESE.search(in_words(r.meaning).replace(quoted, ""))] == []


def test_a_placeholder_of_the_mark_is_no_field_of_its_sentence(english):
    with pytest.raises(BadInput) as refused:
        check_value("mark.text", "{x}")

    assert in_words(refused.value.message) == "The mark's text must not be empty, and {n} is its only placeholder"
    assert in_words(refused.value.cure) == "For example: 补打 第{n}次"


def test_what_came_of_adding_is_one_sentence(english):
    batch = SimpleNamespace(id=1)
    several = Added(batch, 9, 2, known=("26422000000099000501",), left_out=3)

    assert str(several.sentence) == "加入 2 张，0501 已在这一批里，一批最多 500 张，3 张没有加入；草稿共 9 张"
    assert in_words(several.sentence) == (
        "2 added, 0501 is in this batch already, a batch takes 500, 3 left out; 9 in the draft"
    )
