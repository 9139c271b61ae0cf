"""A batch before it is started: what goes in, what comes out, whose it is, how each line is judged."""

from __future__ import annotations

import pytest

from batchdesk import Pile, deal, number
from facts import an_invoice
from fapiao.batch import MOST_LINES, BatchState, LineState
from fapiao.errors import NotFound, NotPermitted, Refused
from fapiao.invoice import Status
from fapiao.paper import Paper, PrintSettings
from fapiao.usecases.batch.check import Standing, check_lines
from fapiao.usecases.batch.draft import add_invoices, take_out
from fapiao.usecases.batch.listing import list_batches
from fapiao.usecases.batch.manifest import check_manifest, manifest

W, G = LineState.WAITING, LineState.GOOD


def test_the_lines_are_printed_in_order_under_one_claim(desk):
    pile = Pile(desk, 5)

    run = pile.run()

    assert pile.printed() == [1, 2, 3, 4, 5]
    assert (run.batch.state, run.batch.holder, pile.states) == (BatchState.FINISHED, "", [G] * 5)


def test_paper_for_two_takes_two_lines_a_sheet_and_a_single_one_its_own(desk):
    pile = Pile(desk, 5, settings=PrintSettings("A4", Paper.A4_2UP))

    pile.run()

    assert [[number(n) in sheet for n in range(1, 6)].count(True) for sheet in desk.printer.papers] == [2, 2, 1]
    assert (pile.states, len({paper.serial for paper in pile.papers()})) == ([G] * 5, 5)


def test_a_line_that_is_refused_leaves_the_other_of_its_sheet_alone(desk):
    pile = Pile(desk, 4, settings=PrintSettings("A4", Paper.A4_2UP))
    with desk.services.store.writing() as unit:
        unit.invoices.set_status(number(1), Status.VOID)
        unit.commit()

    pile.run()

    assert pile.states == [W, G, G, G]
    assert check_manifest(desk.services, manifest(desk.services, desk.session(), pile.id)[1]) == []


def test_a_sheet_for_two_that_failed_cleanly_is_resumed_under_the_same_numbers(desk):
    pile = Pile(desk, 4, settings=PrintSettings("A4", Paper.A4_2UP))
    deal(desk, "good", "clean")
    pile.run()

    pile.run()

    assert [paper.copy_no for paper in pile.papers()] == [1, 1, 1, 1]
    assert pile.states == [G] * 4


def test_a_draft_survives_its_desk(desk, second):
    pile = Pile(desk, 3)

    added = add_invoices(second.services, second.session(), [number(1)])

    assert (added.batch.id, added.added, added.known, added.lines) == (pile.id, 0, (number(1),), 3)
    assert added.sentence == "0001 已在这一批里；草稿共 3 张"


def test_an_unknown_number_adds_nothing(desk):
    pile = Pile(desk, 1)
    desk.put(an_invoice(number(2)))

    with pytest.raises(NotFound):
        add_invoices(desk.services, desk.session(), [number(2), number(9)])

    assert len(pile.lines) == 1


def test_a_batch_has_room_for_so_many(desk):
    pile = Pile(desk, MOST_LINES)
    desk.put(an_invoice(number(MOST_LINES + 1)))

    added = add_invoices(desk.services, desk.session(), [number(MOST_LINES + 1)])

    assert (added.added, added.left_out, len(pile.lines)) == (0, 1, MOST_LINES)


def test_a_line_taken_out_moves_the_others_up(desk):
    pile = Pile(desk, 4)

    left = take_out(desk.services, desk.session(), pile.id, [2])

    assert left == 3
    assert [(line.seq, line.full_no) for line in pile.lines] == [(1, number(1)), (2, number(3)), (3, number(4))]


def test_a_draft_without_lines_is_forgotten(desk):
    pile = Pile(desk, 2)

    take_out(desk.services, desk.session(), pile.id, [1, 2])

    assert list_batches(desk.services, desk.session()) == []


def test_a_line_that_is_not_there_is_told_and_nothing_goes(desk):
    pile = Pile(desk, 2)

    with pytest.raises(NotFound, match="第 7 张"):
        take_out(desk.services, desk.session(), pile.id, [1, 7])

    assert len(pile.lines) == 2


def test_somebody_elses_draft_is_left_alone(desk):
    pile = Pile(desk, 2)

    with pytest.raises(Refused, match="xiaoli 的草稿"):
        take_out(desk.services, desk.session("xiaowang"), pile.id, [1])
    with pytest.raises(Refused, match="xiaoli 的草稿"):
        pile.run(who="xiaowang")


def test_a_started_batch_takes_no_more(desk):
    pile = Pile(desk, 1)
    pile.run()
    desk.put(an_invoice(number(2)))

    with pytest.raises(Refused, match="已经开始"):
        add_invoices(desk.services, desk.session(), [number(2)], pile.id)


def test_who_may_not_reprint_makes_no_batch(desk):
    pile = Pile(desk, 1)

    with pytest.raises(NotPermitted):
        add_invoices(desk.services, desk.session("shenji"), [number(1)])
    with pytest.raises(NotPermitted):
        pile.run(who="shenji")


def test_each_line_has_its_verdict_before_the_start(desk):
    pile = Pile(desk, 4)
    desk.put(an_invoice(number(2)), Status.VOID)
    other = Pile(desk, 3, who="xiaowang")
    take_out(desk.services, desk.session("xiaowang"), other.id, [1, 2])
    other.run()

    checked = check_lines(desk.services, desk.session(), pile.batch, pile.lines)

    assert [checked[number(n)].standing for n in (1, 2, 3)] == [Standing.PRINTABLE, Standing.REFUSED, Standing.REASON]
    assert "作废" in checked[number(2)].sentence
    assert "已打印 1 次" in checked[number(3)].sentence
