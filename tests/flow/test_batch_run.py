"""A batch that survives: what is printed, what is passed over, what stops it, what a resume prints."""

from __future__ import annotations

from dataclasses import replace

import pytest

from batchdesk import Pile, deal, number
from desk import OUT_OF_PAPER, TextRenderer
from facts import an_invoice
from fapiao.batch import BatchState, LineState
from fapiao.errors import MissingGlyph, NotFound, PrinterBlocked, Refused
from fapiao.invoice import Status
from fapiao.paper import PrintSettings
from fapiao.reprint import Reason, Seen
from fapiao.usecases.batch.answer import answer_in, answer_stack
from fapiao.usecases.batch.claim import close_batch
from fapiao.usecases.batch.draft import change_batch
from fapiao.usecases.batch.listing import count_batches
from fapiao.usecases.batch.run import Progress
from fapiao.usecases.paper.settle import answer

W, G = LineState.WAITING, LineState.GOOD


def test_a_bad_line_is_passed_over_with_its_reason_and_the_rest_goes_on(desk):
    pile = Pile(desk, 4)
    desk.put(an_invoice(number(2)), Status.VOID)

    run = pile.run()

    assert pile.printed() == [1, 3, 4]
    assert (run.batch.state, pile.lines[1].note) == (BatchState.FINISHED, str(run.results[1].error))
    assert "发票已作废" in pile.lines[1].note


class ShyOf(TextRenderer):
    """Cannot draw one invoice."""

    def __init__(self, full_no):
        self._full_no = full_no

    def render(self, job):
        if job.invoice.full_no == self._full_no:
            raise MissingGlyph("\u9fff", "购买方")
        return super().render(job)


def test_a_line_whose_face_cannot_be_made_is_passed_over(desk):
    pile = Pile(desk, 3)
    desk.services = replace(desk.services, renderer=ShyOf(number(2)))

    pile.run()

    assert pile.printed() == [1, 3]
    assert (pile.states, pile.lines[1].note) == (
        [G, W, G],
        "字体里没有字符 U+9FFF（购买方）；未打印；请安装生僻字字体包或打印原始版式文件",
    )


def test_what_was_passed_over_is_printed_once_it_may_be_and_its_note_goes(desk):
    pile = Pile(desk, 2)
    desk.put(an_invoice(number(1)), Status.VOID)
    pile.run()
    desk.put(an_invoice(number(1)), Status.NORMAL)

    pile.run()

    assert pile.printed() == [2, 1]
    assert pile.lines[0].note == ""


def test_a_printer_without_paper_stops_the_batch_at_that_line(desk):
    pile = Pile(desk, 5)
    deal(desk, "good", "good", "empty")

    run = pile.run()

    assert (run.batch.state, pile.states) == (BatchState.STOPPED, [G, G, W, W, W])
    assert run.batch.note == "第 3 张：打印机未就绪：缺纸；装好纸后再按 Enter"
    assert len(pile.papers()) == 3


def test_a_job_that_the_printer_refuses_stops_the_batch(desk):
    pile = Pile(desk, 3)
    deal(desk, "good", "clean")

    pile.run()

    assert (pile.state, pile.states) == (BatchState.STOPPED, [G, W, W])


def test_resume_prints_what_is_missing_and_what_failed_cleanly_keeps_its_number(desk):
    pile = Pile(desk, 4)
    deal(desk, "good", "empty")
    pile.run()
    deal(desk)

    run = pile.run()

    assert pile.printed() == [1, 2, 3, 4]
    assert {paper.copy_no for paper in pile.papers()} == {1}
    assert run.batch.state is BatchState.FINISHED


def test_an_unknown_paper_stops_the_batch_until_a_person_has_looked(desk):
    pile = Pile(desk, 3)
    deal(desk, "good", "unknown")
    pile.run()

    assert (pile.state, pile.states) == (BatchState.STOPPED, [G, LineState.UNKNOWN, W])
    with pytest.raises(PrinterBlocked, match="第 2 张结果未知"):
        pile.run()


def test_an_unknown_paper_that_came_out_is_good(desk):
    pile = Pile(desk, 3)
    deal(desk, "good", "unknown")
    pile.run()
    paper = pile.lines[1].newest
    answer(desk.services, desk.session(), paper.id, Seen.CLEAR, code=paper.last.code)

    pile.run()

    assert pile.printed() == [1, 2, 3]


def test_an_unknown_paper_that_did_not_come_out_is_made_under_the_next_number(desk):
    pile = Pile(desk, 3)
    deal(desk, "good", "unknown")
    pile.run()
    answer(desk.services, desk.session(), pile.lines[1].newest.id, Seen.NOTHING)

    pile.run()

    assert pile.printed() == [1, 2, 2, 3]
    assert [paper.copy_no for paper in pile.lines[1].papers] == [1, 2]


