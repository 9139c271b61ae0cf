"""kill -9 at every step of a test page: it is accounted for as a paper is, and leaves no trace among papers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desk import prepare

pytestmark = pytest.mark.xdist_group("kill")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pulled(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What a fresh process found after each pull of the plug; the last line is that of an undisturbed page."""
    folder = tmp_path_factory.mktemp("page-kill")
    (folder / "prepared").mkdir()
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "standins")])}
    done = subprocess.run(
        [sys.executable, "-m", "pageplug", str(prepare(folder / "prepared")), str(folder / "scratch")],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def broken(pulled, holds):
    return [(line["where"], line) for line in pulled if not holds(line)]


def pages(pulled):
    return [(line, attempt) for line in pulled for attempt in line["attempts"]]


def test_the_plug_was_pulled_at_every_step(pulled):
    steps = [line["where"] for line in pulled]
    assert (pulled[-1]["at"], steps[-1]) == (len(pulled), "the end")
    assert {"after writing.commit", "before device.send", "after filefolder._write", "after device.send"} <= set(steps)


def test_every_page_came_to_an_end_that_the_folder_bears_out(pulled):
    said = [(a["state"] == "confirmed", any(a["uuid"] in name for name in line["files"])) for line, a in pages(pulled)]
    assert {a["state"] for _, a in pages(pulled)} == {"cancelled", "failed_clean", "confirmed"}
    assert [claims for claims, lies in said if claims is not lies] == []


def test_nothing_came_out_without_a_committed_intent_that_reached_sending(pulled):
    def owned(line):
        sent = [a["uuid"] for a in line["attempts"] if a["sent"] and "test.intent" in a["entries"]]
        return all(any(uuid in name for uuid in sent) for name in line["files"])

    assert broken(pulled, owned) == []


def test_every_ending_stands_in_the_ledger_beside_its_intent(pulled):
    def is_recorded(attempt):
        endings = [kind for kind in attempt["entries"] if kind in {"test.outcome", "test.recovered"}]
        return "test.intent" in attempt["entries"] and len(endings) == 1

    assert broken(pulled, lambda line: all(is_recorded(a) for a in line["attempts"]) and line["ledger"]) == []


def test_the_next_paper_is_the_first_one_and_comes_out(pulled):
    first = {"outcome": "confirmed", "copy_no": 1, "serial": "1-000001"}
    assert broken(pulled, lambda line: line["next"] == first) == []


def test_recovering_again_finds_nothing(pulled):
    assert broken(pulled, lambda line: not any(line["again"].values())) == []
