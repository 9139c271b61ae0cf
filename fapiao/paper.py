"""The papers a reprint can go to, and how it should lie on them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fapiao.errors import BadInput
from fapiao.said import say


class Paper(StrEnum):
    """Papers by the name that the command line, the store and the layouts use."""

    A4_UPPER = "a4-upper"
    A4_LOWER = "a4-lower"
    A4_2UP = "a4-2up"
    A5 = "a5"
    FORM = "form-241x140"
    ROLL_57 = "roll-57"
    ROLL_76 = "roll-76"
    ROLL_80 = "roll-80"

    @property
    def is_roll(self) -> bool:
        """True for receipt rolls, which take ESC/POS and no PDF."""
        return self.value.startswith("roll-")

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height in millimetres; a roll's height is 0 (free length)."""
        return _SIZES[self]

    @property
    def label(self) -> str:
        """The name on screens."""
        return _LABELS[self]

    @property
    def media(self) -> str:
        """The PWG media name sent to an IPP printer; empty for rolls."""
        return _MEDIA.get(self, "")


SHEETS = (Paper.A4_UPPER, Paper.A4_LOWER, Paper.A4_2UP, Paper.A5)
"""Sheets that any page printer may be asked for; a single paper for two lies on the upper half."""

_A4 = (210.0, 297.0)
_SIZES = {
    Paper.A4_UPPER: _A4,
    Paper.A4_LOWER: _A4,
    Paper.A4_2UP: _A4,
    Paper.A5: (210.0, 148.0),
    Paper.FORM: (241.3, 139.7),
    Paper.ROLL_57: (57.0, 0.0),
    Paper.ROLL_76: (76.0, 0.0),
    Paper.ROLL_80: (80.0, 0.0),
}
_LABELS = {
    Paper.A4_UPPER: say("A4 上半页"),
    Paper.A4_LOWER: say("A4 下半页"),
    Paper.A4_2UP: say("A4 两张一页"),
    Paper.A5: "A5",
    Paper.FORM: say("241x140 套打"),
    Paper.ROLL_57: say("57 卷"),
    Paper.ROLL_76: say("76 卷"),
    Paper.ROLL_80: say("80 卷"),
}
_MEDIA = {
    Paper.A4_UPPER: "iso_a4_210x297mm",
    Paper.A4_LOWER: "iso_a4_210x297mm",
    Paper.A4_2UP: "iso_a4_210x297mm",
    Paper.A5: "iso_a5_148x210mm",
    Paper.FORM: "custom_form241_241.3x139.7mm",
}


def paper_named(name: str) -> Paper:
    """Return the paper called ``name``. Raises BadInput naming those there are."""
    try:
        return Paper(name)
    except ValueError:
        raise BadInput(
            say("没有名为 {name} 的纸张", name=name), say("可用：{papers}", papers=" ".join(Paper))
        ) from None


class FaceChoice(StrEnum):
    """Which face the operator wants: the stored page where there is one, or typeset from data."""

    ORIGINAL = "original"
    TYPESET = "typeset"

    @property
    def label(self) -> str:
        """The name on screens."""
        return say("原件版式") if self is FaceChoice.ORIGINAL else say("重新排版")


class Scaling(StrEnum):
    """How large a stored page is printed."""

    SHRINK = "shrink"
    """100 %, smaller only where it exceeds its place."""
    ACTUAL = "actual"
    """100 % always, on a whole sheet where it needs one; refused where even that is too small."""
    FIT = "fit"
    """As large as its place allows."""

    @property
    def label(self) -> str:
        """The name on screens."""
        return {"shrink": say("原大，超出时缩小"), "actual": say("实际大小"), "fit": say("适合纸张")}[self.value]


@dataclass(frozen=True, slots=True)
class PrintSettings:
    """What a desk remembers per paper. Offsets in mm, right and down positive; they move the face, never change it."""

    printer: str = ""
    paper: Paper = Paper.A4_UPPER
    face: FaceChoice = FaceChoice.ORIGINAL
    copies: int = 1
    dx_mm: float = 0.0
    dy_mm: float = 0.0
    colour: bool = False
    remark: str = ""
    """附加说明, printed outside the face."""
    stamp: bool = False
    """Whether the paper carries the site stamp, outside the face."""
    scaling: Scaling = Scaling.SHRINK
    """Of a stored page; a typeset face is always 100 % of its layout."""
    rotate: int = 0
    """Degrees clockwise by which a stored page is turned: 0, 90, 180 or 270."""


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """What a receipt printer can do; found by a probe or set by hand (docs/printers.md)."""

    charset: str = "gb18030"
    """gb2312, gbk, gb18030, or ascii where it has no Chinese font; lines outside it go as pictures."""
    columns: int = 48
    """Half-width characters in a line."""
    dots: int = 576
    cutter: bool = True
    native_qr: bool = True
    raster: bool = True
    """False for impact heads: images go as ``ESC *`` columns."""
    bands: bool = True
    """It takes ``ESC *`` columns; where ``raster`` is False too, it prints text alone."""
    probed: bool = False
    """An unprobed printer counts as evidence 3 at most."""
    completion_id: bool = False
    """The printer answers ``GS ( H`` (evidence 4)."""
    barrier: bool = True
    """It answers ``GS r`` (evidence 3); without, 2 at most."""
    status: bool = True
    """It answers ``DLE EOT``; one that was found not to is used blind (evidence 1)."""
    evidence: int = 0
    """The best that this way to it can give, as the probe found; 0 = not probed."""
    model: str = ""
    firmware: str = ""
    backend: str = ""
    """Of a CUPS queue: how CUPS reaches the printer, e.g. ``ipp`` or ``socket``."""
    probed_at: str = ""
    """ISO 8601, UTC; empty = not probed."""

    @staticmethod
    def for_paper(paper: Paper) -> PrinterProfile:
        """Return the ordinary profile of a roll paper (docs/layouts.md)."""
        if paper is Paper.ROLL_57:
            return PrinterProfile(columns=32, dots=384)
        if paper is Paper.ROLL_76:
            return PrinterProfile(columns=40, dots=400, native_qr=False, raster=False, cutter=False)
        return PrinterProfile()


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer of the store: where it is, what lies in it, which one stands in for it."""

    name: str
    device: str
    """Device URL: ``ipp://``, ``escpos+tcp://``, ``file:///`` ... (docs/command-line.md)."""
    paper: Paper = Paper.A4_UPPER
    backup: str = ""
    machine: str = ""
    """Key of the physical printer; two queues to one printer share it, so its lease does too."""
    profile: PrinterProfile = PrinterProfile()
    id: int = 0

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers that it may be asked for: its own roll; the sheets, and its own form before them."""
        if self.paper.is_roll:
            return (self.paper,)
        return (Paper.FORM, *SHEETS) if self.paper is Paper.FORM else SHEETS

    def takes(self, paper: Paper) -> bool:
        """Tell whether ``paper`` can lie in it: a roll's bytes are not a page's."""
        return paper in self.papers
