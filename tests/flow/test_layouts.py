"""A printer's own layout: checked, kept, told in the ledger, and on every paper of that printer and paper."""

from __future__ import annotations

import pytest

from fapiao.errors import BadInput, NotFound, NotPermitted
from fapiao.paper import Paper
from fapiao.usecases.invoices.inspect import inspect_invoice
from fapiao.usecases.paper.face_job import preview_job
from fapiao.usecases.printers.layouts import reset_layout, set_layout, show_layout

MOVED = "[page]\noffset = [1.5, -0.8]\n"
UPPER = Paper.A4_UPPER


@pytest.fixture
def chief(desk):
    return desk.session("zhuguan")


def last_entry(desk):
    with desk.services.store.reading() as unit:
        return unit.ledger.tail()


def test_a_paper_follows_the_overlay_of_its_printer_and_paper(desk, chief):
    desk.rule("reprint.max_free", "9")
    set_layout(desk.services, chief, "A4", UPPER, MOVED)

    desk.print()
    desk.again(paper=Paper.A4_LOWER)
    desk.again(printer="A4-2")

    assert ["[page]" in text for text in [*desk.printer.papers, *desk.devices.printers["m2"].papers]] == [
        True,
        False,
        False,
    ]


def test_the_preview_follows_it_too(desk, chief):
    set_layout(desk.services, chief, "A4", UPPER, MOVED)
    order = desk.order()
    seen = inspect_invoice(desk.services, desk.session(), order.full_no, order.wish())

    assert preview_job(desk.services, desk.session(), seen, order).overlay == MOVED


def test_it_holds_on_every_desk(desk, chief, second):
    set_layout(desk.services, chief, "A4", UPPER, MOVED)

    assert show_layout(second.services, second.session(), "A4", UPPER) == MOVED


def test_a_change_is_an_entry_that_leads_to_its_text(desk, chief):
    set_layout(desk.services, chief, "A4", UPPER, MOVED)

    entry = last_entry(desk)
    assert (entry.kind, entry.actor, entry.body["printer"], entry.body["paper"]) == (
        "printer.layout", "zhuguan", "A4", "a4-upper",
    )  # fmt: skip
    with desk.services.store.reading() as unit:
        assert unit.documents.get(entry.body["sha256"]) == MOVED.encode()


def test_reset_brings_the_shipped_layout_back(desk, chief):
    set_layout(desk.services, chief, "A4", UPPER, MOVED)

    reset_layout(desk.services, chief, "A4", UPPER)

    assert show_layout(desk.services, chief, "A4", UPPER) == ""
    assert last_entry(desk).body["sha256"] == ""


def test_what_is_risky_is_kept_and_told(desk, chief):
    assert set_layout(desk.services, chief, "A4", UPPER, "[overlay]\nname = 'risky'\n") == ("第 1 行：有点险",)
    assert "risky" in show_layout(desk.services, chief, "A4", UPPER)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[bad]\n", "desk3.toml"),
        ("[overlay]\nprinter = 'A4-2'\n", "A4-2"),
        ("[overlay]\npaper = 'a5'\n", "a5"),
        ("# " + "长" * 70_000, "太长"),
    ],
)
def test_what_cannot_be_used_is_refused_and_changes_nothing(desk, chief, text, words):
    before = desk.kinds()

    with pytest.raises(BadInput, match=words):
        set_layout(desk.services, chief, "A4", UPPER, text, file="desk3.toml")

    assert (show_layout(desk.services, chief, "A4", UPPER), desk.kinds()) == ("", before)


def test_an_operator_may_not(desk):
    with pytest.raises(NotPermitted):
        set_layout(desk.services, desk.session(), "A4", UPPER, MOVED)


def test_an_unknown_printer_or_a_paper_that_it_does_not_take_is_named(desk, chief):
    with pytest.raises(NotFound, match="B5"):
        set_layout(desk.services, chief, "B5", UPPER, MOVED)
    with pytest.raises(BadInput, match="roll-80"):
        set_layout(desk.services, chief, "小票", UPPER, MOVED)


def test_control_characters_never_come_back(desk, chief):
    set_layout(desk.services, chief, "A4", UPPER, "# \u202e\n" + MOVED)

    assert show_layout(desk.services, chief, "A4", UPPER) == "# \ufffd\n" + MOVED
