"""QR symbols from the stored payload, unchanged."""

from functools import lru_cache

import segno

from printing import qrtable

QUIET = 4
"""Modules of white around a symbol."""
_DARK = ord("1")


@lru_cache(maxsize=64)
def modules(payload: str) -> tuple[tuple[bool, ...], ...]:
    """Return the dark modules of the symbol, row by row, without quiet zone."""
    size, rows = symbol(payload)
    width = len(rows) // size * 8
    every = tuple([digit == _DARK for digit in f"{int.from_bytes(rows, 'big'):0{size * width}b}".encode("ascii")])
    return tuple([every[row * width : row * width + size] for row in range(size)])


@lru_cache(maxsize=64)
def symbol(payload: str) -> qrtable.Symbol:
    """Return the symbol as a picture of one bit a module, without quiet zone.

    Level M as the tax platform prints it; a fixed mask, because choosing one costs most of an encoder's time and every
    reader takes any. What the tables do not hold (other than ASCII, over 180 characters) is encoded the long way.
    """
    found = qrtable.symbol(payload)
    if found is not None:
        return found
    drawn = segno.make(payload, error="m", mask=qrtable.MASK, boost_error=False, micro=False).matrix
    lines = ["".join("01"[module & 1] for module in row) for row in drawn]
    across = -(-len(lines) // 8)
    return qrtable.Symbol(
        len(lines), b"".join(int(line.ljust(8 * across, "0"), 2).to_bytes(across, "big") for line in lines)
    )
