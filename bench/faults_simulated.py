"""Ten thousand reprints at four desks on one store, with random faults and deaths, played from one seed.

The real store, ledger and use cases; printers that fail by plan; for one paper in a hundred the real layout, read back by
the real reader. Desks take turns at every step, so the same seed plays the same day again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.faults_figures import count, outcomes, promises, unknowns
from bench.figure import Figure

REPRINTS = 10_000
REAL_EVERY = 100
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder that costs no disk
PART = "simulated"


def figures(seed: int, reprints: int = REPRINTS) -> tuple[list[Figure], list[str]]:
    """Play it; return the figures, and every promise that did not hold."""
    from data.formats.readers import FileReaders
    from printing.renderer import PaperRenderer
    from simulation import Simulation

    real = {"renderer": PaperRenderer(), "readers": FileReaders()}
    with tempfile.TemporaryDirectory(prefix="fapiao-faults-", dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        play = Simulation(Path(folder), seed, reprints, real=real, real_every=REAL_EVERY)
        play.run()
    return list(_figures(play)), play.tally.broken


def _figures(play: object) -> Iterator[Figure]:
    from simulation import Simulation

    assert isinstance(play, Simulation)
    tally, account = play.tally, play.world.account
    yield count(PART, "reprints", tally.reprints)
    yield count(PART, "with the real layout", tally.real)
    yield from outcomes(PART, tally.results, account)
    yield from unknowns(PART, tally.unknowns)
    yield count(PART, "unknown overridden", tally.overridden)
    yield count(PART, "wrong codes refused", tally.refused_codes)
    yield count(PART, "late papers corrected", tally.corrected)
    for what, times in sorted(tally.recovered.items()):
        yield count(PART, f"recovered: {what}", times)
    yield from promises(PART, tally.broken, tally.entries)
    yield Figure(f"{PART}: seconds", tally.seconds, "s")
