"""``fapiao layout``: a layout file is looked through before it is used, and a printer's overlay is kept, shown, taken away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from practicedesk import make_desk

FAPIAO = str(Path(sys.executable).parent / "fapiao")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    env = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(tmp_path),
        "FAPIAO_STORE": str(tmp_path / "desk.db"),
    }

    def fapiao(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [FAPIAO, *words], env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )

    return fapiao


@pytest.fixture
def overlay(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        path = tmp_path / "desk3.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_good_file_is_good_without_any_store(run, overlay, tmp_path):
    done = run("layout", "check", overlay("[page]\noffset = [1.5, -0.8]\n"))

    assert (done.returncode, done.stdout, done.stderr) == (0, "desk3.toml 可以使用\n", "")
    assert not (tmp_path / "desk.db").exists()


def test_what_is_risky_is_told_with_its_line(run, overlay):
    done = run("layout", "check", overlay("[page]\nscale = 0.9\n"))

    assert done.returncode == 0
    assert done.stdout.startswith("! 第 2 行：票面不是原大（90%）")


@pytest.mark.parametrize(
    ("text", "line"),
    [("[page]\noffset = [1, 2]\nscal = 1.0\n", "第 3 行"), ("[page\n", "line 1"), ("[page]\nscale = 9\n", "第 2 行")],
)
def test_a_mistake_is_one_line_with_file_and_line(run, overlay, text, line):
    done = run("layout", "check", overlay(text))

    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "desk3.toml" in done.stderr
    assert line in done.stderr


def test_check_answers_in_json(run, overlay):
    good, bad = (
        run("layout", "check", overlay(text), "--json") for text in ("[page]\nscale = 1.2\n", "[page]\nx = 1\n")
    )

    assert json.loads(good.stdout) == {"ok": True, "warnings": ["第 2 行：票面不是原大（120%），会印在页脚"]}
    assert json.loads(bad.stdout)["error"]["code"] == "bad_input"


def test_an_overlay_is_set_shown_and_taken_away(run, overlay, tmp_path):
    make_desk(tmp_path, invoices=[])
    text = "[page]\noffset = [1.5, -0.8]\nscale = 0.9\n"

    done = run("layout", "set", "A4-前台", "a4-upper", overlay(text))
    shown = run("layout", "show", "A4-前台", "a4-upper")
    away = run("layout", "reset", "A4-前台", "a4-upper")
    after = run("layout", "show", "A4-前台", "a4-upper", "--json")

    assert [d.returncode for d in (done, shown, away, after)] == [0, 0, 0, 0]
    assert "第 3 行：票面不是原大" in done.stdout
    assert shown.stdout == text
    assert json.loads(after.stdout) == {"printer": "A4-前台", "paper": "a4-upper", "overlay": None}


def test_a_bad_overlay_is_not_set(run, overlay, tmp_path):
    make_desk(tmp_path, invoices=[])

    done = run("layout", "set", "A4-前台", "a4-upper", overlay("[field]\nnumber = { hide = true }\n"))

    assert done.returncode == 2
    assert "desk3.toml 第 2 行" in done.stderr
    assert "没有改动" in run("layout", "show", "A4-前台", "a4-upper").stdout
