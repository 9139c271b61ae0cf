"""The manifest of a batch beside the ledger, and numbers that come from a file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from batchdesk import Pile, deal, number
from facts import an_invoice
from fapiao.errors import BadInput
from fapiao.invoice import Status
from fapiao.reprint import Seen
from fapiao.usecases.batch.answer import answer_in, answer_stack
from fapiao.usecases.batch.manifest import check_manifest, manifest
from fapiao.usecases.batch.number_file import numbers_of


def test_the_ledger_tells_when_it_ran_by_ids_and_counts(desk):
    pile = Pile(desk, 2)
    deal(desk, "good", "empty")
    pile.run()
    pile.run()

    with desk.services.store.reading() as unit:
        entries = [(e.kind, dict(e.body)) for e in unit.ledger.entries() if e.kind.startswith("batch.")]
    assert entries == [
        ("batch.started", {"batch": pile.id, "lines": 2, "missing": 2}),
        ("batch.stopped", {"batch": pile.id, "lines": 2, "good": 1, "missing": 1, "unknown": 0, "not_found": 0}),
        ("batch.started", {"batch": pile.id, "lines": 2, "missing": 1}),
        ("batch.finished", {"batch": pile.id, "lines": 2, "good": 2, "missing": 0, "unknown": 0, "not_found": 0}),
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

    assert [g if isinstance(g, str) else g.text for g in found.given] == [number(1), "nonsense", number(2)]
    assert [(place, "nonsense" in str(error)) for place, error in found.problems] == [("list.txt:4", True)]


def test_a_file_that_is_none_is_named(desk, tmp_path):
    (tmp_path / "picture").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(BadInput, match="不是文本"):
        numbers_of(desk.services, desk.session(), tmp_path / "picture")
    with pytest.raises(BadInput, match="读不了"):
        numbers_of(desk.services, desk.session(), tmp_path / "none")
