"""One thing that does not fit, and how much it weighs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """What a doubt means for a paper (docs/doubts.md)."""

    CONTRADICTION = "contradiction"
    """Two values of the invoice cannot both be true."""
    MISSING = "missing"
    """Something that every such invoice has is not known, or is a guess."""
    NOTICE = "notice"
    """Odd, and seen on genuine invoices."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One finding on the facts themselves: ``rule`` is its name for programs, ``facts`` the values that it saw."""

    rule: str
    weight: Weight
    message: str
    facts: tuple[tuple[str, str], ...] = ()
