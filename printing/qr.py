"""QR symbols from the stored payload, unchanged."""

from functools import lru_cache

import segno

QUIET = 4
"""Modules of white around a symbol."""


@lru_cache(maxsize=64)
def modules(payload: str) -> tuple[tuple[bool, ...], ...]:
    """Return the dark modules of the symbol, row by row, without quiet zone.

    Level M as the tax platform prints it; a fixed mask, because choosing one costs five times the rest and every reader
    takes any.
    """
    symbol = segno.make(payload, error="m", mask=3, boost_error=False, micro=False)
    return tuple(tuple(bool(module) for module in row) for row in symbol.matrix)


def bars(payload: str) -> list[tuple[int, int, int]]:
    """Return (row, first column, length) of every run of dark modules."""
    found = []
    for y, row in enumerate(modules(payload)):
        x = 0
        while x < len(row):
            if row[x]:
                end = x
                while end < len(row) and row[end]:
                    end += 1
                found.append((y, x, end - x))
                x = end
            else:
                x += 1
    return found
