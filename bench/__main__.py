"""``python -m bench [NAME ...]``: run the benches (all, or those named), print the table, write ``results.json``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from bench import first_byte, imposition, line, memory, pages, receipts, search, start
from bench.figure import RESULTS, Figure, keep, table
from bench.programs import practice_environment


def main() -> int:
    """Measure and tell."""
    with tempfile.TemporaryDirectory(prefix="fapiao-bench-") as scratch:
        benches = _benches(Path(scratch))
        parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"which benches: {' '.join(benches)}")
        names = parser.parse_args().names or list(benches)
        if unknown := set(names) - set(benches):
            parser.error(f"there is no bench named {' '.join(sorted(unknown))}")
        began, figures = time.perf_counter(), list[Figure]()
        for name in names:
            print(f"{name} ...", file=sys.stderr, flush=True)
            figures += benches[name]()
    keep(figures)
    print(table(figures))
    print(f"{len(figures)} figures in {time.perf_counter() - began:.0f} s, kept in {RESULTS.name}")
    return 0


def _benches(scratch: Path) -> dict[str, Callable[[], Iterable[Figure]]]:
    @cache
    def practice() -> dict[str, str]:
        return practice_environment(scratch)

    return {
        "start": lambda: start.figures(practice()),
        "line": lambda: line.figures(practice()),
        "memory": lambda: memory.figures(practice()),
        "search": lambda: search.figures(scratch),
        "pages": pages.figures,
        "imposition": imposition.figures,
        "receipts": receipts.figures,
        "first_byte": lambda: first_byte.figures(scratch),
    }


if __name__ == "__main__":
    sys.exit(main())
