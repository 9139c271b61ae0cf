"""A paper from wish to outcome (docs/papers.md)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from desk import CLEAN, OUT_OF_PAPER, UNKNOWN
from facts import NUMBER, an_invoice
from fapiao.device import Delivery
from fapiao.errors import BadInput, FaceError, NotFound, PrinterNotReady, Refused
from fapiao.invoice import Status
from fapiao.paper import Paper
from fapiao.people import Approval
from fapiao.ports.readers import PageFacts
from fapiao.reprint import AttemptState, Evidence, Outcome, Reason
from fapiao.usecases.paper.reprint import reprint

A = AttemptState


def test_a_first_paper_is_copy_1_without_a_reason_and_without_the_word_again(desk):
    result = desk.print(desk.order(Reason.LOST))

    (paper,) = desk.papers()
    assert (paper.copy_no, paper.reason, paper.serial, result.outcome) == (1, None, "1-000001", Outcome.CONFIRMED)
    assert "补打" not in desk.printer.papers[0]


def test_the_ledger_has_two_entries_for_each_paper(desk):
    desk.print()

    assert desk.kinds() == ["reprint.intent", "reprint.outcome"]


def test_what_was_sent_is_kept_by_its_hash(desk):
    result = desk.print()

    with desk.services.store.reading() as unit:
        kept = unit.documents.get(result.attempt.sha256)
    assert kept is not None
    assert (kept.decode(), hashlib.sha256(kept).hexdigest()) == (desk.printer.papers[0], result.attempt.sha256)


def test_the_paper_carries_serial_and_code_and_the_ticket_no_name(desk):
    result = desk.print()

    ticket = desk.printer.tickets[0]
    assert f"{result.reprint.serial} {result.attempt.code}" in desk.printer.papers[0]
    assert (ticket.title, ticket.attempt) == (f"{NUMBER} 第1次", result.attempt.uuid)


def test_a_second_paper_asks_for_a_reason(desk):
    desk.print()

    with pytest.raises(Refused) as refused:
        desk.print()

    assert refused.value.rule == "reprint.printed"
    assert desk.states() == [[A.CONFIRMED]]


def test_a_second_paper_with_a_reason_says_so(desk):
    desk.print()
    result = desk.again(Reason.DAMAGED)

    assert (result.reprint.copy_no, result.reprint.reason) == (2, Reason.DAMAGED)
    assert "补打 第2次" in desk.printer.papers[1]


def test_a_third_paper_asks_for_a_supervisor(desk):
    desk.print()
    desk.again()

    with pytest.raises(Refused) as refused:
        desk.again()

    assert refused.value.rule == "reprint.max_free"


def test_a_third_paper_that_lacks_only_the_reason_asks_for_the_reason(desk):
    desk.print()
    desk.again()
    given = Approval("zhuguan", NUMBER, 3, "xiaoli", "front-1", desk.clock.now().replace(year=2027))

    with pytest.raises(Refused) as refused:
        desk.print(replace(desk.order(), approval=given))

    assert refused.value.rule == "reprint.printed"


@pytest.mark.parametrize(("at", "works"), [("front-1", True), ("front-2", False)])
def test_an_approval_holds_at_the_desk_where_it_was_given(desk, at, works):
    desk.print()
    desk.again()
    given = Approval("zhuguan", NUMBER, 3, "xiaoli", at, desk.clock.now().replace(year=2027))
    order = replace(desk.order(Reason.LOST), approval=given)

    if works:
        assert desk.print(order).reprint.approver == "zhuguan"
    else:
        with pytest.raises(Refused):
            desk.print(order)


def test_two_enters_make_one_paper(desk):
    order = desk.order()

    first, second = desk.print(order), desk.print(order)

    assert len(desk.printer.papers) == 1
    assert (second.reprint.id, second.attempt) == (first.reprint.id, first.attempt)


@pytest.mark.parametrize("who", ["shenji", "admin"])
def test_who_may_not_print_leaves_no_trace(desk, who):
    with pytest.raises(Refused) as refused:
        desk.print(who=who)

    assert refused.value.rule == "permission"
    assert (desk.papers(), desk.kinds()) == ((), [])


def test_a_void_invoice_is_refused(desk):
    desk.put(an_invoice(), Status.VOID)

    with pytest.raises(Refused, match="作废"):
        desk.print()


def test_a_reimbursed_first_paper_keeps_its_legal_reason_and_says_what_it_is_for(desk):
    desk.put(an_invoice(), reimbursed=True)
    given = Approval("zhuguan", NUMBER, 1, "xiaoli", "front-1", desk.clock.now().replace(year=2027))

    result = desk.print(replace(desk.order(Reason.AUDIT), approval=given))

    assert result.reprint.reason is Reason.AUDIT
    assert "仅供审计" in desk.printer.papers[0]


def test_an_invoice_that_is_not_here_is_said(desk):
    with pytest.raises(NotFound):
        desk.print(replace(desk.order(), full_no="26422000000099009999"))


def test_a_printer_that_is_not_here_is_said(desk):
    with pytest.raises(NotFound, match="B5"):
        desk.print(desk.order(printer="B5"))


@pytest.mark.parametrize(
    ("printer", "paper"), [("A4", Paper.ROLL_80), ("小票", Paper.A4_UPPER), ("小票", Paper.ROLL_57)]
)
def test_a_paper_that_does_not_lie_in_the_printer_is_refused(desk, printer, paper):
    with pytest.raises(BadInput, match=printer):
        desk.print(desk.order(printer=printer, paper=paper))

    assert desk.papers() == ()


def test_a_roll_is_read_back_too(desk):
    assert desk.print(desk.order(printer="小票", paper=Paper.ROLL_80)).outcome is Outcome.CONFIRMED


@pytest.mark.parametrize("change", [{"remark": "x" * 121}, {"dx_mm": float("nan")}, {"dy_mm": 151.0}])
def test_settings_out_of_range_are_refused_before_anything_is_recorded(desk, change):
    with pytest.raises(BadInput):
        desk.print(desk.order(**change))

    assert desk.papers() == ()


def test_what_people_typed_is_cleaned(desk):
    result = desk.print(replace(desk.order(), applicant="王\u202e五", reason_note="\x1b[31m"))

    assert (result.reprint.applicant, result.reprint.reason_note) == ("王\ufffd五", "\ufffd[31m")


def test_a_remark_that_would_command_the_printer_is_kept_clean_and_not_printed(desk):
    result = desk.print(desk.order(remark="a\x1b@b"))

    assert (result.reprint.remark, desk.printer.papers) == ("a\ufffd@b", [])


def test_a_clean_failure_keeps_the_number_for_the_next_try(desk):
    desk.printer.refuses = OUT_OF_PAPER
    failed = desk.print()
    desk.printer.refuses = None
    done = desk.print()

    assert (failed.outcome, failed.error) == (Outcome.FAILED_CLEAN, OUT_OF_PAPER)
    assert (done.reprint.copy_no, done.reprint.serial) == (1, failed.reprint.serial)
    assert desk.states() == [[A.FAILED_CLEAN, A.CONFIRMED]]


@pytest.mark.parametrize("fault", ["refuses", "fails"])
def test_a_printer_that_says_no_gets_no_print_data(desk, fault):
    setattr(desk.printer, fault, PrinterNotReady("不行", "等等"))

    assert desk.print().outcome is Outcome.FAILED_CLEAN
    assert desk.printer.papers == []


def test_proof_that_nothing_came_out_keeps_the_number_too(desk):
    desk.printer.delivery = CLEAN
    result = desk.print()

    assert (result.outcome, result.attempt.evidence) == (Outcome.FAILED_CLEAN, Evidence.NOTHING)
    assert desk.print(desk.order()).reprint.copy_no == 1


def test_a_try_on_the_spare_printer_keeps_the_number(desk):
    desk.printer.refuses = OUT_OF_PAPER
    desk.print()
    spare = desk.print(desk.order(printer="A4-2"))

    assert (spare.reprint.copy_no, spare.attempt.printer) == (1, "A4-2")


@pytest.mark.parametrize(
    ("evidence", "outcome"),
    [
        (0, Outcome.UNKNOWN),
        (1, Outcome.HANDED_OVER),
        (2, Outcome.HANDED_OVER),
        (3, Outcome.HANDED_OVER),
        (4, Outcome.CONFIRMED),
    ],
)
def test_what_the_machine_knows_decides(desk, evidence, outcome):
    desk.printer.delivery = Delivery(Evidence(evidence))

    assert desk.print().outcome is outcome


def test_a_device_that_breaks_its_promise_while_sending_is_an_unknown_outcome(desk):
    desk.printer.delivery = RuntimeError("boom")

    result = desk.print()

    assert (result.outcome, desk.states()) == (Outcome.UNKNOWN, [[A.UNKNOWN]])


def test_a_defect_before_sending_is_a_clean_failure_that_names_itself(desk):
    desk.printer.fails = None
    desk.printer.before = lambda: 1 / 0

    result = desk.print()

    ((identifier, error, where),) = desk.log.defects
    assert (result.outcome, type(error), where) == (Outcome.FAILED_CLEAN, ZeroDivisionError, "before sending")
    assert str(result.error).startswith(f"程序出错（编号 {identifier}），没有完成；")


def test_a_paper_that_does_not_say_what_the_invoice_says_is_not_sent(desk, monkeypatch):
    monkeypatch.setattr(type(desk.services.readers), "read_page", lambda self, data: PageFacts("别的内容"))

    result = desk.print()

    assert isinstance(result.error, FaceError)
    assert (result.outcome, desk.printer.papers) == (Outcome.FAILED_CLEAN, [])


def test_a_screen_that_is_gone_changes_nothing(desk):
    def gone(words: str) -> None:
        raise RuntimeError(words)

    desk.printer.during = lambda watch: watch("第 1 页")

    (result,) = reprint(desk.services, desk.session(), desk.order(), gone)

    assert result.outcome is Outcome.CONFIRMED


def test_several_copies_are_several_papers_with_numbers_of_their_own(desk):
    desk.rule("copies.max", "3")
    desk.rule("reprint.max_free", "none")

    results = reprint(desk.services, desk.session(), desk.order(Reason.OTHER, copies=3))

    assert [r.reprint.copy_no for r in results] == [1, 2, 3]
    assert [("补打" in paper) for paper in desk.printer.papers] == [False, True, True]


@pytest.mark.parametrize("fault", [UNKNOWN, CLEAN])
def test_several_copies_stop_at_the_first_that_failed(desk, fault):
    desk.rule("copies.max", "3")
    desk.rule("reprint.max_free", "none")
    desk.printer.delivery = fault

    results = reprint(desk.services, desk.session(), desk.order(Reason.OTHER, copies=3))

    assert len(results) == 1
    assert len(desk.papers()) == 1


def test_a_further_copy_that_is_refused_leaves_the_papers_made_in_the_result(desk):
    desk.rule("copies.max", "2")
    desk.printer.during = lambda _: desk.put(an_invoice(), Status.VOID)
    words: list[str] = []

    results = reprint(desk.services, desk.session(), desk.order(Reason.OTHER, copies=2), words.append)

    assert [r.outcome for r in results] == [Outcome.CONFIRMED]
    assert "第 2 份没有打" in words[-1]


def test_two_desks_never_share_a_number(desk, second):
    desk.rule("reprint.max_free", "none")

    numbers = [d.again().reprint.copy_no for d in (desk, second, desk, second)]

    assert numbers == [1, 2, 3, 4]
