"""The renderer port: an invoice and its job -> bytes for paper, cells for the screen. Pure, no clock, no files.

What draws (ReportLab, pikepdf, escpos, 20 MB together) is imported where it is first asked for: most desks of a host sit
on a screen and draw nothing.
"""

import hashlib
from collections.abc import Sequence

from fapiao.errors import FaceError
from fapiao.paper import FaceChoice, Paper, PrinterProfile
from fapiao.ports.cells import CellRow
from fapiao.ports.faces import Artefact, FaceJob, ListColumn, Thumbnail
from fapiao.ports.readers import PageFacts, PagePicture
from fapiao.said import say

PDF = "application/pdf"
ESCPOS = "application/vnd.escpos"


class PaperRenderer:
    """Renders every paper: pages by ReportLab or imposed originals, rolls as ESC/POS."""

    def render(self, job: FaceJob) -> Artefact:
        """Return the paper's bytes. Raises FaceError (MissingGlyph), or UnreadableFile for a bad original."""
        if job.paper.is_roll:
            from printing.receipt import compose

            data, length = compose.compose(job)
            return _artefact(data, ESCPOS, length_mm=length)
        if job.original is not None:
            from printing.pdf import originals

            imposed = originals.impose(job)
            return _artefact(imposed.data, PDF, pages=len(imposed.sheets), face=FaceChoice.ORIGINAL)
        from printing.pdf import pages

        drawn = pages.typeset(job)
        return _artefact(drawn.data, PDF, pages=len(drawn.sheets))

    def impose_pairs(self, faces: Sequence[FaceJob]) -> Artefact:
        """Return different invoices two on an A4 sheet with a cut line, in their order; a single one lies above.

        ``paper`` of the jobs is not asked. An invoice that needs whole sheets gets its own, in its turn. Raises as
        :meth:`render`, and FaceError for an empty list.
        """
        from printing.pdf import pairs

        imposed = pairs.impose_pairs(faces)
        originals = all(job.original is not None for job in faces)
        face = FaceChoice.ORIGINAL if originals else FaceChoice.TYPESET
        return _artefact(imposed.data, PDF, pages=len(imposed.sheets), face=face)

    def original_pdf(self, job: FaceJob) -> bytes:
        """Return the original of ``job`` as a PDF, without paper and marks; an OFD is drawn. Raises FaceError."""
        from printing.pdf import originals

        return originals.page_file(job)

    def read_roll(self, artefact: Artefact) -> PageFacts:
        """Read an ESC/POS artefact back independently of the composer. Raises FaceError for what it does not know."""
        if artefact.mime != ESCPOS:
            raise FaceError(say("不是小票数据"), say("请按页面核对"))
        from printing.receipt import readback

        text, payloads = readback.read(artefact.data)
        return PageFacts(text, payloads)

    def preview(self, job: FaceJob, columns: int) -> list[str]:
        """Return the face as lines of at most ``columns`` cells."""
        from printing.cells import preview

        return preview.lines(job, columns)

    def in_cells(self, picture: PagePicture) -> Sequence[CellRow]:
        """Return a picture of a page in rows of cells, one cell a pixel wide."""
        from printing.cells.picture import in_cells

        return in_cells(picture)

    def thumbnail(self, job: FaceJob, columns: int, rows: int) -> Thumbnail:
        """Return the paper with face, marks and cut line in ``columns`` x ``rows`` cells."""
        from printing.cells import thumbnail

        return thumbnail.thumbnail(job, columns, rows)

    def ruler(self, paper: Paper, offset: tuple[float, float], foot: str) -> Artefact:
        """Return a page with crossed rulers in mm, moved right and down by ``offset``. Raises FaceError."""
        from printing.pdf.ruler import ruler

        return _artefact(ruler(paper, offset, foot), PDF)

    def listed(
        self,
        title: str,
        lines: Sequence[str],
        columns: Sequence[ListColumn],
        rows: Sequence[Sequence[str]],
        foot: str,
    ) -> Artefact:
        """Return a list on A4 pages: a title, lines below it, columns with their rows. Raises FaceError."""
        from printing.pdf.listpage import listed

        data, pages = listed(title, lines, columns, rows, foot)
        return _artefact(data, PDF, pages=pages)

    def test_receipt(self, paper: Paper, profile: PrinterProfile, code: str, foot: str) -> Artefact:
        """Return a receipt that tries what ``profile`` says of a roll printer. Raises FaceError."""
        from printing.receipt import trial

        data, length = trial.receipt(paper, profile, code, foot)
        return _artefact(data, ESCPOS, length_mm=length)

    def stamp_picture(self, data: bytes) -> bytes:
        """Return an uploaded PNG or JPEG as the binary PBM of a site stamp. Raises BadInput."""
        from printing.receipt import stampdots

        return stampdots.picture(data)

    def check_overlay(self, text: str, file: str) -> tuple[str, ...]:
        """Return what is risky about a site overlay. Raises BadInput naming ``file`` and line for what cannot be used."""
        from printing.layout.checkfile import check_overlay

        return check_overlay(text, file)

    def coverage(self) -> list[tuple[str, int]]:
        """Return (font name, number of characters) for ``doctor``."""
        from printing.fonts import chain

        return chain.coverage()


def _artefact(
    data: bytes,
    mime: str,
    *,
    pages: int = 1,
    length_mm: float = 0.0,
    face: FaceChoice = FaceChoice.TYPESET,
) -> Artefact:
    return Artefact(data, mime, hashlib.sha256(data).hexdigest(), pages, length_mm, face)