def test_a_spoiled_paper_is_made_again_for_that_reason(desk):
    pile = Pile(desk, 3)
    pile.run()
    answer_stack(desk.services, desk.session(), pile.id, answer_in("2 2"))
    answer_stack(desk.services, desk.session(), pile.id, answer_in("1"), "A 柜")

    assert (pile.state, pile.batch.note) == (BatchState.STOPPED, "第 2 张要重打")
    pile.run()

    again = pile.lines[1].newest
    assert (again.copy_no, again.reason, pile.printed()) == (2, Reason.SPOILED, [1, 2, 3, 2])
    assert [line.newest.place for line in pile.lines] == ["A 柜", "", "A 柜"]


def test_a_batch_that_names_a_reason_keeps_it(desk):
    pile = Pile(desk, 1, reason=Reason.AUDIT)
    pile.run()
    answer_stack(desk.services, desk.session(), pile.id, answer_in("2 1"))

    pile.run()

    assert pile.lines[0].newest.reason is Reason.AUDIT


def test_a_third_paper_waits_for_a_supervisor_and_says_so(desk):
    pile = Pile(desk, 2)
    for _ in range(2):
        pile.run()
        answer_stack(desk.services, desk.session(), pile.id, answer_in("2 1"))

    pile.run()

    assert "请主管当场授权" in pile.lines[0].note
    assert len(pile.lines[0].papers) == 2


def test_a_stop_takes_effect_after_the_current_sheet(desk):
    pile = Pile(desk, 4)

    run = pile.run(should_stop=lambda: len(desk.printer.tickets) == 2)

    assert (pile.printed(), run.batch.state, run.batch.note) == ([1, 2], BatchState.STOPPED, "停在第 3 张之前")


def test_progress_is_told_with_an_estimate_from_the_papers_made_so_far(desk):
    pile = Pile(desk, 4)
    desk.printer.before = lambda: desk.clock.advance(3)
    progress: list[Progress] = []

    pile.run(watch=progress.append)

    after = [t for t in progress if t.words == number(t.seq)]
    assert [(t.done, t.total, t.seconds_left) for t in after] == [(1, 4, 9), (2, 4, 6), (3, 4, 3), (4, 4, 0)]


def test_a_screen_that_is_gone_stops_no_batch(desk):
    pile = Pile(desk, 2)

    def gone(_: Progress) -> None:
        raise RuntimeError("no screen")

    pile.run(watch=gone)

    assert pile.states == [G, G]


def test_the_settings_cannot_change_while_it_runs_and_can_when_it_stopped(desk):
    pile = Pile(desk, 2)
    other = PrintSettings("A4-2")

    def change() -> None:
        with pytest.raises(Refused, match="正在打印"):
            change_batch(desk.services, desk.session(), pile.id, settings=other)

    deal(desk, "good")
    desk.printer.during = lambda _: change()
    desk.printer.refuses = None
    pile.run(should_stop=lambda: bool(desk.printer.tickets))
    change_batch(desk.services, desk.session(), pile.id, settings=other)
    pile.run()

    assert [ticket.number for ticket in desk.devices.printers["m2"].tickets] == [number(2)]


def test_a_printer_that_is_not_there_is_told_before_the_start(desk):
    pile = Pile(desk, 1)

    with pytest.raises(NotFound, match="没有名为"):
        change_batch(desk.services, desk.session(), pile.id, settings=PrintSettings("nowhere"))

    assert pile.state is BatchState.DRAFT


def test_a_stopped_batch_can_be_given_up(desk):
    pile = Pile(desk, 2)
    desk.printer.refuses = OUT_OF_PAPER
    pile.run()

    closed = close_batch(desk.services, desk.session(), pile.id)

    assert (closed.state, pile.states) == (BatchState.FINISHED, [W, W])
    with pytest.raises(Refused, match="不是停下的"):
        close_batch(desk.services, desk.session(), pile.id)


def test_nothing_is_missing_of_a_whole_batch(desk):
    pile = Pile(desk, 1)
    pile.run()

    with pytest.raises(Refused, match="没有缺的纸"):
        pile.run()


def test_home_counts_what_matters_now(desk):
    done, stopped = Pile(desk, 1), Pile(desk, 2)
    assert done.id == stopped.id
    desk.printer.refuses = OUT_OF_PAPER
    done.run()
    Pile(desk, 3)

    counts = count_batches(desk.services, desk.session())

    assert (counts.today, counts.drafts, counts.draft_lines, counts.stopped) == (1, 1, 3, 1)
    assert count_batches(desk.services, desk.session("xiaowang")).drafts == 0
