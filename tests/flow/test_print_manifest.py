"""The manifest on paper: in the ledger before it leaves, counts no copy, and says what the table says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from batchdesk import Pile, deal, number
from desk import OUT_OF_PAPER
from fapiao.errors import BadInput, NotPermitted, PrinterBlocked, PrinterNotReady
from fapiao.paper import Paper, PrintSettings
from fapiao.reprint import AttemptState
from fapiao.usecases.batch.print_manifest import print_manifest


@pytest.fixture
def pile(desk):
    made = Pile(desk, 3)
    deal(desk, "good", "handed", "good")
    made.run()
    return made


def test_it_names_every_number_with_its_code_and_outcome(desk, pile):
    print_manifest(desk.services, desk.session(), pile.id)

    page = desk.printer.papers[-1]
    wanted = [(number(n), paper.serial, paper.attempts[0].code) for n, paper in enumerate(pile.papers(), 1)]
    assert [word for words in wanted for word in words if word not in page] == []
    assert page.count("已确认") == 2
    assert "已交出" in page


def test_it_is_in_the_ledger_at_both_ends_and_counts_no_copy(desk, pile):
    before = len(pile.papers())

    print_manifest(desk.services, desk.session(), pile.id)

    assert desk.kinds()[-2:] == ["test.intent", "test.outcome"]
    assert len(pile.papers()) == before


def test_a_printer_that_is_not_ready_is_said_to_have_printed_nothing(desk, pile):
    desk.printer.refuses = OUT_OF_PAPER

    with pytest.raises(PrinterNotReady):
        print_manifest(desk.services, desk.session(), pile.id)

    with desk.services.store.reading() as unit:
        assert unit.ledger.tail().body["state"] == AttemptState.FAILED_CLEAN.value


def test_an_interrupted_one_is_unknown_and_blocks_its_printer(desk, pile):
    deal(desk, "unknown")

    assert print_manifest(desk.services, desk.session(), pile.id).state is AttemptState.UNKNOWN

    deal(desk, "good")
    with pytest.raises(PrinterBlocked, match=f"第 {pile.id} 批清单"):
        desk.print()


def test_a_receipt_printer_prints_none(desk):
    pile = Pile(desk, 1, settings=PrintSettings("小票", Paper.ROLL_80))

    with pytest.raises(BadInput, match="小票"):
        print_manifest(desk.services, desk.session(), pile.id)


def test_who_may_not_print_papers_prints_none(desk, pile):
    with pytest.raises(NotPermitted):
        print_manifest(desk.services, replace(desk.session("shenji")), pile.id)
