"""Files that contradict a stored invoice, invoices that contradict themselves, and invoices set aside (docs/doubts.md)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.formats.readers import FileReaders
from desk import Desk
from facts import NUMBER
from fapiao.errors import BadInput, NotPermitted, Refused
from fapiao.usecases.invoices.find import find
from fapiao.usecases.invoices.import_files import Imported, ImportResult, import_bytes
from fapiao.usecases.invoices.inspect import inspect_invoice
from fapiao.usecases.invoices.set_aside import set_aside, take_back
from fapiao.verdict import Decision, Level, Wish
from xmlfile import GOOD, MUTATIONS, Sheet, digital


@pytest.fixture
def real(desk: Desk) -> Desk:
    """The desk with the real readers."""
    desk.services = replace(desk.services, readers=FileReaders())
    return desk


def take(desk: Desk, name: str, sheet: Sheet = GOOD, **shape: str) -> Imported:
    (line,) = import_bytes(desk.services, desk.session("zhuguan"), name, digital(sheet, **shape).encode())
    return line


def seen(desk: Desk, full_no: str = GOOD.number):
    return inspect_invoice(desk.services, desk.session(), full_no, Wish())


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (replace(GOOD, day="2026-03-19"), "开票日期 2026-03-18／2026-03-19"),
        (replace(GOOD, seller="另一家公司"), ""),
        (
            replace(GOOD, gross="318.00", net="300.00", tax="18.00", amount="330.00", line_tax="19.80", price="110.00",
                    words="叁佰壹拾捌圆整"),
            "价税合计 286.20／318.00",
        ),
        (
            replace(GOOD, net="270.05", tax="16.15", amount="300.05", line_tax="17.95", price="100.0167"),
            "金额 270.00／270.05",
        ),
    ],
)  # fmt: skip
def test_a_file_of_the_same_number_that_says_otherwise_is_not_taken_in(real, other, words):
    take(real, "甲.xml")

    line = take(real, "乙.xml", other)

    if not words:  # one tax id, another name: a note, no other invoice
        assert line.result is ImportResult.MERGED
        assert line.conflicts == ("甲.xml（XML） 与 乙.xml（XML） 不一致：销售方名称 武汉示范商贸有限公司／另一家公司",)
        return
    assert line.result is ImportResult.REFUSED
    assert all(part in str(line.error) for part in ("甲.xml", "乙.xml", words))
    assert [d.name for d in seen(real).stored.documents] == ["甲.xml"]
    assert seen(real).stored.conflicts == ()
    assert real.kinds()[-1] == "invoice.import"


def test_five_files_that_contradict_are_one_sentence_each(real):
    take(real, "1.xml")

    lines = [take(real, f"{n}.xml", replace(GOOD, day=f"2026-03-2{n}", gross="999.00")) for n in range(2, 6)]

    assert [line.result for line in lines] == [ImportResult.REFUSED] * 4
    assert all(str(line.error).count("不一致") == 1 for line in lines)


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_what_contradicts_itself_is_refused_at_every_look(real, mutation):
    sheet = MUTATIONS[mutation]
    take(real, "坏.xml", sheet)

    first, again = seen(real, sheet.number), seen(real, sheet.number)

    assert (first.verdict.decision, again.verdict) == (Decision.REFUSED, first.verdict)
    (row,) = find(real.services, real.session(), sheet.number).rows
    assert row.doubt == "contradiction"
    with pytest.raises(Refused, match="自相矛盾"):
        real.print(replace(real.order(), full_no=sheet.number))


def test_a_supervisor_decides_where_the_site_says_so(real):
    take(real, "坏.xml", MUTATIONS["tax"])
    real.rule("invoice.contradiction", "supervisor")

    verdict = seen(real).verdict

    assert verdict.decision is Decision.NEEDS
    assert [f.rule for f in verdict.of(Level.APPROVAL)] == ["invoice.contradiction"] * len(verdict.of(Level.APPROVAL))


@pytest.mark.parametrize("mutation", [m for m in MUTATIONS if MUTATIONS[m].number == GOOD.number])
def test_a_better_file_makes_it_right(real, mutation):
    take(real, "坏.xml", MUTATIONS[mutation])

    line = take(real, "好.xml")

    kept = seen(real)
    assert line.result is ImportResult.MERGED
    assert kept.verdict.decision is Decision.ALLOWED
    assert (str(kept.stored.invoice.gross), kept.stored.invoice.gross_words) == (GOOD.gross, GOOD.words)
    assert all("坏.xml" in conflict and "好.xml" in conflict for conflict in kept.stored.conflicts)
    assert find(real.services, real.session(), GOOD.number).rows[0].doubt == ""


def test_a_file_that_opposed_a_better_one_counts_no_more(real):
    take(real, "坏.xml", MUTATIONS["gross"])
    take(real, "好.xml")

    bad, good = seen(real).stored.documents

    assert ("坏.xml" in bad.parked, good.parked) == (True, "")
    assert take(real, "还好.xml", label="<LabelCode>02</LabelCode>").result is ImportResult.MERGED
    assert len(seen(real).stored.conflicts) == 1


def test_what_is_missing_warns_and_stops_nothing(real):
    take(real, "x.xml", label="")

    verdict = seen(real).verdict

    assert verdict.decision is Decision.ALLOWED
    assert [f.message for f in verdict.of(Level.WARN)] == ["票种为推断：数电普票"]
    assert find(real.services, real.session(), GOOD.number).rows[0].doubt == "missing"


def test_an_invoice_is_set_aside_and_taken_back_with_a_reason_each(desk):
    boss = desk.session("zhuguan")
    set_aside(desk.services, boss, NUMBER, "开票方说发错了")

    aside = seen(desk, NUMBER)
    assert (aside.stored.set_aside, aside.verdict.decision) == ("开票方说发错了", Decision.REFUSED)
    assert aside.verdict.headline.rule == "invoice.set_aside"
    assert find(desk.services, desk.session(), NUMBER).rows[0].set_aside
    with pytest.raises(Refused, match="搁置"):
        desk.print()
    with pytest.raises(Refused, match="已经搁置"):
        set_aside(desk.services, boss, NUMBER, "再来")
    take_back(desk.services, boss, NUMBER, "开票方确认无误")

    assert seen(desk, NUMBER).verdict.decision is Decision.ALLOWED
    with desk.services.store.reading() as unit:
        bodies = [e.body for e in unit.ledger.entries(1) if e.kind == "invoice.set_aside"]
    assert [(b["set_aside"], b["reason"]) for b in bodies] == [(True, "开票方说发错了"), (False, "开票方确认无误")]


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_setting_aside_wants_a_reason(desk, reason):
    with pytest.raises(BadInput, match="原因"):
        set_aside(desk.services, desk.session("zhuguan"), NUMBER, reason)


def test_an_operator_sets_nothing_aside(desk):
    with pytest.raises(NotPermitted):
        set_aside(desk.services, desk.session(), NUMBER, "看着不对")
