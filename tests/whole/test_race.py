"""Two desks, one invoice, two hundred papers: every number once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk import copy_store, prepare
from facts import NUMBER
from fapiao.reprint import AttemptState
from fapiao.usecases.records.ledger import ledger_check
from plug import point_at, services_at

EACH = 100
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def race(tmp_path_factory):
    """The store and folder after the race, and what both said."""
    folder = tmp_path_factory.mktemp("race")
    prepared = prepare(tmp_path_factory.mktemp("race-prepared"))
    store, out = copy_store(prepared, folder), folder / "out"
    point_at(store, out)
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "standins")])}
    racers = [
        subprocess.Popen(
            [sys.executable, "-m", "racer", str(store), str(EACH), desk],
            env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for desk in ("front-1", "front-2")
    ]  # fmt: skip
    for racer in racers:
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    said = [json.loads(racer.communicate()[0]) for racer in racers]
    return store, out, said


def test_every_paper_is_confirmed(race):
    _, _, said = race

    assert [line for lines in said for line in lines if line[1] != "confirmed"] == []


def test_every_number_is_given_once(race):
    _, _, said = race

    assert sorted(line[0] for lines in said for line in lines) == list(range(1, 2 * EACH + 1))


def test_both_raced(race):
    _, _, said = race

    numbers = [[line[0] for line in lines] for lines in said]
    assert [len(each) for each in numbers] == [EACH, EACH]
    assert any(max(each) - min(each) >= EACH for each in numbers), "one had ended before the other began"


def test_there_are_as_many_files_as_records_and_each_carries_its_number(race):
    store, out, _ = race
    services = services_at(store)
    with services.store.reading() as unit:
        papers = unit.reprints.of_invoice(NUMBER)

    expected = sorted(f"{NUMBER}-{p.copy_no:02d}-{p.attempts[0].uuid}.pdf" for p in papers)
    assert sorted(path.name for path in out.iterdir()) == expected
    assert {a.state for p in papers for a in p.attempts} == {AttemptState.CONFIRMED}


def test_the_ledger_holds_and_tells_each_paper_twice(race):
    store, _, _ = race
    services = services_at(store)

    assert ledger_check(services).ok
    with services.store.reading() as unit:
        kinds = [entry.kind for entry in unit.ledger.entries()]
    assert (kinds.count("reprint.intent"), kinds.count("reprint.outcome")) == (2 * EACH, 2 * EACH)
