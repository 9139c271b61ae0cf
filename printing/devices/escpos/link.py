"""What the wire to a receipt printer must offer, whatever it is made of: TCP, a serial line, USB.

The number of bytes that have left must be right whatever happens, and a printer may speak while it is being written to;
so a link never blocks for long, never writes by itself, and hides nothing between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class EscposTimes:
    """Seconds.

    ``connect`` to be let in; ``status`` for all four ``DLE EOT``; ``probe`` for each answer to a probe; ``stall`` without
    the printer taking a byte; ``answer`` plus ``per_mm`` of paper for the barrier; ``trouble`` for a person to put paper
    in; ``poll`` between two looks meanwhile. What the wire itself needs for the bytes is added to each.
    """

    connect: float = 2.0
    status: float = 2.0
    probe: float = 2.0
    stall: float = 10.0
    answer: float = 5.0
    per_mm: float = 0.02
    trouble: float = 600.0
    poll: float = 1.0


class LinkClosed(OSError):
    """The printer ended the connection."""


class Link(Protocol):
    """One open way to one printer. Raises OSError and keeps ``sent`` right whatever happens."""

    sent: int
    """Bytes that our kernel has taken."""
    two_way: bool
    """Whether answers can come back at all."""
    vouches: bool
    """Whether a byte that is no longer ``pending`` was taken by the printer itself, by the wire's own rules."""

    def write_some(self, data: memoryview) -> int:
        """Hand over what is taken right now, perhaps nothing; return how much."""
        ...

    def read_some(self) -> bytes:
        """Return what has arrived so far, perhaps nothing. Raises LinkClosed when the printer has hung up."""
        ...

    def wait(self, seconds: float, *, writing: bool = False) -> tuple[bool, bool]:
        """Wait until there is something to read, or room to write where asked; return which."""
        ...

    def pending(self) -> int:
        """Return how many bytes are known to be still on their way."""
        ...

    def seconds_for(self, size: int) -> float:
        """Return how long ``size`` bytes take on the wire; 0 where that is nothing beside the printing."""
        ...

    def close(self) -> None:
        """Close; never raises. What the printer has taken stays with it."""
        ...
