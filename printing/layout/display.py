"""What a page shows, as plain figures: every sink (PDF, thumbnail, tests) draws the same list.

Lengths are millimetres from the top left corner of the sheet, y down; font sizes are points.
"""

from dataclasses import dataclass, replace

from printing.fonts import chain

MM_PER_POINT = 25.4 / 72
ASCENT = 0.88
"""Top of the em box above the baseline, as a share of the size; the same for all vendored Chinese fonts."""
DESCENT = 0.12


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text that starts at ``x`` on the baseline ``y``."""

    x: float
    y: float
    text: str
    font: str
    """Style of the font chain: song, kai or mono."""
    size: float
    colour: str = "#000000"
    field: str = ""

    @property
    def width(self) -> float:
        """Measured width, mm."""
        return chain.width(self.text, self.font, self.size) * MM_PER_POINT

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the em boxes, mm."""
        em = self.size * MM_PER_POINT
        return (self.x, self.y - ASCENT * em, self.x + self.width, self.y + DESCENT * em)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: str
    dash: bool = False


@dataclass(frozen=True, slots=True)
class Cross:
    """The circled cross ⊗ before the amount in words, drawn as paths so that it depends on no font."""

    x: float
    y: float
    size: float
    colour: str = "#000000"


@dataclass(frozen=True, slots=True)
class Code:
    """A QR symbol of ``size`` mm with the stored payload, unchanged."""

    x: float
    y: float
    size: float
    payload: str


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A picture of one bit a dot: rows of whole bytes, 1 = ink, leftmost in the highest bit."""

    x: float
    y: float
    width: float
    height: float
    across: int
    down: int
    rows: bytes
    colour: str


Item = Text | Rule | Cross | Code | Bitmap


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a face: parts that are the same for every invoice, and this invoice's own."""

    static: tuple[Item, ...]
    own: tuple[Item, ...]


def moved(item: Item, dx: float, dy: float) -> Item:
    """Return ``item`` moved right and down."""
    if isinstance(item, Text):
        return Text(item.x + dx, item.y + dy, item.text, item.font, item.size, item.colour, item.field)
    if isinstance(item, Rule):
        return replace(item, x1=item.x1 + dx, y1=item.y1 + dy, x2=item.x2 + dx, y2=item.y2 + dy)
    return replace(item, x=item.x + dx, y=item.y + dy)
