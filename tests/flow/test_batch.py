"""A batch that survives: what is printed, what is passed over, what stops it, what a resume prints."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from batchdesk import Pile, deal, number
from desk import OUT_OF_PAPER, Desk, TextRenderer, copy_store
from facts import an_invoice
from fapiao.batch import MOST_LINES, BatchState, LineState
from fapiao.errors import BadInput, MissingGlyph, NotFound, NotPermitted, PrinterBlocked, Refused, StoreFull
from fapiao.invoice import Status
from fapiao.paper import Paper, PrintSettings
from fapiao.reprint import Outcome, Reason, Seen
from fapiao.usecases.batch.answer import StackAnswer, answer_in, answer_stack
from fapiao.usecases.batch.check import Standing, check_lines
from fapiao.usecases.batch.claim import close_batch
from fapiao.usecases.batch.draft import add_invoices, change_batch, take_out
from fapiao.usecases.batch.listing import count_batches, list_batches
from fapiao.usecases.batch.manifest import check_manifest, manifest
from fapiao.usecases.batch.number_file import numbers_of
from fapiao.usecases.batch.run import Progress
from fapiao.usecases.paper.settle import answer, override
from wholeworklist import all_waiting

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


def test_another_desk_resumes_what_stopped(desk, second):
    pile = Pile(desk, 4)
    deal(desk, "good", "empty")
    pile.run()
    deal(desk)

    pile.run(second, "xiaowang")

    assert pile.states == [G] * 4
    assert [line.newest.operator for line in pile.lines] == ["xiaoli", "xiaowang", "xiaowang", "xiaowang"]


def test_two_desks_never_run_one_batch(desk, second):
    pile = Pile(desk, 3)
    refused: list[str] = []

    def try_it() -> None:
        with pytest.raises(Refused) as caught:
            pile.run(second, "xiaowang")
        refused.append(str(caught.value))

    desk.printer.before = try_it
    pile.run()

    assert len(refused) == 3
    assert "正在 front-1 打印" in refused[0]
    assert pile.printed() == [1, 2, 3]


class Died(BaseException):
    """The process is gone: nothing after this is run."""


def die_at(desk, paper: int, *, sent: bool) -> None:
    """Let the desk die while it makes its nth paper, before or after the bytes left."""
    count = iter(range(1, 100))

    def fall(*_: object) -> None:
        if next(count) == paper:
            desk.die()
            raise Died

    if sent:
        desk.printer.during = fall
    else:
        desk.printer.before = fall


def test_a_dead_desks_batch_is_taken_over(desk, second):
    pile = Pile(desk, 4)
    die_at(desk, 2, sent=False)
    with pytest.raises(Died):
        pile.run()
    second.roster.alive["host:1:1"] = False
    desk.printer.before = lambda: None

    shown = list_batches(second.services, second.session())[0].batch
    pile.run(second, "xiaowang")

    assert (shown.state, shown.note) == (BatchState.STOPPED, "打印中途断开")
    assert pile.printed() == [1, 2, 3, 4]
    assert [paper.copy_no for paper in pile.papers()] == [1, 1, 1, 1]


def test_what_a_dead_desk_was_sending_is_unknown_until_a_person_has_looked(desk, second):
    pile = Pile(desk, 3)
    die_at(desk, 2, sent=True)
    with pytest.raises(Died):
        pile.run()
    second.roster.alive["host:1:1"] = False
    desk.printer.during = lambda _: None

    with pytest.raises(PrinterBlocked, match="第 2 张结果未知"):
        pile.run(second, "zhuguan")
    answer(second.services, second.session("zhuguan"), pile.lines[1].newest.id, Seen.NOTHING)
    pile.run(second, "zhuguan")

    assert pile.printed() == [1, 2, 2, 3]
    assert [paper.copy_no for paper in pile.lines[1].papers] == [1, 2]


def test_a_claim_of_a_host_that_cannot_be_asked_runs_out(desk, second):
    pile = Pile(desk, 2)
    die_at(desk, 1, sent=False)
    with pytest.raises(Died):
        pile.run()
    second.roster.alive["host:1:1"] = None
    with pytest.raises(Refused):
        pile.run(second)
    desk.printer.before = lambda: None

    desk.clock.advance(13 * 3600)
    pile.run(second)

    assert pile.states == [G, G]


def test_a_stop_takes_effect_after_the_current_sheet(desk):
    pile = Pile(desk, 4)

    run = pile.run(should_stop=lambda: len(desk.printer.tickets) == 2)

    assert (pile.printed(), run.batch.state, run.batch.note) == ([1, 2], BatchState.STOPPED, "停在第 3 张之前")


def test_a_desk_that_lost_its_claim_prints_nothing_more(desk, second):
    pile = Pile(desk, 4)
    taken: list[bool] = []

    def take_over() -> None:
        if not taken:
            taken.append(True)
            with second.services.store.writing() as unit:
                batch = unit.batches.get(pile.id)
                assert unit.batches.move(replace(batch, token=batch.token + 1, holder="host:2:2"), batch.token)
                unit.commit()

    desk.printer.before = take_over
    pile.run()

    assert pile.printed() == [1]
    assert pile.batch.holder == "host:2:2"


def fill_the_disk(desk) -> None:
    """Let the disk be full once a paper has come out, and free again afterwards."""
    desk.printer.before = lambda: setattr(desk.store, "full", len(desk.printer.tickets) == 1)


def test_a_full_disk_stops_the_batch_and_the_same_desk_goes_on_with_the_others(desk):
    pile = Pile(desk, 3)
    fill_the_disk(desk)
    with pytest.raises(StoreFull):
        pile.run()
    desk.store.full = False
    desk.printer.before = lambda: None
    desk.clock.advance(desk.services.patience.lease_seconds + 1)

    run = pile.run()

    assert pile.printed() == [1, 3]
    assert (run.batch.state, run.batch.note) == (BatchState.STOPPED, "第 2 张还没有结果")


def test_an_unknown_paper_that_a_supervisor_passed_is_left_open_and_the_rest_goes_on(desk):
    pile = Pile(desk, 3)
    deal(desk, "good", "unknown")
    pile.run()
    override(desk.services, desk.session("zhuguan"), pile.lines[1].newest.id)

    run = pile.run()

    assert pile.printed() == [1, 2, 3]
    assert (run.batch.state, run.batch.note) == (BatchState.STOPPED, "第 2 张还没有结果")
    with pytest.raises(Refused, match="第 2 张还没有结果"):
        pile.run()


def test_what_a_full_disk_left_is_taken_over_once_that_desk_is_gone(desk, second):
    pile = Pile(desk, 3)
    fill_the_disk(desk)
    with pytest.raises(StoreFull):
        pile.run()
    desk.store.full = False
    desk.printer.before = lambda: None
    with pytest.raises(Refused, match="正在 front-1 打印"):
        pile.run(second)

    second.roster.alive["host:1:1"] = False
    pile.run(second)

    assert pile.printed() == [1, 2, 3]


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


def test_the_ledger_tells_when_it_ran_by_ids_and_counts(desk):
    pile = Pile(desk, 2)
    deal(desk, "good", "empty")
    pile.run()
    pile.run()

    with desk.services.store.reading() as unit:
        entries = [(e.kind, dict(e.body)) for e in unit.ledger.entries() if e.kind.startswith("batch.")]
    assert entries == [
        ("batch.started", {"batch": pile.id, "lines": 2, "missing": 2}),
        ("batch.stopped", {"batch": pile.id, "lines": 2, "good": 1, "missing": 1, "unknown": 0}),
        ("batch.started", {"batch": pile.id, "lines": 2, "missing": 1}),
        ("batch.finished", {"batch": pile.id, "lines": 2, "good": 2, "missing": 0, "unknown": 0}),
    ]


def test_the_manifest_says_what_the_ledger_says(desk):
    pile = Pile(desk, 5)
    desk.put(an_invoice(number(5)), Status.VOID)
    deal(desk, "good", "handed", "empty")
    pile.run()
    answer_stack(desk.services, desk.session(), pile.id, answer_in("2 2"))
    deal(desk, "handed")
    pile.run()

    _, rows = manifest(desk.services, desk.session(), pile.id)

    shown = [(v[0], v[4], v[6]) for v in (row.values() for row in rows)]
    assert shown == [
        ("1", "1", "confirmed"), ("2", "1", "spoiled"), ("2", "2", "handed_over"), ("3", "1", "failed_clean"),
        ("3", "1", "confirmed"), ("4", "1", "confirmed"), ("5", "", "none"),
    ]  # fmt: skip
    assert check_manifest(desk.services, rows) == []


def test_a_manifest_that_was_changed_is_found_out(desk):
    pile = Pile(desk, 2)
    pile.run()
    _, rows = manifest(desk.services, desk.session(), pile.id)
    altered = replace(rows[0], attempt=replace(rows[0].attempt, seen=Seen.POOR))

    assert check_manifest(desk.services, [altered, rows[1]]) == ["第 1 张 seen：清单 poor，账本 None"]
    without = replace(rows[1], paper=replace(rows[1].paper, serial=rows[0].paper.serial))
    assert len(check_manifest(desk.services, [rows[0], without])) == 1
    assert check_manifest(desk.services, [replace(rows[0], attempt=replace(rows[0].attempt, uuid="x"))]) == [
        f"账本里有、清单里没有：{rows[0].attempt.uuid}",
        "清单里有、账本里没有：x",
    ]


def test_numbers_come_from_a_file_and_bad_lines_are_told_with_their_place(desk, tmp_path):
    Pile(desk, 2)
    file = tmp_path / "list.txt"
    file.write_text(f"# the pile\n{number(1)}\n\nnonsense   # what is this\n{number(2)} # last\n", encoding="utf-8")

    found = numbers_of(desk.services, desk.session(), file)

    assert found.full_nos == (number(1), number(2))
    assert [(place, "nonsense" in str(error)) for place, error in found.problems] == [("list.txt:4", True)]


def test_a_file_that_is_none_is_named(desk, tmp_path):
    (tmp_path / "picture").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(BadInput, match="不是文本"):
        numbers_of(desk.services, desk.session(), tmp_path / "picture")
    with pytest.raises(BadInput, match="读不了"):
        numbers_of(desk.services, desk.session(), tmp_path / "none")


FATES = ("good", "handed", "empty", "clean", "unknown", "poor", "gone", "void")
"""What may happen to a line: its printer's answer, or what a person sees of a paper that came out; or a rule."""


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fates=st.lists(st.sampled_from(FATES), min_size=1, max_size=8))
def test_whatever_becomes_of_the_lines_resume_prints_exactly_what_is_missing_in_order(prepared, fates):
    with TemporaryDirectory() as folder:
        desk = Desk.at(copy_store(prepared, Path(folder)))
        try:
            pile = Pile(desk, len(fates))
            for seq in (n for n, fate in enumerate(fates, 1) if fate == "void"):
                desk.put(an_invoice(number(seq)), Status.VOID)
            live_through(pile, fates)
            sent = pile.printed()
            wanted = [seq for seq, fate in enumerate(fates, 1) if lacks_paper(fate, sent.count(seq))]
            before = len(sent)
            deal(desk)
            if wanted:
                pile.run()

            assert pile.printed()[before:] == wanted
            assert {line.state for line in pile.lines if fates[line.seq - 1] != "void"} <= {G}
            assert all([p.copy_no for p in line.papers] == list(range(1, len(line.papers) + 1)) for line in pile.lines)
            _, rows = manifest(desk.services, desk.session(), pile.id)
            assert check_manifest(desk.services, rows) == []
            assert desk.ledger_holds()
        finally:
            desk.close()


