"""What one desk takes, as the kernel counts it: several desks at once, before and after sign-in and after a print.

RSS counts shared pages in full; PSS shares them out, so desks times PSS is what the host needs. The child process in
which PDFs are read back counts with its desk.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.figure import Figure
from bench.programs import BARE_TEXTUAL, DEMO, FIRST_PAINT, OPEN, unprinted_numbers
from bench.terminal import Terminal

_DESKS = 4
_FIELDS = ("Rss", "Pss")
_KIB_PER_MIB = 1024
_HOME = "查找与补打"
"""Stands on the home screen."""
_MAY_PRINT = "Enter 打印"
"""Stands in the key line of the verify screen."""
_PRINTED = "清楚完整"
"""An answer to the question that follows a paper."""
_SETTLE = 0.5

Taken = dict[str, float]


def figures(env: Mapping[str, str]) -> Iterator[Figure]:
    """Start a few desks at once and read what they take."""
    with ExitStack() as stack:
        bare = _settled([stack.enter_context(Terminal(BARE_TEXTUAL)) for _ in range(_DESKS)], FIRST_PAINT)
    with ExitStack() as stack:
        desks = [stack.enter_context(Terminal(DEMO, env)) for _ in range(_DESKS)]
        found = {"sign_in": _settled(desks, OPEN)}
        for desk in desks:
            _sign_in(desk)
        found["home"] = _settled(desks, _HOME)
        for desk, number in zip(desks, unprinted_numbers(env, _DESKS), strict=True):
            _print(desk, number)
        found["printed"] = _settled(desks, _PRINTED)
    against = f"bare Textual, {_DESKS} at once"
    for where, taken in found.items():
        for name in _FIELDS:
            yield Figure(f"memory.{where}_{name.lower()}", taken[name], "MiB", bare[name], against)


def _sign_in(desk: Terminal) -> None:
    from tui.practice_accounts import ACCOUNTS

    name, password, *_ = ACCOUNTS[0]
    desk.press(f"{name}\r{password}\r")


def _print(desk: Terminal, number: str) -> None:
    desk.press(f"{number}\r")
    desk.until(_MAY_PRINT)
    desk.quiet(_SETTLE)
    desk.press("\r")
    desk.until(_PRINTED)


def _settled(programs: Sequence[Terminal], text: str) -> Taken:
    """Wait until all have painted ``text`` and are quiet; return the mean of each field in MiB."""
    for program in programs:
        program.until(text)
    for program in programs:
        program.quiet(_SETTLE)
    taken = [_taken(program.pid) for program in programs]
    return {name: statistics.mean(one[name] for one in taken) for name in _FIELDS}


def _taken(pid: int) -> Taken:
    """Return what a process and its children take."""
    found = dict.fromkeys(_FIELDS, 0.0)
    for process in (pid, *_children(pid)):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
            name, value, *_ = line.split()
            if name.rstrip(":") in found:
                found[name.rstrip(":")] += int(value) / _KIB_PER_MIB
    return found


def _children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in lists for child in each.read_text(encoding="ascii").split()]
