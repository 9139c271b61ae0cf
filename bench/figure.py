"""One measured figure, how it is taken, and how a run is kept."""

from __future__ import annotations

import gc
import json
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value beside the floor it can be held against: the bare library, raw SQL, a peer."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    against: str = ""
    """What the floor is."""

    @property
    def ratio(self) -> float | None:
        """Value over floor; None where there is none."""
        return self.value / self.floor if self.floor else None


def seconds_of(work: Callable[[], object], *, times: int = 5, warm: int = 1) -> float:
    """Median seconds of one call, after ``warm`` calls that do not count."""
    for _ in range(warm):
        work()
    taken = []
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def rate_of(work: Callable[[], object], *, within: float = 1.0) -> float:
    """How many calls a second, over about ``within`` seconds."""
    work()
    gc.collect()
    start, count = time.perf_counter(), 0
    while (spent := time.perf_counter() - start) < within:
        work()
        count += 1
    return count / spent


def keep(figures: Iterable[Figure], path: Path = RESULTS) -> None:
    """Join the figures of this run to those of others: same name, newest value."""
    known = {entry["name"]: entry for entry in _known(path)}
    known |= {figure.name: {**asdict(figure), "ratio": figure.ratio} for figure in figures}
    path.write_text(json.dumps(list(known.values()), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _known(path: Path) -> list[dict[str, object]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [entry for entry in found if isinstance(entry, dict) and "name" in entry]


def table(figures: Iterable[Figure]) -> str:
    """The figures as aligned lines."""
    rows = [("figure", "value", "unit", "floor", "ratio", "against")]
    for figure in figures:
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        floor = "" if figure.floor is None else f"{figure.floor:,.1f}"
        rows.append((figure.name, f"{figure.value:,.1f}", figure.unit, floor, ratio, figure.against))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    numbers = {1, 3, 4}
    cells = (
        cell.rjust(width) if column in numbers else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(cells).rstrip()
