"""What the core needs of the world, as protocols. Concrete classes are named in ``tui/bootstrap.py`` only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, Self

from fapiao.invoice import Media, Seal
from fapiao.paper import FaceChoice, Paper, PrinterProfile, Scaling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    from fapiao.device import Delivery, DeviceStatus, Handover, Probe, Ticket
    from fapiao.errors import FapiaoError
    from fapiao.invoice import Invoice
    from fapiao.paper import Printer
    from fapiao.stamp import Stamp
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
class PageFacts:
    """What a rendered or stored page says when it is read back."""

    text: str
    """All extractable text, in reading order, with line breaks."""
    payloads: tuple[str, ...] = ()
    """QR payloads found by decoding the picture of the page."""
    pages: int = 1
    red_mm2: float = 0.0
    """Area in a seal's red (the maroon of frames does not count): what a copy must not lose."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan or photo of a paper."""

    kind: str
    """``pdf``, ``png`` or ``jpeg``, by content."""
    payloads: tuple[str, ...] = ()
    """Of the QR codes on it."""


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


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands outside the face on every paper (design.md section 2, 'The mark')."""

    serial: str
    code: str
    """4-character attempt code; what a person types to settle an unknown outcome."""
    copy_no: int
    at: datetime
    """Aware, UTC; printed in Asia/Shanghai."""
    operator: str
    desk: str
    again: bool = False
    """True from copy 2 on, or where the original was a paper: the line says 补打 第n次."""
    enabled: bool = True
    """Policy ``mark.enabled``: switches the words 补打 第n次; serial and code always stand."""
    text: str = "补打 第{n}次"
    """Policy ``mark.text``; ``{n}`` is the copy number."""
    purpose: str = ""
    """仅供审计 / 仅供诉讼, or empty."""
    training: bool = False
    """Practice desk: every paper says 培训 · 非发票."""
    slip: str = ""
    """The code that any desk scans back (``fapiao.slip``), drawn small beside the foot line; empty = none."""


@dataclass(frozen=True, slots=True)
class FaceJob:
    """Everything a renderer needs for one paper."""

    invoice: Invoice
    paper: Paper
    mark: Mark
    profile: PrinterProfile = PrinterProfile()
    original: bytes | None = None
    """Stored file whose pages are the face; None = typeset from data."""
    original_media: Media = Media.PDF
    """What ``original`` is: a PDF, or an OFD that the renderer draws."""
    remark: str = ""
    dx_mm: float = 0.0
    dy_mm: float = 0.0
    scaling: Scaling = Scaling.SHRINK
    """Of a stored page."""
    rotate: int = 0
    """Degrees clockwise by which a stored page is turned: 0, 90, 180 or 270."""
    stamp: Stamp | None = None
    """The site stamp, drawn outside the frame; None = not asked for."""
    overlay: str = ""
    """Site overlay of this printer and paper as TOML (``printing/layout/overlay.py``); empty = the layouts as shipped."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """Rendered bytes, ready for a device. Deterministic: the same job gives the same bytes."""

    data: bytes = field(repr=False)
    mime: str
    """``application/pdf`` or ``application/vnd.escpos``."""
    sha256: str
    pages: int = 1
    length_mm: float = 0.0
    """Paper length of a roll, for time-outs; 0 for pages."""
    face: FaceChoice = FaceChoice.TYPESET


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A paper drawn in cells for the settings screen."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of a printed list."""

    head: str
    share: float
    """Of the width, beside the other columns' shares."""


