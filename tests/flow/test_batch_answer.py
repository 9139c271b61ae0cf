"""One question for the whole stack, and what an answer may say."""

from __future__ import annotations

import pytest

from batchdesk import Pile, deal
from fapiao.errors import BadInput
from fapiao.reprint import Outcome, Seen
from fapiao.usecases.batch.answer import StackAnswer, answer_in, answer_stack
from wholeworklist import all_waiting


def test_one_answer_for_the_whole_stack_is_an_entry_for_each_paper(desk):
    pile = Pile(desk, 4)
    deal(desk, *["handed"] * 4)
    pile.run()

    count = answer_stack(desk.services, desk.session(), pile.id, answer_in("3 3-4"))
    count += answer_stack(desk.services, desk.session(), pile.id, answer_in("1"), "B 柜")

    assert count == 4
    assert [paper.outcome for paper in pile.papers()] == [Outcome.CONFIRMED] * 2 + [Outcome.LOST] * 2
    assert desk.kinds().count("reprint.seen") == 4
    assert all_waiting(desk.services, desk.session()) == []


def test_the_stack_is_not_spoiled_by_one_key():
    with pytest.raises(BadInput, match="2 37"):
        answer_in("2")


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("1", StackAnswer(Seen.CLEAR)),
        ("2 37", StackAnswer(Seen.POOR, (37,))),
        ("3 41 42", StackAnswer(Seen.NOTHING, (41, 42))),
        ("3 41-43，50", StackAnswer(Seen.NOTHING, (41, 42, 43, 50))),
        ("A 柜 3 层", None),
        ("4 1", None),
        ("26422000000099100001", None),
    ],
)
def test_an_answer_is_read_from_the_line(text, given):
    assert answer_in(text) == given


def test_an_answer_about_a_line_without_paper_writes_nothing(desk):
    pile = Pile(desk, 3)
    deal(desk, "good", "empty")
    pile.run()

    with pytest.raises(BadInput, match="第 2 张没有纸"):
        answer_stack(desk.services, desk.session(), pile.id, answer_in("2 1 2"))

    assert "reprint.seen" not in desk.kinds()
