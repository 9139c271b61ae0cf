"""A page in terminal cells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellRun:
    """Cells of one row in the same colours."""

    text: str
    ink: str
    """``#rrggbb`` of the characters."""
    ground: str
    """``#rrggbb`` behind them."""


CellRow = tuple[CellRun, ...]
