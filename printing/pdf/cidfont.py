"""A vendored font as one font of a PDF: texts are written as glyph numbers, the file holds the used glyphs alone.

The glyphs keep the numbers that they have in the file, so a text is written without knowing the rest of the document
(Identity-H, PDF 32000-1 9.7.5). A character that shares its glyph with another gets a number of its own behind the last,
so that every text is read back as it was written.
"""

import struct
import sys
from array import array
from collections.abc import Iterable
from functools import cache

from printing.fonts import faces
from printing.fonts.truetype import Glyph, UnknownFontError, numbers, true_type

_MOST = 0xFFFF
_HINTS = ("cvt ", "fpgm", "prep")
"""Tables of hints, taken over where a font has them."""
_CHECKED = 0xB1B0AFBA
"""Sum of the numbers of a whole font file, by the entry of ``head`` that makes it so."""


class CidFont:
    """The font ``name`` of :mod:`~printing.fonts.faces`, numbers of glyphs being its codes."""

    def __init__(self, name: str) -> None:
        """Read the font. Raises UnknownFontError."""
        self.source = true_type(faces.path(name))
        self.codes: dict[int, int] = {}
        """Character -> number of its glyph."""
        self.characters: dict[int, int] = {}
        """The other way round."""
        self._shared: list[int] = []
        self._glyphs: dict[int, Glyph] = {}
        for character, glyph in sorted(self.source.characters.items()):
            code = glyph
            if code in self.characters:
                code = self.source.glyphs + len(self._shared)
                self._shared.append(glyph)
            self.codes[character], self.characters[code] = code, character
        if self.source.glyphs + len(self._shared) > _MOST:
            raise UnknownFontError(name)

    def width(self, code: int) -> float:
        """Return the advance in thousandths of the em."""
        width: float = self.glyph(code).advance * 1000 / self.source.em
        return width

    def glyph(self, code: int) -> Glyph:
        """Return the glyph of ``code``. Raises UnknownFontError for a damaged one."""
        found = self._glyphs.get(code)
        if found is None:
            own = code < self.source.glyphs
            found = self.source.glyph(code if own else self._shared[code - self.source.glyphs])
            self._glyphs[code] = found
        return found

    def subset(self, codes: Iterable[int]) -> bytes:
        """Return a font file with the glyphs ``codes`` at their numbers and nothing in between."""
        used = {0, *codes}
        waiting = list(used)
        while waiting:
            parts = set(self.glyph(waiting.pop()).parts) - used
            used |= parts
            waiting += parts
        count = max(used) + 1
        outlines, place, outline_sum, metric_sum = list[bytes](), 0, 0, 0
        offsets, metrics = array("I", [0]), bytearray(4 * count)
        for code in sorted(used):
            outline, own_sum, advance, bearing, _ = self.glyph(code)
            offsets.extend([place] * (code + 1 - len(offsets)))
            place += len(outline)
            offsets.append(place)
            outlines.append(outline)
            outline_sum += own_sum
            struct.pack_into(">Hh", metrics, 4 * code, advance, bearing)
            metric_sum += advance << 16 | bearing & 0xFFFF
        offset_sum = sum(offsets)
        if sys.byteorder == "little":
            offsets.byteswap()
        tables = {
            "glyf": (b"".join(outlines), outline_sum),
            "head": self._patched("head", {8: ">L", 50: ">h"}, (0, 1)),
            "hhea": self._patched("hhea", {34: ">H"}, (count,)),
            "hmtx": (bytes(metrics), metric_sum),
            "loca": (offsets.tobytes(), offset_sum),
            "maxp": self._patched("maxp", {4: ">H"}, (count,)),
        }
        for tag in _HINTS:
            if self.source.has(tag):
                tables[tag] = self._patched(tag, {}, ())
        return _font_file(tables)

    def _patched(self, tag: str, formats: dict[int, str], values: tuple[int, ...]) -> tuple[bytes, int]:
        """Return a table with ``values`` in the places of ``formats``, and its sum."""
        table = bytearray(self.source.table(tag))
        for (place, form), value in zip(formats.items(), values, strict=True):
            struct.pack_into(form, table, place, value)
        return bytes(table), _sum(table)


@cache
def cid_font(name: str) -> CidFont:
    """Return the font ``name``, read once a process. Raises UnknownFontError."""
    return CidFont(name)


def _sum(table: bytes | bytearray) -> int:
    return sum(numbers(bytes(table) + bytes(-len(table) % 4), "I"))


def _font_file(tables: dict[str, tuple[bytes, int]]) -> bytes:
    """Return the file of ``tables`` with their sums."""
    count = len(tables)
    power = 1 << count.bit_length() - 1
    head = struct.pack(">LHHHH", 0x10000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    place, total = 12 + 16 * count, 0
    for tag, (table, checksum) in sorted(tables.items()):
        head += struct.pack(">4sLLL", tag.encode("ascii"), checksum & 0xFFFFFFFF, place, len(table))
        place += len(table) + -len(table) % 4
        total += checksum
    bodies = []
    for tag, (table, _) in sorted(tables.items()):
        body = bytearray(table + bytes(-len(table) % 4))
        if tag == "head":
            struct.pack_into(">L", body, 8, _CHECKED - total - _sum(head) & 0xFFFFFFFF)
        bodies.append(bytes(body))
    return head + b"".join(bodies)
