"""Start to first paint, in a real terminal of 80x24, beside bare Textual and a bare interpreter."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence

from bench.figure import Figure, seconds_of
from bench.programs import BARE_PYTHON, BARE_TEXTUAL, DEMO, FIRST_PAINT, OPEN
from bench.terminal import Terminal

_TIMES = 5
_MS = 1000


def figures(env: Mapping[str, str]) -> Iterator[Figure]:
    """Start each program in turn, several times."""
    paint, opened, bare = [], [], []
    for _ in range(_TIMES + 1):
        with Terminal(BARE_TEXTUAL) as terminal:
            bare.append(terminal.until(FIRST_PAINT))
        with Terminal(DEMO, env) as terminal:
            paint.append(terminal.until(FIRST_PAINT))
            opened.append(terminal.until(OPEN))
    python = seconds_of(lambda: subprocess.run(BARE_PYTHON, check=True), times=_TIMES)
    # The first start of each fills the file cache and counts for nothing.
    first, floor = _median(paint), _median(bare)
    yield Figure("start.first_paint", first, "ms", floor, "bare Textual, the same widgets")
    yield Figure("start.bare_textual", floor, "ms", python * _MS, "python -c pass")
    yield Figure("start.store_open", _median(opened), "ms", first, "its own first paint")
    command, desk, textual = (
        _import_ms(text)
        for text in ("tui.command", "tui.run, tui.practice_accounts", "textual.app, textual.widgets._input")
    )
    yield Figure("start.import_command", command, "ms", _import_ms("argparse, json"), "argparse and json")
    yield Figure("start.import_desk", desk, "ms", textual, "textual.app and Input")


def _median(seconds: Sequence[float]) -> float:
    return statistics.median(seconds[1:]) * _MS


def _import_ms(modules: str) -> float:
    """Return what ``python -X importtime`` counts for importing ``modules``, beyond the interpreter's own."""
    own, whole = (min(_imported_us(code) for _ in range(3)) for code in ("pass", f"import {modules}"))
    return (whole - own) / _MS


def _imported_us(code: str) -> int:
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True, check=True)
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:") and "self" not in line]
    return sum(int(line.removeprefix("import time:").split("|")[0]) for line in lines)
