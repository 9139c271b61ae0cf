"""A batch of another desk, of a dead one, or on a full disk: who goes on, and with what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from batchdesk import Pile, deal
from fapiao.batch import BatchState, LineState
from fapiao.errors import PrinterBlocked, Refused, StoreFull
from fapiao.reprint import Seen
from fapiao.usecases.batch.listing import list_batches
from fapiao.usecases.paper.settle import answer, override

G = LineState.GOOD


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