def lacks_paper(fate: str, sent: int) -> bool:
    """Whether a line of that fate has no good paper after its printer was sent so many."""
    if fate == "void":
        return False
    return fate in {"poor", "gone", "unknown"} or sent < (2 if fate == "clean" else 1)


def live_through(pile: Pile, fates: list[str]) -> None:
    """Run until each line had its fate once: what stops the batch is put right and the batch goes on."""
    desk = pile.desk
    answers = {"poor": "good", "gone": "handed"}
    due = [answers.get(fate, fate) for fate in fates]
    while any(line.state is W and due[line.seq - 1] != "void" for line in pile.lines):
        begun = [line.seq for line in pile.lines if line.is_missing and due[line.seq - 1] != "void"]
        deal(desk, *(due[seq - 1] for seq in begun))
        pile.run()
        stopped = next((line for line in pile.lines if line.seq in begun and line.state is not G), None)
        if stopped is None:
            break
        if stopped.state is LineState.UNKNOWN:
            answer(desk.services, desk.session(), stopped.newest.id, Seen.NOTHING)
            due[stopped.seq - 1] = "good"
            break
        due[stopped.seq - 1] = "good"
    for line in pile.lines:
        seen = {"poor": Seen.POOR, "gone": Seen.NOTHING}.get(fates[line.seq - 1])
        if seen and line.state is G:
            answer(desk.services, desk.session(), line.newest.id, seen)
