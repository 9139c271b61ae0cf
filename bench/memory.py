"""What one desk takes, as the kernel counts it: several desks at once, signed in or not, beside bare Textual.

RSS counts shared pages in full; PSS shares them out, so desks times PSS is what the host needs.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.figure import Figure
from bench.programs import BARE_TEXTUAL, DEMO, FIRST_PAINT, OPEN
from bench.terminal import Terminal

_DESKS = 4
_FIELDS = ("Rss", "Pss")
_KIB_PER_MIB = 1024
_HOME = "查找与补打"
"""Stands on the home screen."""


def figures(env: Mapping[str, str]) -> Iterator[Figure]:
    """Start a few desks at once and read what they take."""
    with ExitStack() as stack:
        bare = _settled([stack.enter_context(Terminal(BARE_TEXTUAL)) for _ in range(_DESKS)], FIRST_PAINT)
    with ExitStack() as stack:
        desks = [stack.enter_context(Terminal(DEMO, env)) for _ in range(_DESKS)]
        waiting = _settled(desks, OPEN)
        for desk in desks:
            _sign_in(desk)
        at_home = _settled(desks, _HOME)
    for name in _FIELDS:
        short, floor = name.lower(), bare[name]
        yield Figure(f"memory.sign_in_{short}", waiting[name], "MiB", floor, f"bare Textual, {_DESKS} at once")
        yield Figure(f"memory.home_{short}", at_home[name], "MiB", floor, f"bare Textual, {_DESKS} at once")


def _sign_in(desk: Terminal) -> None:
    from tui.practice import ACCOUNTS

    name, password, *_ = ACCOUNTS[0]
    desk.press(f"{name}\r{password}\r")


def _settled(programs: Sequence[Terminal], text: str) -> dict[str, float]:
    """Wait until all have painted ``text`` and are quiet; return the mean of each field in MiB."""
    for program in programs:
        program.until(text)
    for program in programs:
        program.quiet(0.5)
    taken = [_taken(program.pid) for program in programs]
    return {name: statistics.mean(one[name] for one in taken) for name in _FIELDS}


def _taken(pid: int) -> dict[str, float]:
    found = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, value, *_ = line.split()
        found[name.rstrip(":")] = int(value) / _KIB_PER_MIB
    return found
