"""``python -m bench.faults [PART ...] [--seed N] [--reprints N]``: printing under faults, as one table.

Parts: ``machine`` (any order of rules, tests/faults/test_machine.py, with more examples than CI tries), ``simulated``
and ``real``. Needs tests/standins on the path (``make bench-faults`` sees to it). Exit code 1 where a promise does not
hold; then it is named with the seed that plays it again. Figures are kept in ``results-faults.json``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from bench import faults_real, faults_simulated
from bench.figure import RESULTS, Figure, keep, table

KEPT = RESULTS.with_name("results-faults.json")
SEED = 20261124
EXAMPLES = 500
Run = tuple[list[Figure], list[str]]
_ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Run the parts, print one table, name what is broken."""
    parts: dict[str, Callable[[int, int | None], Run]] = {
        "machine": _machine,
        "simulated": lambda seed, reprints: faults_simulated.figures(seed, reprints or faults_simulated.REPRINTS),
        "real": lambda seed, reprints: faults_real.figures(seed, reprints or faults_real.REPRINTS),
    }
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"which: {' '.join(parts)}; all unless named")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--reprints", type=int, default=None, help="how many, where it is not the usual number")
    given = parser.parse_args()
    names = given.parts or list(parts)
    if unknown := set(names) - set(parts):
        parser.error(f"there is no part named {' '.join(sorted(unknown))}")
    # The drivers' own deprecations are known and pinned; they would stand between the lines of the table.
    warnings.simplefilter("ignore", DeprecationWarning)
    found, broken = list[Figure](), list[str]()
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        figures, lines = parts[name](given.seed, given.reprints)
        found += figures
        broken += [f"{name}, seed {given.seed}: {line}" for line in lines]
    keep(found, KEPT)
    print(table(found))
    print(f"seed {given.seed}; kept in {KEPT.name}")
    print("\n".join(broken) if broken else "every promise holds")
    if again := sum(figure.value for figure in found if figure.name.endswith(faults_real.REPEATED)):
        print(
            f"{again:.0f} papers were printed again by CUPS itself, which docs/faults.md says no program can promise against"
        )
    return 1 if broken else 0


def _machine(seed: int, examples: int | None) -> Run:
    """Let hypothesis look for an order of rules that breaks a promise."""
    began = time.perf_counter()
    count = examples or EXAMPLES
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "--timeout", "0", f"--hypothesis-seed={seed}"]
    done = subprocess.run(
        [*command, str(_ROOT / "tests" / "faults" / "test_machine.py")],
        cwd=_ROOT,
        env=os.environ | {"FAPIAO_FAULT_EXAMPLES": str(count)},
        capture_output=True,
        text=True,
        check=False,
    )
    broken = done.stdout.splitlines()[-40:] if done.returncode else []
    figures = [
        Figure("machine: examples", count, ""),
        Figure("machine: promises broken", len(broken[:1]), ""),
        Figure("machine: seconds", time.perf_counter() - began, "s"),
    ]
    return figures, broken


if __name__ == "__main__":
    sys.exit(main())
