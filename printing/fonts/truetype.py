"""The tables of a TrueType file that a PDF needs: characters, outlines, advances, bearings.

Formats: OpenType 1.9, tables cmap (4, 12), glyf, head, hhea, hmtx, loca and maxp. Hints are left alone.
"""

import struct
import sys
from array import array
from functools import cache
from pathlib import Path
from typing import NamedTuple

_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x01, 0x08, 0x20, 0x40, 0x80
"""Flags of a part of a composite glyph: how long its entry is, and whether another follows."""
_UNICODE = {(3, 10): 3, (0, 6): 3, (0, 4): 3, (3, 1): 2, (0, 3): 1, (0, 2): 1, (0, 1): 1, (0, 0): 1}
"""Platform and encoding of a cmap -> how much of Unicode it covers."""


class UnknownFontError(Exception):
    """The file is no TrueType font, or one that lacks a table or has it in another format."""


class Glyph(NamedTuple):
    """One glyph as the file has it."""

    outline: bytes
    """Entry of the table glyf, padded to four bytes."""
    checksum: int
    """Sum of the numbers of four bytes that the outline is made of."""
    advance: int
    bearing: int
    """Left side bearing: where the outline begins. Renderers move a glyph by it, so it must be true."""
    parts: tuple[int, ...]
    """Numbers of the glyphs that it is put together from."""


class TrueType:
    """One font file, kept whole; glyphs are read when they are asked for."""

    def __init__(self, path: str) -> None:
        """Read the tables of the file. Raises UnknownFontError."""
        try:
            self._data = Path(path).read_bytes()
            self._read()
        except (OSError, struct.error, IndexError, KeyError, ValueError, OverflowError) as error:
            raise UnknownFontError(path) from error

    def _read(self) -> None:
        if self._data[:4] not in {b"\0\1\0\0", b"true"}:
            raise ValueError(self._data[:4])
        (count,) = struct.unpack_from(">H", self._data, 4)
        found = (struct.unpack_from(">4sLLL", self._data, 12 + 16 * n) for n in range(count))
        self._tables = {tag.decode("latin-1"): (start, length) for tag, _, start, length in found}
        if any(start + length > len(self._data) for start, length in self._tables.values()):
            raise ValueError(len(self._data))
        head, hhea = self.table("head"), self.table("hhea")
        (self.em,) = struct.unpack_from(">H", head, 18)
        self.box: tuple[int, int, int, int] = struct.unpack_from(">4h", head, 36)
        (long_offsets,) = struct.unpack_from(">h", head, 50)
        self.ascent, self.descent = struct.unpack_from(">2h", hhea, 4)
        (self._advances,) = struct.unpack_from(">H", hhea, 34)
        (self.glyphs,) = struct.unpack_from(">H", self.table("maxp"), 4)
        self._hmtx = self.table("hmtx")
        self._offsets = numbers(self.table("loca"), "I" if long_offsets else "H")
        self._unit = 1 if long_offsets else 2
        self._glyf, _ = self._tables["glyf"]
        self.characters = _characters(self.table("cmap"), self.glyphs)
        whole = len(self._hmtx) >= 2 * (self._advances + self.glyphs) and len(self._offsets) > self.glyphs
        if not (whole and self.em and self._advances and self.characters):
            raise ValueError(self.em)

    def has(self, tag: str) -> bool:
        """Tell whether there is a table ``tag``."""
        return tag in self._tables

    def table(self, tag: str) -> bytes:
        """Return the table ``tag``. Raises KeyError where there is none."""
        start, length = self._tables[tag]
        return self._data[start : start + length]

    def advance(self, number: int) -> int:
        """Return the advance of the glyph ``number``, in units of the em."""
        advance: int = struct.unpack_from(">H", self._hmtx, 4 * min(number, self._advances - 1))[0]
        return advance

    def glyph(self, number: int) -> Glyph:
        """Return the glyph ``number``. Raises UnknownFontError for a damaged one."""
        try:
            return self._glyph(number)
        except (struct.error, IndexError) as error:
            raise UnknownFontError(number) from error

    def _glyph(self, number: int) -> Glyph:
        first, end = (self._glyf + self._offsets[number + n] * self._unit for n in (0, 1))
        outline = self._data[first:end]
        outline += bytes(-len(outline) % 4)
        alone = number - self._advances
        (bearing,) = struct.unpack_from(
            ">h", self._hmtx, 4 * number + 2 if alone < 0 else 4 * self._advances + 2 * alone
        )
        parts = _parts(outline)
        if any(part >= self.glyphs for part in parts):
            raise UnknownFontError(number)
        return Glyph(outline, sum(numbers(outline, "I")), self.advance(number), bearing, parts)


@cache
def true_type(path: str) -> TrueType:
    """Return the font of the file ``path``, read once a process. Raises UnknownFontError."""
    return TrueType(path)


def numbers(data: bytes, width: str) -> "array[int]":
    """Return ``data`` as big-endian numbers of two (``H``) or four (``I``) bytes."""
    found = array(width, data)
    if sys.byteorder == "little":
        found.byteswap()
    return found


def _characters(table: bytes, glyphs: int) -> dict[int, int]:
    """Return character -> glyph by the subtable that covers most of Unicode."""
    (count,) = struct.unpack_from(">H", table, 2)
    entries = (struct.unpack_from(">HHL", table, 4 + 8 * n) for n in range(count))
    known = [
        (_UNICODE[platform, encoding], start)
        for platform, encoding, start in entries
        if (platform, encoding) in _UNICODE
    ]
    _, start = max(known, key=lambda entry: entry[0])
    (form,) = struct.unpack_from(">H", table, start)
    found = {4: _segments, 12: _groups}[form](table, start)
    return {code: glyph for code, glyph in found.items() if 0 < glyph < glyphs}


def _groups(table: bytes, start: int) -> dict[int, int]:
    found: dict[int, int] = {}
    (count,) = struct.unpack_from(">L", table, start + 12)
    for n in range(count):
        first, last, glyph = struct.unpack_from(">LLL", table, start + 16 + 12 * n)
        if not first <= last <= sys.maxunicode:
            raise ValueError(last)
        found.update(zip(range(first, last + 1), range(glyph, glyph + last + 1 - first), strict=True))
    return found


def _segments(table: bytes, start: int) -> dict[int, int]:
    found: dict[int, int] = {}
    (double,) = struct.unpack_from(">H", table, start + 6)
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{double // 2}H", table, start + 14 + n * double + (2 if n else 0)) for n in range(4)
    )
    for n, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        if not offset:
            found.update((code, code + delta & 0xFFFF) for code in range(first, last + 1))
            continue
        at = start + 16 + 3 * double + 2 * n + offset
        for code in range(first, last + 1):
            if glyph := struct.unpack_from(">H", table, at + 2 * (code - first))[0] if code < 0xFFFF else 0:
                found[code] = glyph + delta & 0xFFFF
    return found


def _parts(outline: bytes) -> tuple[int, ...]:
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return ()
    found, at, flags = [], 10, _MORE
    while flags & _MORE:
        flags, number = struct.unpack_from(">HH", outline, at)
        found.append(number)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
    return tuple(found)
