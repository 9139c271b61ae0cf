"""Display list -> the operators of a PDF page, as text: one text block for neighbouring texts, glyph numbers in hexadecimal.

The origin is the top left corner, y up, in points: what stands on the sheet is negative. Coordinates have three places, a
third of a micrometre (PDF 32000-1, 8 and 9).
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from printing import qr
from printing.fonts import chain
from printing.fonts.faces import FACES
from printing.fonts.pack import rare
from printing.layout.display import Bitmap, Code, Cross, Item, Rule, Text
from printing.pdf.cidfont import cid_font

MM = 72 / 25.4
_ELSEWHERE = 0xFFFF
"""Stands for a character that another font of the chain draws; no glyph has that number."""
_ROUND = 4 / 3 * math.tan(math.pi / 8)
"""How far the handles of a quarter of a circle reach, as a share of its radius."""

Used = defaultdict[str, set[str]]
"""Font -> the glyphs of it that are drawn, each as the character of its number."""


def used() -> Used:
    """Return a record of nothing used yet."""
    return defaultdict(set)


def operators(items: Sequence[Item], glyphs: Used) -> str:
    """Return what draws ``items``, in their order, and note in ``glyphs`` what it takes.

    Fonts go by :func:`resource`. Raises MissingGlyph, and UnknownFontError where a font cannot be read.
    """
    out: list[str] = []
    block = _Block(out, glyphs)
    for item in items:
        if isinstance(item, Text):
            block.add(item)
        else:
            block.close()
            out.append(shape(item))
    block.close()
    return "\n".join(out)


class _Block:
    """Texts between BT and ET; colour and font are told where they change."""

    def __init__(self, out: list[str], glyphs: Used) -> None:
        self._out = out
        self._glyphs = glyphs
        self._open = False
        self._look: tuple[str, float] | None = None
        self._colour = ""

    def add(self, item: Text) -> None:
        if not self._open:
            self._out.append("BT")
            self._open = True
        if item.colour != self._colour:
            self._colour = item.colour
            self._out.append(f"{colour(item.colour)} rg")
        shown = item.text.translate(_encoder(item.font))
        if "\uffff" in shown:
            self._add_runs(item)
        elif shown:
            self._show(chain.CHAINS[item.font][0], item.size, item.x * MM, item.y * MM, shown)

    def _add_runs(self, item: Text) -> None:
        x = item.x * MM
        for run in chain.runs(item.text, item.font, item.field):
            self._show(run.font, item.size, x, item.y * MM, encoded(run))
            x += chain.width(run.text, item.font, item.size)

    def _show(self, font: str, size: float, x: float, y: float, shown: str) -> None:
        self._glyphs[font].update(shown)
        if self._look != (font, size):
            self._look = font, size
            self._out.append(f"/{resource(font)} {size:g} Tf")
        code = shown.encode("utf-16-be", "surrogatepass").hex()
        self._out.append(f"1 0 0 1 {x:.3f} {-y:.3f} Tm <{code}> Tj")

    def close(self) -> None:
        if self._open:
            self._out.append("ET")
            self._open = False


class _Encoder(dict[int, int]):
    """Character -> number of its glyph in the first font of a chain, filled as characters are met."""

    def __init__(self, style: str) -> None:
        self._style = style
        self._first = chain.CHAINS[style][0]

    def __missing__(self, character: int) -> int:
        own = chain.font_of(self._style, chr(character)) == self._first
        found = self[character] = cid_font(self._first).codes[character] if own else _ELSEWHERE
        return found


@cache
def _encoder(style: str) -> _Encoder:
    return _Encoder(style)


def encoded(run: chain.Run) -> str:
    """Return the numbers of the glyphs of ``run``, each as a character. Raises UnknownFontError."""
    codes = cid_font(run.font).codes
    return "".join([chr(codes[ord(character)]) for character in run.text])


@cache
def resource(font: str) -> str:
    """Return the name by which a page calls ``font``."""
    return font if font in FACES else f"rare{list(rare()).index(font)}"


@cache
def colour(value: str) -> str:
    """Return ``#rrggbb`` as three shares."""
    return " ".join(f"{int(value[at : at + 2], 16) / 255:.6g}" for at in (1, 3, 5))


def shape(item: Rule | Cross | Code | Bitmap) -> str:
    """Return what draws anything but a text. It leaves the colour of texts as it was."""
    if isinstance(item, Rule):
        return _rule(item)
    if isinstance(item, Bitmap):
        return _bitmap(item)
    return _cross(item) if isinstance(item, Cross) else _code(item)


def _rule(item: Rule) -> str:
    dash = f"{1.5 * MM:.3f}" if item.dash else ""
    x1, y1, x2, y2 = item.x1 * MM, item.y1 * MM, item.x2 * MM, item.y2 * MM
    look = f"{colour(item.colour)} RG {item.width * MM:.4f} w [{dash}] 0 d"
    return f"{look} {x1:.3f} {-y1:.3f} m {x2:.3f} {-y2:.3f} l S"


def _cross(item: Cross) -> str:
    half = item.size / 2 * MM
    r, x, y = half * 0.86, item.x * MM + half, -item.y * MM - half
    h, d = r * _ROUND, r * math.sqrt(0.5)
    right, left, top, bottom = f"{x + r:.3f}", f"{x - r:.3f}", f"{y + r:.3f}", f"{y - r:.3f}"
    across, up = (f"{x - h:.3f}", f"{x + h:.3f}"), (f"{y - h:.3f}", f"{y + h:.3f}")
    return (
        f"{colour(item.colour)} RG {0.25 * MM:.4f} w [] 0 d {right} {y:.3f} m "
        f"{right} {up[1]} {across[1]} {top} {x:.3f} {top} c {across[0]} {top} {left} {up[1]} {left} {y:.3f} c "
        f"{left} {up[0]} {across[0]} {bottom} {x:.3f} {bottom} c {across[1]} {bottom} {right} {up[0]} {right} {y:.3f} c S "
        f"{x - d:.3f} {y - d:.3f} m {x + d:.3f} {y + d:.3f} l {x - d:.3f} {y + d:.3f} m {x + d:.3f} {y - d:.3f} l S"
    )


def _code(item: Code) -> str:
    """Return the symbol as a mask of one bit a module: no seams, and no renderer makes the dark modules wider."""
    modules, rows = qr.symbol(item.payload)
    return _bitmap(Bitmap(item.x, item.y, item.size, item.size, modules, modules, rows, "#000000"))


def _bitmap(item: Bitmap) -> str:
    width, height = item.width * MM, item.height * MM
    return (
        f"q {colour(item.colour)} rg {width:.4f} 0 0 {height:.4f} {item.x * MM:.3f} {-item.y * MM - height:.3f} cm "
        f"BI /IM true /W {item.across} /H {item.down} /BPC 1 /D [1 0] /F /AHx ID {item.rows.hex()}> EI Q"
    )
