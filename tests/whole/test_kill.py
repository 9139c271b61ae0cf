"""kill -9 at every step of a paper: whatever was going on, it is accounted for (docs/papers.md)."""

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
DEATHS = ["before devices.open", "before device.send", "after filefolder._write", "after device.send"]
"""Where a desk died, so that somebody has to recover: before SENDING, in it, with half a file, with a whole one."""
ENDED = {"cancelled", "failed_clean", "unknown", "handed_over", "confirmed"}


def pulled(folder: Path, *where: str) -> list[dict[str, Any]]:
    """What a fresh process found after each pull of the plug; the last line is that of an undisturbed desk."""
    (folder / "prepared").mkdir()
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "standins")])}
    done = subprocess.run(
        [sys.executable, "-m", "plug", str(prepare(folder / "prepared")), str(folder / "scratch"), *where],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The lines of each kind of run, made when first asked for."""
    made: dict[str, list[dict[str, Any]]] = {}

    def of(where: str) -> list[dict[str, Any]]:
        if where not in made:
            made[where] = pulled(tmp_path_factory.mktemp("kill"), *([where] if where else []))
        return made[where]

    return of


@pytest.fixture(params=["", *DEATHS], ids=["printing", *(f"recovering from {death}" for death in DEATHS)])
def lines(request, runs):
    """Every line of a run."""
    return runs(request.param)


def again(line):
    """The tries of the paper that was being made; the first paper was whole before."""
    return [attempt for attempt in line["attempts"] if attempt["copy_no"] > 1]


def broken(lines, holds):
    """The lines for which something does not hold."""
    return [(line["where"], line) for line in lines if not holds(line)]


def files_of(line, attempt):
    return [name for name in line["files"] if attempt["uuid"] in name]


def test_the_plug_was_pulled_at_every_step(runs):
    printing = runs("")
    assert [line["at"] for line in printing] == list(range(1, len(printing) + 1))
    assert printing[-1]["where"] == "the end"
    steps = {line["where"] for line in printing}
    assert {
        "before writing.commit",
        "after writing.commit",
        "before renderer.render",
        "after readers.read_page",
    } <= steps
    assert {"after leases.take", "after device.preflight", "after device.begin", "before device.send"} <= steps
    assert {"after filefolder._write", "before filefolder._sync_folder", "before leases.release"} <= steps


def test_every_attempt_came_to_an_end(lines):
    assert broken(lines, lambda line: {a["state"] for a in line["attempts"]} <= ENDED) == []


def test_every_ending_stands_in_the_ledger_beside_its_intent(lines):
    def is_recorded(attempt):
        endings = [kind for kind in attempt["entries"] if kind in {"reprint.outcome", "reprint.recovered"}]
        return "reprint.intent" in attempt["entries"] and len(endings) == 1

    assert broken(lines, lambda line: all(is_recorded(a) for a in line["attempts"])) == []


def test_nothing_came_out_without_a_committed_intent_that_reached_sending(lines):
    def owned(line):
        sent = [a["uuid"] for a in again(line) if a["sent"]]
        return all(any(uuid in name for uuid in sent) for name in line["files"]) and len(line["files"]) <= len(sent)

    assert broken(lines, owned) == []


def test_what_is_said_not_to_have_come_out_did_not(lines):
    def empty(line):
        return not any(files_of(line, a) for a in again(line) if a["state"] in {"cancelled", "failed_clean"})

    assert broken(lines, empty) == []


def test_what_is_confirmed_lies_there(lines):
    assert broken(lines, lambda line: all(files_of(line, a) for a in again(line) if a["state"] == "confirmed")) == []


def test_no_number_is_used_twice(lines):
    def once(line):
        burnt = [a["copy_no"] for a in line["attempts"] if a["state"] not in {"cancelled", "failed_clean"}]
        return len(set(burnt)) == len(burnt) and len(set(line["copies"])) == len(line["copies"])

    assert broken(lines, once) == []


def test_the_next_paper_takes_the_free_number_or_the_next_and_comes_out(lines):
    def goes_on(line):
        burnt = [a["copy_no"] for a in line["attempts"] if a["state"] not in {"cancelled", "failed_clean"}]
        return line["next"] == {"outcome": "confirmed", "copy_no": max(burnt) + 1}

    assert broken(lines, goes_on) == []


def test_nothing_is_left_unknown_since_a_folder_can_be_asked(lines):
    assert broken(lines, lambda line: "unknown" not in {a["state"] for a in line["attempts"]}) == []


def test_no_half_written_file_stays_once_the_printer_goes_on(lines):
    assert broken(lines, lambda line: line["drafts"] == []) == []


def test_recovering_again_finds_nothing(lines):
    assert broken(lines, lambda line: not any(line["again"].values())) == []


def test_the_ledger_holds_before_and_after(lines):
    assert broken(lines, lambda line: line["ledger"] and line["ledger after"]) == []
