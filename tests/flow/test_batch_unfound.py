"""Numbers of a list that are no invoice of this store: lines of the batch with their sentence, never papers."""

from __future__ import annotations

import pytest

from batchdesk import Pile, number
from fapiao.batch import LineState, tally
from fapiao.errors import BadInput, Refused
from fapiao.paper import PrintSettings
from fapiao.usecases.batch.check import check_lines
from fapiao.usecases.batch.draft import add_invoices, make_batch, open_lines, take_out
from fapiao.usecases.batch.manifest import check_manifest, manifest, to_text
from fapiao.usecases.batch.number_file import numbers_of
from fapiao.usecases.batch.run import run_batch

UNKNOWN = "26422000000088888888"


@pytest.fixture
def given(desk, tmp_path):
    """A list of five lines, two of which are no invoice here."""
    Pile(desk, 3)
    file = tmp_path / "list.txt"
    file.write_text("\n".join([number(1), UNKNOWN, number(2), "胡写", number(3)]), encoding="utf-8")
    return numbers_of(desk.services, desk.session(), file).given


@pytest.fixture
def made(desk, given):
    return make_batch(desk.services, desk.session(), given, PrintSettings("A4")).batch.id


def lines_of(desk, batch_id):
    return open_lines(desk.services, desk.session(), batch_id)[1]


def test_they_are_lines_in_their_places_with_why(desk, made):
    lines = lines_of(desk, made)

    assert [line.number for line in lines] == [number(1), UNKNOWN, number(2), "胡写", number(3)]
    assert [line.state for line in lines] == [
        LineState.WAITING, LineState.NOT_FOUND, LineState.WAITING, LineState.NOT_FOUND, LineState.WAITING
    ]  # fmt: skip
    assert UNKNOWN in lines[1].note
    assert "胡写" in lines[3].note
    counts = tally(lines)
    assert (counts.lines, counts.missing, counts.not_found) == (5, 3, 2)


def test_the_others_are_printed_and_they_are_not(desk, made):
    run = run_batch(desk.services, desk.session(), made)

    counts = tally(lines_of(desk, made))
    assert (len(run.results), counts.good, counts.missing, counts.not_found) == (3, 3, 0, 2)
    with desk.services.store.reading() as unit:
        (ended,) = [e.body for e in unit.ledger.entries() if e.kind == "batch.finished"]
    assert (ended["lines"], ended["good"], ended["not_found"]) == (5, 3, 2)
    with pytest.raises(Refused, match="没有缺的纸"):
        run_batch(desk.services, desk.session(), made)


def test_they_stand_in_the_manifest(desk, made):
    run_batch(desk.services, desk.session(), made)

    batch, rows = manifest(desk.services, desk.session(), made)

    assert [(v[0], v[1], v[6]) for v in (row.values() for row in rows)][1] == ("2", UNKNOWN, "not_found")
    assert to_text(batch, rows).count("找不到") == 2
    assert check_manifest(desk.services, rows) == []


def test_nobody_judges_them_and_they_can_be_taken_out(desk, made):
    batch, lines = open_lines(desk.services, desk.session(), made)

    assert set(check_lines(desk.services, desk.session(), batch, lines)) == {number(1), number(2), number(3)}
    assert take_out(desk.services, desk.session(), made, [2, 4]) == 3
    assert [line.number for line in lines_of(desk, made)] == [number(1), number(2), number(3)]


def test_the_sentence_of_adding_counts_them(desk, given):
    added = add_invoices(desk.services, desk.session(), given, fresh=True)

    assert (added.added, added.unfound, added.lines) == (3, 2, 5)
    assert "2 张找不到" in added.sentence


def test_they_alone_make_no_batch(desk, given):
    with pytest.raises(BadInput, match="没有可加入的发票"):
        make_batch(desk.services, desk.session(), [given[1], given[3]], PrintSettings("A4"))
