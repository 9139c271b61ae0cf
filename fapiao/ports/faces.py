"""From an invoice to bytes for paper, and to cells for the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from fapiao.invoice import Media
from fapiao.paper import FaceChoice, Paper, PrinterProfile, Scaling

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from fapiao.invoice import Invoice
    from fapiao.ports.cells import CellRow
    from fapiao.ports.readers import PageFacts, PagePicture
    from fapiao.stamp import Stamp


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands outside the face on every paper (docs/papers.md)."""

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

    def in_cells(self, picture: PagePicture) -> Sequence[CellRow]:
        """Return a picture of a page in rows of cells, one cell a pixel wide."""
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
