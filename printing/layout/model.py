"""What a layout file says, checked: the types behind ``printing/layout/*.toml``. Lengths in mm, font sizes in points."""

from dataclasses import dataclass

Align = str
"""``left``, ``right`` or ``center``: which point of the text its x names."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks. ``sizes`` is tried from the first on before a text wraps."""

    font: str
    sizes: tuple[float, ...]
    colour: str = "#000000"

    @property
    def size(self) -> float:
        """The ordinary size."""
        return self.sizes[0]


@dataclass(frozen=True, slots=True)
class Field:
    """A named text of the invoice: where it comes from and how it is captioned."""

    name: str
    source: str
    label: str = ""
    short: str = ""
    """Caption on rolls and in the preview; empty = ``label``."""
    optional: bool = False
    """True: the caption vanishes together with an empty value."""
    hide: bool = False
    """True: left out everywhere, by the site's wish."""
    shift: Point = (0.0, 0.0)
    """Moved right and down on the page, mm."""

    @property
    def caption(self) -> str:
        """The caption on rolls and in the preview."""
        return self.short or self.label


@dataclass(frozen=True, slots=True)
class Put:
    """A field on the page. Without ``at`` the value follows its caption; ``right`` bounds it."""

    field: Field
    style: Style
    at: Point | None
    label_at: Point | None
    label_style: Style
    right: float
    height: float
    align: Align
    last_only: bool = False
    """True: on the last page only (totals of the whole invoice)."""
    wrap: bool = False
    """True: wrap at the ordinary size before shrinking."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A static text; ``vertical`` puts the characters under each other with the pitch given."""

    at: Point
    text: str
    style: Style
    align: Align = "left"
    vertical: float = 0.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A static straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the item table. ``key`` is a part of a line or ``extra:LABEL``."""

    head: str
    key: str
    x: float
    w: float
    align: Align


@dataclass(frozen=True, slots=True)
class ItemTable:
    """The item table: rows flow from ``y`` down to ``bottom``; sums stand on ``sum_y``."""

    head_y: float
    y: float
    bottom: float
    row: float
    sum_y: float
    sum_at: float
    x: float
    w: float
    head_style: Style
    style: Style
    sum_style: Style
    note_style: Style
    columns: tuple[Column, ...]
    variants: dict[str, tuple[Column, ...]]
    """特定业务 or kind -> its own columns."""


@dataclass(frozen=True, slots=True)
class Qr:
    """Where the stored QR payload goes."""

    at: Point
    size: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of a roll's item rows, in half-width cells."""

    key: str
    head: str
    cells: int
    align: Align


@dataclass(frozen=True, slots=True)
class Roll:
    """Order of a receipt and the item columns by line length."""

    flow: tuple[str, ...]
    items: dict[int, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """One face on all its sinks. Compared by identity, so compiled parts can be kept per layout."""

    id: str
    kinds: tuple[str, ...]
    size: Point
    styles: dict[str, Style]
    fields: dict[str, Field]
    strokes: tuple[Stroke, ...]
    captions: tuple[Caption, ...]
    puts: tuple[Put, ...]
    cross: tuple[float, float, float] | None
    """x, y, size of the ⊗."""
    qr: Qr
    table: ItemTable
    roll: Roll
    preview: tuple[tuple[str, ...], ...]
    has_goods_list: bool = False
    """True: on A4, rows that the face has no room for go to a 销货清单."""
