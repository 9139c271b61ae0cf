"""kill -9 at every step of a batch, and another desk goes on: every line gets one good paper, no number twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desk import prepare

ROOT = Path(__file__).resolve().parents[2]
LINES = 2


@pytest.fixture(scope="module")
def pulled(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What the other desk found and left after each pull of the plug; the last line is that of an undisturbed batch."""
    folder = tmp_path_factory.mktemp("batch-kill")
    (folder / "prepared").mkdir()
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "standins")])}
    done = subprocess.run(
        [sys.executable, "-m", "batchplug", str(prepare(folder / "prepared")), str(folder / "scratch"), str(LINES)],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def broken(pulled, holds):
    return [(line["where"], line) for line in pulled if not holds(line)]


def test_the_plug_was_pulled_at_every_step(pulled):
    assert [line["at"] for line in pulled] == list(range(1, len(pulled) + 1))
    assert pulled[-1]["where"] == "the end"
    steps = [line["where"] for line in pulled]
    assert {"before batches.move", "after batches.move", "before device.send", "after filefolder._write"} <= set(steps)
    assert steps.count("before device.send") == LINES


def test_every_line_has_one_good_paper_in_the_end(pulled):
    def whole(line):
        return all(each["state"] == "good" and len(each["good"]) == 1 for each in line["lines"])

    assert broken(pulled, whole) == []


def test_what_is_good_lies_there(pulled):
    def lies(line):
        return all(any(uuid in name for name in line["files"]) for each in line["lines"] for uuid in each["good"])

    assert broken(pulled, lies) == []


def test_a_good_paper_is_not_made_again(pulled):
    assert broken(pulled, lambda line: not any(each["made again"] for each in line["lines"])) == []
    assert broken(pulled, lambda line: len(line["files"]) == LINES) == []


def test_no_number_is_used_twice(pulled):
    def once(line):
        return all(
            [copy_no for copy_no, _ in each["papers"]] == list(range(1, len(each["papers"]) + 1))
            for each in line["lines"]
        )

    assert broken(pulled, once) == []


def test_a_dead_desks_batch_is_never_shown_as_running(pulled):
    assert broken(pulled, lambda line: line["listed"] in {"draft", "stopped", "finished"}) == []


def test_the_manifest_says_what_the_ledger_says(pulled):
    assert broken(pulled, lambda line: line["manifest"] == [] and line["ledger"]) == []
