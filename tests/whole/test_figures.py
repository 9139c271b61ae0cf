"""How measurements are kept and shown: runs join one file, and a figure stands beside its floor."""

from __future__ import annotations

import json

from bench.figure import Figure, keep, rate_of, seconds_of, table

PAGES = Figure("pages", 60.0, "pages/s", 80.0, "bare")


def test_the_ratio_is_value_over_floor():
    assert (PAGES.ratio, Figure("alone", 1.0, "s").ratio) == (0.75, None)


def test_later_runs_join_the_same_file(tmp_path):
    path = tmp_path / "results.json"

    keep([PAGES, Figure("receipts", 5.0, "receipts/s")], path)
    keep([Figure("pages", 70.0, "pages/s", 80.0, "bare"), Figure("search", 2.0, "ms")], path)

    kept = {
        entry["name"]: (entry["value"], entry["unit"], entry["floor"], entry["ratio"])
        for entry in json.loads(path.read_text())
    }
    assert kept == {
        "pages": (70.0, "pages/s", 80.0, 0.875),
        "receipts": (5.0, "receipts/s", None, None),
        "search": (2.0, "ms", None, None),
    }


def test_a_file_that_is_no_results_is_begun_anew(tmp_path):
    path = tmp_path / "results.json"
    path.write_text("{")

    keep([PAGES], path)

    assert [entry["name"] for entry in json.loads(path.read_text())] == ["pages"]


def test_the_table_shows_value_floor_and_ratio():
    head, line = (row.split() for row in table([PAGES]).splitlines())

    assert (head[0], line) == ("figure", ["pages", "60.0", "pages/s", "80.0", "0.75", "bare"])


def test_warm_calls_do_not_count():
    calls = []

    seconds_of(lambda: calls.append(1), times=3, warm=2)

    assert len(calls) == 5


def test_a_rate_is_positive():
    assert rate_of(lambda: None, within=0.001) > 0
