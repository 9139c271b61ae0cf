"""The figures that both fault runs tell in the same words: outcomes, faults, and the promises at 0."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bench.figure import Figure

if TYPE_CHECKING:
    from account import Account, Unknowns

PROMISES = {
    "duplicates": ("one copy number on",),
    "print data without intent or SENDING": ("without a committed", "print data after", "nothing is being sent"),
    "print data past an unknown or a lost lease": ("past an unknown", "under a lost lease"),
    "numbers moved after the first byte": ("tried again after", "print data began"),
    "unaccounted": (
        "unaccounted", "still wait", "no record knows", "a paper lies there", "no paper is there", "no ending", ": recorded ",
        "answered",
    ),
    "ledger faults": ("ledger:",),
}  # fmt: skip
"""What a reader looks for, and the words by which :meth:`account.Account.broken` names it."""


def count(part: str, name: str, value: int) -> Figure:
    """One counted thing."""
    return Figure(f"{part}: {name}", value, "")


def outcomes(part: str, results: Mapping[str, int], account: Account) -> Iterator[Figure]:
    """What became of the reprints, and what was injected."""
    yield count(part, "attempts that sent print data", len(account.sends))
    yield count(part, "papers", len(account.sheets) + account.scraps.total())
    for word, times in sorted(results.items(), key=lambda pair: -pair[1]):
        yield count(part, f"said {word}", times)
    yield count(part, "faults injected", account.faults.total())
    for kind, times in sorted(account.faults.items(), key=lambda pair: -pair[1]):
        yield count(part, f"fault: {kind}", times)


def unknowns(part: str, found: Unknowns) -> Iterator[Figure]:
    """What became of the outcomes that nobody knew."""
    yield count(part, "unknown surfaced", found.surfaced)
    yield count(part, "unknown settled by a person", found.settled)
    yield count(part, "unknown answered by a late success", found.late)
    yield count(part, "unknown left", found.left)


def promises(part: str, broken: Sequence[str], entries: int) -> Iterator[Figure]:
    """How often each promise did not hold, and how much of the ledger was verified."""
    rest = list(broken)
    for name, words in PROMISES.items():
        found = [line for line in rest if any(word in line for word in words)]
        rest = [line for line in rest if line not in found]
        yield count(part, name, len(found))
    yield count(part, "other promises broken", len(rest))
    yield count(part, "ledger entries verified", entries)