class Renderer(Protocol):
    """From an invoice to bytes for paper, and to cells for the screen. Pure: no files, no clock, no network."""

    def render(self, job: FaceJob) -> Artefact:
        """Return the paper's bytes. Raises FaceError (MissingGlyph) rather than print something wrong."""
        ...

    def impose_pairs(self, faces: Sequence[FaceJob]) -> Artefact:
        """Return different invoices two on an A4 sheet, in their order; one that needs whole sheets gets its own."""
        ...

    def original_pdf(self, job: FaceJob) -> bytes:
        """Return the original of ``job`` as a PDF, without paper and marks; an OFD is drawn. Raises FaceError."""
        ...

    def read_roll(self, artefact: Artefact) -> PageFacts:
        """Read an ESC/POS artefact back independently of the composer."""
        ...

    def preview(self, job: FaceJob, columns: int) -> list[str]:
        """Return the face as lines of at most ``columns`` cells."""
        ...

    def thumbnail(self, job: FaceJob, columns: int, rows: int) -> Thumbnail:
        """Return the paper with face, marks and cut line in ``columns`` x ``rows`` cells."""
        ...

    def ruler(self, paper: Paper, offset: tuple[float, float], foot: str) -> Artefact:
        """Return a page with crossed rulers in mm, moved right and down by ``offset``. Raises FaceError."""
        ...

    def listed(
        self,
        title: str,
        lines: Sequence[str],
        columns: Sequence[ListColumn],
        rows: Sequence[Sequence[str]],
        foot: str,
    ) -> Artefact:
        """Return a list on A4 pages: a title, lines below it, columns with their rows. Raises FaceError."""
        ...

    def test_receipt(self, paper: Paper, profile: PrinterProfile, code: str, foot: str) -> Artefact:
        """Return a receipt that tries what ``profile`` says of a roll printer; ``code`` goes into its QR symbol."""
        ...

    def stamp_picture(self, data: bytes) -> bytes:
        """Return an uploaded PNG or JPEG as the binary PBM of a site stamp. Raises BadInput."""
        ...

    def check_overlay(self, text: str, file: str) -> tuple[str, ...]:
        """Return what is risky about a site overlay. Raises BadInput naming ``file`` and line for what cannot be used."""
        ...

    def coverage(self) -> list[tuple[str, int]]:
        """Return (font name, number of characters) for ``doctor``."""
        ...


class Device(Protocol):
    """One way to one printer. Time-outs are constructor parameters. A context manager that closes its connection.

    Order: ``preflight`` -> ``begin`` -> (SENDING is committed) -> ``send``. Before ``send`` no print data leaves.
    """

    def __enter__(self) -> Self:
        """Return itself."""
        ...

    def __exit__(self, *exc: object) -> None:
        """Close the connection; never raises."""
        ...

    def status(self) -> DeviceStatus:
        """Ask the printer; never raises, an unreachable one is OFFLINE."""
        ...

    def probe(self, known: PrinterProfile) -> Probe:
        """Ask once what the printer is and can do; sends no print data. Raises PrinterNotReady where it cannot say."""
        ...

    def preflight(self, artefact: Artefact, ticket: Ticket) -> DeviceStatus:
        """Raise PrinterNotReady unless this artefact can be printed now."""
        ...

    def begin(self, ticket: Ticket, artefact: Artefact) -> Handover:
        """Arrange the job without print data (IPP: Create-Job). Raises PrinterNotReady."""
        ...

    def send(self, handover: Handover, artefact: Artefact, watch: Callable[[str], None]) -> Delivery:
        """Send the print data and gather evidence; ``watch`` gets words for the screen. Never raises."""
        ...

    def abandon(self, handover: Handover) -> None:
        """Undo :meth:`begin` (cancel the empty job); never raises."""
        ...

    def inquire(self, job: str, attempt: str) -> Delivery | None:
        """After a crash: what became of that job; None where the device cannot tell."""
        ...


class Devices(Protocol):
    """Device URL -> Device."""

    def open(self, printer: Printer) -> Device:
        """Return the device of ``printer``. Raises BadInput for a URL this program does not know."""
        ...

    def check(self, url: str) -> None:
        """Raise BadInput unless ``url`` names a device that this store may use."""
        ...


class Spreadsheets(Protocol):
    """Tables for people who count in a spreadsheet."""

    def workbook(
        self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str | Decimal | None]], at: datetime
    ) -> bytes:
        """Return an XLSX with one head row: texts as texts, amounts as numbers, None as an empty cell."""
        ...


class Passwords(Protocol):
    """Password hashing (argon2id at the edge)."""

    def hash(self, password: str) -> str:
        """Return the encoded hash."""
        ...

    def verify(self, encoded: str, password: str) -> bool:
        """Compare; an empty ``encoded`` is compared with a dummy so that it takes the same time."""
        ...

    def needs_rehash(self, encoded: str) -> bool:
        """True where the parameters have risen since."""
        ...


class Keys(Protocol):
    """Keys that live outside the store."""

    def ledger_key(self) -> tuple[str, bytes]:
        """Return (key id, 32 bytes) for the ledger's HMAC."""
        ...

    def secret_of(self, key_id: str) -> bytes | None:
        """Return the secret of a key that signed earlier entries; None where it is not kept."""
        ...


class Clock(Protocol):
    """The time, as a port."""

    def now(self) -> datetime:
        """Return an aware UTC time."""
        ...


class Processes(Protocol):
    """Which desks are alive."""

    def me(self) -> str:
        """Return this process as ``host:pid:start``."""
        ...

    def is_alive(self, holder: str) -> bool | None:
        """Tell whether that process lives; None where this host cannot know."""
        ...
