"""QR symbols by table: for one version, level and mask a symbol is affine in its data bits (ISO/IEC 18004, 7.4 to 7.8).

So a symbol is the empty one XOR one table entry for each half byte of the data codewords, error correction and
interleaving included. Level M, mask 3, versions 1 to 9; one segment in the narrowest mode, as encoders do.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import segno

MASK = 3
_ALPHANUMERIC = {character: n for n, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")}
_BLOCKS = (
    ((16,), 10),
    ((28,), 16),
    ((44,), 26),
    ((32, 32), 18),
    ((43, 43), 24),
    ((27,) * 4, 16),
    ((31,) * 4, 18),
    ((38, 38, 39, 39), 22),
    ((36, 36, 36, 37, 37), 22),
)
"""Version - 1 -> data codewords of each block, and error correction codewords of every block (table 9, level M)."""
_PADS = bytes((0xEC, 0x11))
_DIGITS = bytes.maketrans(b"0123456789abcdef", bytes(range(16)))
_FIELD = 0x11D
"""x^8 + x^4 + x^3 + x^2 + 1, by which the field of the error correction is built."""
_TIMING = 6
"""Column that the zigzag of the codewords leaves out."""


class Symbol(NamedTuple):
    """The modules of a symbol without its quiet zone."""

    size: int
    """Modules along an edge."""
    rows: bytes
    """Row by row, eight modules a byte from the highest bit down, dark = 1; each row filled up with 0."""


class _Tables(NamedTuple):
    size: int
    capacity: int
    """Data codewords."""
    empty: int
    halves: tuple[tuple[int, ...], ...]
    """Half byte of the data codewords -> its value -> the modules that it turns."""


def symbol(payload: str) -> Symbol | None:
    """Return the symbol of ``payload``; None where it is not ASCII, empty, or too long for version 9."""
    if not payload or not payload.isascii():
        return None
    value, length = _segment(payload)
    version = next((n for n, (blocks, _) in enumerate(_BLOCKS, 1) if 8 * sum(blocks) >= length), 0)
    if not version:
        return None
    tables = _tables(version)
    filled = min(-(-(length + 4) // 8), tables.capacity)
    data = (value << (8 * filled - length)).to_bytes(filled, "big")
    data += (_PADS * tables.capacity)[: tables.capacity - filled]
    bits = tables.empty
    for half, digit in zip(tables.halves, data.hex().encode("ascii").translate(_DIGITS), strict=True):
        bits ^= half[digit]
    return Symbol(tables.size, bits.to_bytes(tables.size * _across(tables.size), "big"))


def _across(size: int) -> int:
    """Return the bytes of a row."""
    return -(-size // 8)


def _segment(payload: str) -> tuple[int, int]:
    """Return mode, count and characters as one number, and its length in bits."""
    count = len(payload)
    if payload.isdigit():
        found, length = 1 << 10 | count, 14
        for at in range(0, count, 3):
            part = payload[at : at + 3]
            width = (4, 7, 10)[len(part) - 1]
            found, length = found << width | int(part), length + width
        return found, length
    if all(character in _ALPHANUMERIC for character in payload):
        found, length = 2 << 9 | count, 13
        for at in range(0, count - 1, 2):
            pair = _ALPHANUMERIC[payload[at]] * 45 + _ALPHANUMERIC[payload[at + 1]]
            found, length = found << 11 | pair, length + 11
        return (found << 6 | _ALPHANUMERIC[payload[-1]], length + 6) if count % 2 else (found, length)
    return (4 << 8 | count) << 8 * count | int.from_bytes(payload.encode("ascii"), "big"), 12 + 8 * count


@cache
def _tables(version: int) -> _Tables:
    """Work out the tables of ``version``: some milliseconds, and half a megabyte for version 5."""
    blocks, corrections = _BLOCKS[version - 1]
    size, empty, places = _frame(version)
    starts = [sum(blocks[:n]) for n in range(len(blocks))]
    order = [start + n for n in range(max(blocks)) for start, length in zip(starts, blocks, strict=True) if n < length]
    at = {codeword: n for n, codeword in enumerate(order)}
    correction_at = sum(blocks)

    def turned(codeword: int, value: int) -> int:
        return sum(places[8 * codeword + bit] for bit in range(8) if value >> 7 - bit & 1)

    halves: list[tuple[int, ...]] = []
    for block, (start, length) in enumerate(zip(starts, blocks, strict=True)):
        rests = _remainders(length, corrections)
        for n in range(length):
            columns = []
            for bit in range(8):
                modules = turned(at[start + n], 1 << bit)
                for k, factor in enumerate(rests[n]):
                    modules ^= turned(correction_at + k * len(blocks) + block, _times(factor, 1 << bit))
                columns.append(modules)
            halves += [_combined(columns[4:]), _combined(columns[:4])]
    return _Tables(size, correction_at, empty, tuple(halves))


def _combined(columns: list[int]) -> tuple[int, ...]:
    """Return the XOR of every choice of ``columns``, the first of them being the lowest bit of the choice."""
    found = [0]
    for column in columns:
        found += [column ^ below for below in found]
    return tuple(found)


def _frame(version: int) -> tuple[int, int, list[int]]:
    """Return size, the modules of a symbol whose codewords are all 0, and the module of every bit of the codewords."""
    sample = segno.make("0", version=version, error="m", mask=MASK, boost_error=False).matrix
    size = len(sample)
    width = 8 * _across(size)
    empty, free = 0, set()
    for y, row in enumerate(sample):
        for x, module in enumerate(row):
            dark = bool(module)
            if not _is_function(y, x, size, version):
                free.add((y, x))
                dark = (x + y) % 3 == 0
            empty = empty << 1 | dark
        empty <<= width - size
    places = [1 << size * width - 1 - y * width - x for y, x in _zigzag(size) if (y, x) in free]
    return size, empty, places


def _is_function(y: int, x: int, size: int, version: int) -> bool:
    """Tell whether a module belongs to a pattern, or to the format or version number, and so carries no codeword."""
    corner = size - 8
    if (y < 9 and (x < 9 or x >= corner)) or (y >= corner and x < 9) or _TIMING in {y, x}:
        return True
    if version >= 7 and ((y < 6 and x >= corner - 3) or (x < 6 and y >= corner - 3)):
        return True
    centres = (_TIMING, size - 7) if version < 7 else (_TIMING, size // 2, size - 7)
    corners = {(_TIMING, _TIMING), (_TIMING, size - 7), (size - 7, _TIMING)}
    return version > 1 and any(
        abs(y - cy) <= 2 and abs(x - cx) <= 2 for cy in centres for cx in centres if (cy, cx) not in corners
    )


def _zigzag(size: int) -> Iterator[tuple[int, int]]:
    """Yield row and column of every module in the order in which the bits of the codewords fill them."""
    rights = [*range(size - 1, _TIMING, -2), *range(_TIMING - 1, 0, -2)]
    for turn, right in enumerate(rights):
        for y in range(size) if turn % 2 else range(size - 1, -1, -1):
            yield y, right
            yield y, right - 1


def _times(one: int, other: int) -> int:
    """Multiply in the field of 256 elements."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        other >>= 1
        one <<= 1
        if one & 0x100:
            one ^= _FIELD
    return product


def _remainders(length: int, corrections: int) -> list[list[int]]:
    """Return, for a 1 in each of ``length`` data codewords and 0 elsewhere, the error correction codewords."""
    generator = [1]
    root = 1
    for _ in range(corrections):
        generator = [
            (generator[n] if n < len(generator) else 0) ^ (_times(generator[n - 1], root) if n else 0)
            for n in range(len(generator) + 1)
        ]
        root = _times(root, 2)
    tail = generator[1:]
    rest, found = tail, []
    for _ in range(length):
        found.append(rest)
        first = rest[0]
        rest = [(rest[n + 1] if n + 1 < corrections else 0) ^ _times(first, tail[n]) for n in range(corrections)]
    return found[::-1]
