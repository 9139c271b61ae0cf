"""A small day of the simulation that ``bench/faults_simulated.py`` runs ten thousand papers of, and its oracle."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from account import Account, Sheet
from fapiao.usecases.paper import held_printer
from faultdesk import numbers
from plannedprinter import Plan
from simulation import Simulation

FIRST, SECOND, _ = numbers(3)


def play(folder: Path, seed: int) -> Simulation:
    folder.mkdir()
    simulation = Simulation(folder, seed, 150)
    simulation.run()
    return simulation


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    return play(tmp_path_factory.mktemp("days") / "first", 3)


def test_a_day_leaves_nothing_unaccounted(day):
    assert day.tally.broken == []


def test_the_same_seed_is_the_same_day(day, tmp_path):
    again = play(tmp_path / "again", 3)

    assert again.tally.results == day.tally.results
    assert again.world.account.faults == day.world.account.faults


@pytest.fixture
def printed(pair):
    """A desk after one good paper, with the account of it."""
    desk, _ = pair
    desk.print(desk.order(FIRST, "A4"))
    return desk


def broken(account: Account) -> str:
    return "; ".join(account.broken(settled=True))


def test_the_account_of_a_good_paper_is_whole(printed):
    assert broken(printed.world.account) == ""


def test_a_second_paper_under_one_number_is_found(printed):
    account = printed.world.account
    account.came_out(account.sheets[0])

    assert "one copy number on 2 papers" in broken(account)


def test_a_paper_that_a_spooler_made_again_is_told_apart(printed):
    account = printed.world.account
    account.spoolers = frozenset({"A4"})
    account.came_out(account.sheets[0])

    assert (broken(account), account.repeated()) == ("", 1)


def test_a_paper_that_no_record_knows_is_found(printed):
    account = printed.world.account
    account.came_out(replace(account.sheets[0], serial="1-999999"))

    assert "a paper that no record knows" in broken(account)


def test_a_record_without_its_paper_is_found(printed):
    printed.world.account.sheets.clear()

    assert "and no paper is there" in broken(printed.world.account)


def test_print_data_without_an_intent_is_found(printed):
    printed.world.account.first_byte("00000000-0000-4000-8000-000000000000")

    assert "without a committed intent" in broken(printed.world.account)


def test_print_data_before_sending_is_found(pair, monkeypatch):
    desk, _ = pair
    account = desk.world.account
    early: list[str] = []

    def watch(words: str) -> None:
        if words.startswith("已排版") and not early:
            with desk.plain.store.reading() as unit:
                (paper,) = unit.reprints.of_invoice(FIRST)
            early.append(paper.last.uuid)
            account.first_byte(paper.last.uuid)

    desk.print(desk.order(FIRST, "A4"), watch=watch)

    assert "without a committed SENDING" in broken(account)
    assert "print data began 2 times" in broken(account)


def test_print_data_past_a_paper_that_is_still_being_sent_is_found(pair, monkeypatch):
    one, two = pair

    def grab(services, printer, holder, watch):
        """A program that forgets to look what others left on the machine."""
        now = services.now()
        with services.store.writing() as unit:
            lease = unit.leases.take(printer.machine, holder, now, now + timedelta(seconds=60))
            unit.commit()
        return lease

    def meanwhile() -> None:
        monkeypatch.setattr(held_printer, "take_lease", grab)
        one.world.outlast()
        two.print(two.order(SECOND, "A4"))

    one.print(one.order(FIRST, "A4"), Plan(), {}, meanwhile)

    assert "past an unknown outcome" in broken(one.world.account)


def test_a_foot_line_is_read_with_and_without_its_spaces():
    spaced = Sheet.read("备注 1-000043 · 码 7F3A · 2026-11-24 10:33:08 · 张敏", "m1")

    assert spaced == Sheet.read("1-000043·码7F3A·2026-11-2410:33:08·张敏", "m1") == Sheet("1-000043", "7F3A", "m1")
