"""What goes over the line: bytes that the desk writes for a key and for each step of a reprint, at 80x24."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping

from bench.figure import Figure
from bench.programs import DEMO, OPEN, unprinted_numbers
from bench.terminal import Terminal

_QUIET = 0.6
"""Seconds without a byte after which a step is over; nothing here is timed."""
_SCREEN = 80 * 24
_F2, _F4, _ESCAPE = "\x1bOQ", "\x1bOS", "\x1b"


def figures(env: Mapping[str, str]) -> Iterator[Figure]:
    """Sign in, find, verify, settings and back, counting what is written."""
    (number,) = unprinted_numbers(env, 1)
    with Terminal(DEMO, env) as terminal:
        terminal.until(OPEN)
        terminal.quiet(_QUIET)
        yield _cells("line.first_paint", len(terminal.painted))
        _step(terminal, "zhangmin\r")
        _step(terminal, "lianxi2026\r")
        yield _cells("line.find", _step(terminal, _F2))
        keys = [_step(terminal, letter) for letter in "zzzzz"]
        yield Figure("line.letter", statistics.median(keys), "bytes", 1, "the letter itself")
        _step(terminal, "\x15")
        yield _cells("line.find_to_verify", _step(terminal, f"{number}\r"))
        yield _cells("line.settings", _step(terminal, _F4))
        yield _cells("line.back_to_verify", _step(terminal, _ESCAPE))


def _step(terminal: Terminal, keys: str) -> int:
    """Press ``keys`` and return the bytes until nothing more comes."""
    terminal.forget()
    terminal.press(keys)
    terminal.quiet(_QUIET)
    return len(terminal.painted)


def _cells(name: str, count: int) -> Figure:
    return Figure(name, count, "bytes", _SCREEN, "one byte a cell of the screen")
