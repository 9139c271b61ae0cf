"""``python -m bench.read``: how much of invented invoices of every format is read rightly, and what is wrong in silence.

A field is right, missing, told (wrong, and a finding says that something is), or wrong in silence. A paper that is no
invoice is refused or accepted.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.formats.readers import FileReaders
from fapiao.verdict import Level
from scripts.specimens.made import Specimen, specimens
from scripts.specimens.truth import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fapiao.ports.readers import Readers, Reading

LEAST_RIGHT = 0.98


@dataclass(slots=True)
class Score:
    """What became of the specimens of one format."""

    files: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    """``right``, ``missing``, ``told``, ``silent``."""
    refused: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Part of the fields that were read rightly."""
        return self.fields["right"] / (self.fields.total() or 1)


def measure(found: Iterable[Specimen], readers: Readers) -> dict[str, Score]:
    """Read every specimen and compare; the scores by format."""
    scores: dict[str, Score] = {}
    for specimen in found:
        score = scores.setdefault(specimen.format, Score())
        score.files += 1
        (reading, *_) = readers.read(specimen.name, specimen.data)
        if reading.invoice is None:
            score.refused += 1
            if specimen.facts:
                score.fields["missing"] += sum(bool(text) for text in specimen.facts.values())
                score.notes.append(f"{specimen.name}: refused: {reading.error}")
        elif specimen.facts:
            _compare(specimen, reading, score)
        else:
            score.notes.append(f"{specimen.name}: taken for invoice {reading.invoice.full_no}")
    return scores


def _compare(specimen: Specimen, reading: Reading, score: Score) -> None:
    assert reading.invoice is not None
    said = facts_of(reading.invoice)
    told = any(finding.level is not Level.INFO for finding in reading.findings)
    for name in specimen.facts | said:
        wanted, text = specimen.facts.get(name, ""), said.get(name, "")
        if not wanted and not text:
            continue
        verdict = "right" if text == wanted else "missing" if not text else "told" if told else "silent"
        score.fields[verdict] += 1
        if verdict != "right":
            score.notes.append(f"{specimen.name}: {name}: {text!r} for {wanted!r} ({verdict})")


def table(scores: dict[str, Score]) -> str:
    """Return the scores as lines for a person."""
    head = f"{'format':8}{'files':>7}{'fields':>9}{'right':>9}{'missing':>9}{'told':>7}{'silent':>8}{'refused':>9}{'accepted':>10}"
    rows = [head]
    for name, score in scores.items():
        if name == "other":
            rows.append(f"{'none':8}{score.files:7}{'':>42}{score.refused:9}{score.files - score.refused:10}")
            continue
        f = score.fields
        rows.append(
            f"{name:8}{score.files:7}{f.total():9}{score.right:9.2%}{f['missing']:9}{f['told']:7}{f['silent']:8}{score.refused:9}"
            f"{score.files - score.refused:10}"
        )
    return "\n".join(rows)


def holds(scores: dict[str, Score]) -> bool:
    """Tell whether nothing is wrong in silence, nothing that is no invoice was taken for one, and enough is right."""
    others = scores.get("other")
    read = [score for name, score in scores.items() if name != "other"]
    silent = sum(score.fields["silent"] for score in read)
    return (
        not silent and all(s.right >= LEAST_RIGHT for s in read) and (others is None or others.refused == others.files)
    )


def main() -> int:
    """Measure, tell, and fail where it does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.read", description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--notes", action="store_true", help="each field that is not right")
    wanted = parser.parse_args()
    scores = measure(specimens(wanted.rounds, wanted.seed), FileReaders())
    print(table(scores))
    if wanted.notes:
        print(*(note for score in scores.values() for note in score.notes), sep="\n", file=sys.stderr)
    return 0 if holds(scores) else 1


if __name__ == "__main__":
    sys.exit(main())
