"""Find, look, records, administration: what each person may see and change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desk import OUT_OF_PAPER
from facts import NUMBER, an_invoice
from fapiao.device import Readiness
from fapiao.errors import BadInput, NotFound, NotPermitted
from fapiao.invoice import Figure, Kind, Line, Party
from fapiao.paper import Paper, Printer, PrintSettings
from fapiao.stored import RecordFilter
from fapiao.usecases.invoices.find import find, find_one
from fapiao.usecases.invoices.inspect import inspect_invoice
from fapiao.usecases.invoices.reimbursed import mark_reimbursed
from fapiao.usecases.paper.face_job import preview_job, shown_invoice
from fapiao.usecases.people.policy import set_policy
from fapiao.usecases.printers.desk_settings import load_settings, save_settings
from fapiao.usecases.printers.register import add_printer, machine_of
from fapiao.usecases.printers.status import printer_status
from fapiao.usecases.records.day import day_figures
from fapiao.usecases.records.history import records
from fapiao.usecases.records.ledger import CheckStoppedError, ledger_check
from fapiao.verdict import Decision

OLD = an_invoice(
    "00000312",
    code="042002000111",
    kind=Kind.E_ORDINARY,
    issued_on=date(2020, 3, 18),
    gross=Decimal(990501),
    net=Decimal(990495),
    gross_words="",
    lines=(Line("*住宿*房费", amount=Decimal(990495), tax=Figure(Decimal(6), "6.00")),),
    qr="",
)
TODAY = date(2026, 11, 20)


def numbers(desk, line, **more):
    return [row.full_no for row in find(desk.services, desk.session(), line, **more).rows]


@pytest.mark.parametrize(
    "line", [NUMBER, "000501", "106.00", "武汉甲乙", "2026-03-18", "数电普票", an_invoice().qr, ""]
)
def test_one_line_finds_it(desk, line):
    assert numbers(desk, line) == [NUMBER]


@pytest.mark.parametrize("line", ["26422000000099000502", "107.00", "北京", "作废", "已打印"])
def test_what_is_not_here_is_not_found(desk, line):
    assert numbers(desk, line) == []


def test_six_digits_are_a_numbers_end_before_they_are_an_amount(desk):
    desk.put(OLD)

    assert numbers(desk, "990501") == [OLD.full_no]
    desk.put(an_invoice("26422000000000990501", qr=""))
    assert numbers(desk, "990501") == ["26422000000000990501"]


def test_pages_follow_each_other_without_gap_or_double(desk):
    for n in range(10):
        desk.put(an_invoice(f"264220000000990006{n:02d}", qr=""))
    seen, after = [], ""
    while True:
        page = find(desk.services, desk.session(), "武汉甲乙", limit=4, after=after)
        seen += [row.full_no for row in page.rows]
        after = page.after
        if not after:
            break

    assert len(seen) == len(set(seen)) == 11


@pytest.mark.parametrize("text", [NUMBER, an_invoice().qr, "000501", "武汉甲乙"])
def test_a_scan_or_an_unambiguous_word_is_one_invoice(desk, text):
    assert find_one(desk.services, desk.session(), text) == NUMBER


@pytest.mark.parametrize("text", ["26422000000099000502", "北京", "武汉"])
def test_none_or_several_are_said_with_what_to_try(desk, text):
    desk.put(OLD)

    with pytest.raises(NotFound) as missing:
        find_one(desk.services, desk.session(), text)

    assert missing.value.cure


def test_looking_counts_nothing(desk):
    seen = inspect_invoice(desk.services, desk.session("shenji"), NUMBER)

    assert (seen.verdict.decision, seen.history, desk.kinds()) == (Decision.REFUSED, (), [])


def test_a_preview_counts_nothing_and_carries_no_serial(desk):
    session = desk.session()
    order = desk.order()

    job = preview_job(desk.services, session, inspect_invoice(desk.services, session, NUMBER), order)

    assert (job.mark.serial, job.mark.code, desk.papers(), desk.kinds()) == ("------", "----", (), [])


@pytest.mark.parametrize(
    ("who", "mask", "name"), [("xiaoli", "on", "张**"), ("zhuguan", "on", "张三丰"), ("xiaoli", "off", "张三丰")]
)
def test_personal_data_are_hidden_from_those_who_may_not_see_them(desk, who, mask, name):
    desk.put(an_invoice(buyer=Party("张三丰")))
    desk.rule("privacy.mask", mask)
    session = desk.session(who)

    assert shown_invoice(session, inspect_invoice(desk.services, session, NUMBER)).buyer.name == name


def test_a_paper_carries_personal_data_whole(desk):
    desk.put(an_invoice(buyer=Party("张三丰")))

    desk.print()

    assert "张三丰" in desk.printer.papers[0]


@pytest.mark.parametrize(("who", "seen"), [("xiaoli", 1), ("xiaowang", 0), ("zhuguan", 1), ("shenji", 1), ("admin", 0)])
def test_records_are_ones_own_without_the_audit_permission(desk, who, seen):
    desk.print()

    assert len(records(desk.services, desk.session(who), RecordFilter())) == seen


def test_the_host_sees_all_records(desk):
    desk.print()

    assert len(records(desk.services, replace(desk.session("admin"), via_host=True), RecordFilter())) == 1


def test_the_day_counts_papers_that_left_and_adds_them_up(desk):
    desk.print()
    desk.again()
    desk.printer.refuses = OUT_OF_PAPER
    desk.put(OLD)
    desk.print(replace(desk.order(), full_no=OLD.full_no))

    day = day_figures(desk.services, desk.session("zhuguan"), TODAY)

    assert (day.papers, day.total, day.by_operator) == (2, Decimal("212.00"), (("xiaoli", 2),))


def test_a_ledger_check_that_nobody_waits_for_stops(desk):
    desk.print()

    assert ledger_check(desk.services).ok
    with pytest.raises(CheckStoppedError):
        ledger_check(desk.services, lambda: False)


def test_a_reimbursed_mark_is_a_right_and_an_entry(desk):
    with pytest.raises(NotPermitted):
        mark_reimbursed(desk.services, desk.session(), NUMBER, reimbursed=True)
    mark_reimbursed(desk.services, desk.session("admin"), NUMBER, reimbursed=True)

    assert inspect_invoice(desk.services, desk.session(), NUMBER).stored.reimbursed
    assert desk.kinds() == ["invoice.reimbursed"]


def test_a_rule_is_changed_by_administrators_and_recorded(desk):
    with pytest.raises(NotPermitted):
        set_policy(desk.services, desk.session("zhuguan"), "copies.max", "3")
    with pytest.raises(BadInput):
        set_policy(desk.services, desk.session("admin"), "copies.max", "many")
    set_policy(desk.services, desk.session("admin"), "copies.max", "3")

    assert (inspect_invoice(desk.services, desk.session(), NUMBER).policy["copies.max"], desk.kinds()) == (
        "3",
        ["policy.set"],
    )


def test_a_printer_is_added_with_the_profile_of_its_roll(desk):
    kept = add_printer(
        desk.services, desk.session("zhuguan"), Printer("窄", "escpos+tcp://10.0.0.9:9100", Paper.ROLL_57)
    )

    assert (kept.profile.columns, kept.machine) == (32, "host:10.0.0.9")


def test_a_printer_whose_spare_is_not_here_is_refused(desk):
    with pytest.raises(NotFound):
        add_printer(desk.services, desk.session("zhuguan"), Printer("新", "ipp://h/p", backup="nowhere"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ipp://printer:631/ipp/print", "escpos+tcp://printer:9100", True),
        ("ipp://Printer/ipp/print", "ipp://printer:631/other", True),
        ("ipp://[::1]:631/ipp/print", "ipp://[::1]/ipp/print", True),
        ("ipp://cups:631/printers/a4", "ipp://cups:631/printers/a5", False),
        ("escpos+usb://04b8:0e15", "escpos+usb://04b8:0202", False),
        ("escpos+serial:///dev/ttyS0?baud=9600", "escpos+serial:///dev/ttyS0?baud=19200", True),
        ("escpos+serial:///dev/ttyS0", "escpos+serial:///dev/ttyS1", False),
        ("file:///a", "file:///b", False),
    ],
)
def test_one_machine_has_one_lease_whatever_its_address_says(one, other, same):
    assert (machine_of(one) == machine_of(other)) is same


def test_the_status_of_a_printer_is_asked_and_a_busy_one_is_left_alone(desk):
    desk.printer.refuses = OUT_OF_PAPER
    desk.devices.printers["m2"].during = lambda _: asked.append(
        {s.printer.name: (s.busy, s.status.readiness) for s in printer_status(desk.services)}
    )
    asked: list[dict[str, tuple[bool, Readiness]]] = []

    desk.print(desk.order(printer="A4-2"))

    assert (asked[0]["A4"], asked[0]["A4-2"]) == ((False, Readiness.NOT_READY), (True, Readiness.READY))


def test_a_desk_remembers_its_settings_per_printer_and_not_the_remark(desk):
    save_settings(desk.services, PrintSettings("A4-2", Paper.A4_LOWER, dx_mm=1.5, remark="一次"))

    assert load_settings(desk.services) == PrintSettings("A4-2", Paper.A4_LOWER, dx_mm=1.5)
    assert load_settings(desk.services, "小票") == PrintSettings("小票", Paper.ROLL_80)


@pytest.mark.parametrize(
    "kept",
    [
        "{",
        "[]",
        '{"paper":"a9"}',
        "null",
        '{"paper":"roll-80","face":"original","copies":1,"dx":0,"dy":0,"colour":false}',
    ],
)
def test_settings_that_no_longer_make_sense_are_forgotten(desk, kept):
    with desk.services.store.writing() as unit:
        unit.settings.put("front-1", "print:A4", kept)
        unit.commit()

    assert load_settings(desk.services, "A4") == PrintSettings("A4", Paper.A4_UPPER)
