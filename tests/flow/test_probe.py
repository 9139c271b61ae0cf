"""A probe takes the printer as a paper does, prints nothing, and leaves what it found on the printer's row."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk import OUT_OF_PAPER, UNKNOWN
from fapiao.errors import BadInput, NotFound, NotPermitted, PrinterBlocked, PrinterBusy, PrinterNotReady
from fapiao.paper import Paper, Printer, PrinterProfile
from fapiao.usecases.printers.probe import adjusted, probe
from fapiao.usecases.printers.register import add_printer
from fapiao.usecases.printers.status import printer_status


@pytest.fixture
def chief(desk):
    return desk.session("zhuguan")


def kept(desk, name):
    with desk.services.store.reading() as unit:
        return unit.printers.get(name)


def probed_entries(desk):
    with desk.services.store.reading() as unit:
        return [e.body for e in unit.ledger.entries() if e.kind == "printer.probed"]


def take(desk, machine="m1"):
    with desk.services.store.writing() as unit:
        now = desk.clock.now()
        lease = unit.leases.take(machine, "host:9:9 other", now, now + timedelta(seconds=60))
        unit.commit()
    return lease


def test_what_it_finds_is_kept_with_the_moment(desk, chief):
    desk.printer.abilities = {"evidence": 4, "completion_id": True, "model": "M9", "firmware": "1.2"}

    found = probe(desk.services, chief, "A4")

    profile = kept(desk, "A4").profile
    assert found.printer == kept(desk, "A4")
    assert (profile.probed, profile.evidence, profile.completion_id) == (True, 4, True)
    assert (profile.model, profile.firmware) == ("M9", "1.2")
    assert profile.probed_at == desk.clock.now().isoformat(timespec="seconds")
    assert found.notes == ("一句话",)


def test_the_ledger_tells_it_without_the_device(desk, chief):
    probe(desk.services, chief, "A4")

    assert probed_entries(desk) == [{"printer": "A4", "evidence": 3, "completion_id": False}]


def test_nothing_is_printed_and_the_printer_is_free_afterwards(desk, chief, second):
    probe(desk.services, chief, "A4")

    assert (desk.printer.papers, desk.papers()) == ([], ())
    assert second.print().outcome.value == "confirmed"


def test_what_the_site_knows_better_wins(desk, chief):
    desk.devices.printers["roll"].abilities = {"columns": 32, "dots": 384, "charset": "gb2312", "cutter": True}

    probe(desk.services, chief, "小票", {"columns": 42, "dots": 512, "cutter": False})

    profile = kept(desk, "小票").profile
    assert (profile.columns, profile.dots, profile.cutter, profile.charset) == (42, 512, False, "gb2312")


@pytest.mark.parametrize("wrong", [{"columns": 5}, {"columns": 200}, {"dots": 0}, {"charset": "big5"}])
def test_what_no_head_is_asks_nothing(desk, chief, wrong):
    with pytest.raises(BadInput):
        probe(desk.services, chief, "小票", wrong)

    assert desk.devices.printers["roll"].probed == 0


def test_a_blocked_printer_is_not_asked(desk, chief):
    desk.printer.delivery = UNKNOWN
    desk.print()

    with pytest.raises(PrinterBlocked):
        probe(desk.services, chief, "A4")

    assert desk.printer.probed == 0


def test_a_busy_printer_is_not_asked(desk, chief):
    take(desk)

    with pytest.raises(PrinterBusy):
        probe(desk.services, chief, "A4")

    assert (desk.printer.probed, probed_entries(desk)) == (0, [])


def test_a_printer_that_cannot_say_keeps_what_was_known_and_is_free(desk, chief):
    probe(desk.services, chief, "A4")
    before = kept(desk, "A4")
    desk.printer.refuses = OUT_OF_PAPER

    with pytest.raises(PrinterNotReady):
        probe(desk.services, chief, "A4")

    assert (kept(desk, "A4"), len(probed_entries(desk))) == (before, 1)
    assert take(desk) is not None


def test_no_other_desk_polls_a_printer_that_is_being_asked(desk, chief, second):
    asked = []
    desk.printer.before = lambda: asked.extend(s.busy for s in printer_status(second.services))

    probe(desk.services, chief, "A4")

    assert asked == [True, False, False]


def test_an_operator_may_not(desk):
    with pytest.raises(NotPermitted):
        probe(desk.services, desk.session(), "A4")


def test_a_printer_that_is_not_there_is_not_found(desk, chief):
    with pytest.raises(NotFound):
        probe(desk.services, chief, "A5")


@pytest.mark.parametrize(
    ("backup", "error"), [("A4", BadInput), ("nobody", NotFound), ("小票", BadInput), ("A4-2", None)]
)
def test_a_stand_in_is_another_printer_with_the_same_paper(desk, backup, error):
    wanted = Printer("A4", "fake://m1", Paper.A4_UPPER, backup, "m1", PrinterProfile())

    if error is None:
        assert add_printer(desk.services, desk.session("admin"), wanted).backup == backup
    else:
        with pytest.raises(error):
            add_printer(desk.services, desk.session("admin"), wanted)
        assert kept(desk, "A4").backup == ""


def test_a_row_of_an_older_store_is_an_unprobed_printer(desk):
    assert (kept(desk, "小票").profile.probed, kept(desk, "小票").profile.evidence) == (False, 0)


@pytest.mark.parametrize("paper", [paper for paper in Paper if paper.is_roll])
def test_the_head_that_a_roll_comes_with_is_one_that_may_be_given(paper):
    head = PrinterProfile.for_paper(paper)

    assert adjusted(head, {}) == head
