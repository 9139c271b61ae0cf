"""Forty papers on real parts that fail, at desks that are killed: every one is accounted for.

``bench/faults_real.py`` does the same for longer; a broken promise names its seed.
"""

from __future__ import annotations

import pytest

from realfaults import RealFaults
from realplace import place

SEED = 20261124
REPRINTS = 40
pytestmark = pytest.mark.needs("cups", "ippeveprinter", "emupos", "poppler")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The tally and the account after the day."""
    folder = tmp_path_factory.mktemp("real-faults")
    with place(folder) as everything:
        tally = RealFaults(everything, SEED, REPRINTS).run()
        yield tally, everything.account


def test_every_promise_holds(run):
    tally, _ = run

    assert tally.broken == []


def test_papers_came_out_and_faults_were_met(run):
    tally, account = run

    assert tally.reprints == REPRINTS
    assert account.sheets
    assert len(account.faults) > 3
    assert tally.unknowns.surfaced > 0
    assert tally.unknowns.left == 0


def test_no_paper_was_made_twice_by_us(run):
    _, account = run

    assert max(account.sends.values()) == 1
