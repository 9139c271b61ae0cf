"""Two hundred reprints on real parts that fail: cupsd, ippeveprinter and emupos behind shims, desks that are killed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.faults_figures import count, outcomes, promises, unknowns
from bench.figure import Figure

REPRINTS = 200
PART = "real"
REPEATED = "papers repeated by CUPS itself"


def figures(seed: int, reprints: int = REPRINTS) -> tuple[list[Figure], list[str]]:
    """Run it; return the figures, and every promise that did not hold."""
    from realfaults import RealFaults
    from realplace import place

    with tempfile.TemporaryDirectory(prefix="fapiao-faults-") as folder:
        # cupsd runs as a user of its own and has to get in.
        Path(folder).chmod(0o755)
        with place(Path(folder)) as everything:
            run = RealFaults(everything, seed, reprints)
            run.run()
            return list(_figures(run)), run.tally.broken


def _figures(run: object) -> Iterator[Figure]:
    from realfaults import RealFaults

    assert isinstance(run, RealFaults)
    tally, account = run.tally, run.account
    yield count(PART, "reprints", tally.reprints)
    yield from outcomes(PART, tally.results, account)
    yield from unknowns(PART, tally.unknowns)
    yield count(PART, "late papers corrected", tally.corrected)
    yield count(PART, "torn papers", account.scraps.total())
    yield count(PART, REPEATED, account.repeated())
    yield from promises(PART, tally.broken, tally.entries)
    yield Figure(f"{PART}: seconds", tally.seconds, "s")
