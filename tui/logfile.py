"""The log read back: its last lines, followed as they come, and what went wrong lately."""

from __future__ import annotations

import json
import time
from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LINES = 200
"""Newest lines that are looked at."""
PAUSE = 0.3
"""Seconds between two looks for more."""


def last_lines(path: Path, most: int = LINES) -> list[str]:
    """Return the newest lines; none where nothing was written yet or it cannot be read."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return [line.rstrip("\n") for line in deque(file, maxlen=most)]
    except OSError:
        return []


def followed(path: Path, goes_on: Callable[[], bool] = lambda: True) -> Iterator[str]:
    """Yield lines as they are written, also after the file was turned over; ends when ``goes_on`` says no."""
    place = path.stat().st_size if path.exists() else 0
    while goes_on():
        size = path.stat().st_size if path.exists() else 0
        if size < place:
            place = 0
        if size > place:
            with path.open("rb") as file:
                file.seek(place)
                data = file.read(size - place)
            whole, _, rest = data.rpartition(b"\n")
            place = size - len(rest)
            yield from whole.decode(errors="replace").splitlines()
        time.sleep(PAUSE)


def defects(path: Path) -> list[dict[str, Any]]:
    """Return the faults of the program among the newest lines, oldest first."""
    found = []
    for line in last_lines(path):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and entry.get("event") == "defect":
            found.append(entry)
    return found
