"""Files and pages read: bytes to facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from fapiao.invoice import Media, Seal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.errors import FapiaoError
    from fapiao.invoice import Invoice
    from fapiao.verdict import Finding


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave. ``invoice`` or ``error`` is set, never both; ``ignored`` members have neither."""

    path: str
    """As given; members of an archive are ``archive!member``."""
    media: Media | None = None
    data: bytes = field(default=b"", repr=False)
    sha256: str = ""
    invoice: Invoice | None = None
    sources: tuple[Invoice, ...] = ()
    """The same facts as told by each layer of the file (XML, OFD data, PDF text, QR), best first, for conflicts."""
    findings: tuple[Finding, ...] = ()
    seal: Seal = Seal()
    error: FapiaoError | None = None


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One piece of text on a page: joined characters of one line, parted where another column begins."""

    page: int
    """Index, from 0."""
    x0: float
    """Box in millimetres from the top left of the page as its text reads."""
    y0: float
    x1: float
    y1: float
    text: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a rendered or stored page says when it is read back."""

    text: str
    """All extractable text, in reading order, with line breaks."""
    payloads: tuple[str, ...] = ()
    """QR payloads found by decoding the picture of the page."""
    pages: int = 1
    red_mm2: float = 0.0
    """Area in a seal's red (the maroon of frames does not count): what a copy must not lose."""
    pieces: tuple[PlacedText, ...] = ()
    """The text of all pages by its places, in reading order; empty where only the text itself is known."""
    says: Invoice | None = None
    """The facts that stand at their labels, as an import of this page would read them; None where it reads none."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan or photo of a paper."""

    kind: str
    """``pdf``, ``png`` or ``jpeg``, by content."""
    payloads: tuple[str, ...] = ()
    """Of the QR codes on it."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as it prints: pixels, and the words that stand on it."""

    width: int
    height: int
    rgb: bytes = field(repr=False)
    """Rows from above, three bytes a pixel."""
    size_mm: tuple[float, float] = (0.0, 0.0)
    words: tuple[PlacedText, ...] = ()
    """None where the text stands askew in the picture."""


class Readers(Protocol):
    """Bytes of a file -> facts. Sniffs by content; never raises for a bad file, the Reading carries the error."""

    def read(self, path: str, data: bytes) -> Iterator[Reading]:
        """Yield one Reading per invoice file found in ``data`` (an archive gives several)."""
        ...

    def read_page(self, data: bytes) -> PageFacts:
        """Read a PDF back: its text and the QR payloads on its pages."""
        ...

    def read_scan(self, data: bytes) -> Scanned:
        """Read a scan or photo of a paper (PDF, JPEG, PNG). Raises UnreadableFile."""
        ...

    def picture(self, data: bytes, page: int, width: int) -> PagePicture:
        """Return one page of a PDF (from 0), ``width`` pixels wide. Raises UnreadableFile."""
        ...

    def png(self, data: bytes, page: int, dpi: int) -> bytes:
        """Return one page of a PDF (from 0) as a PNG file of ``dpi`` dots an inch. Raises UnreadableFile."""
        ...
