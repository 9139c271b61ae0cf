"""The renderer port: an invoice and its job -> bytes for paper, cells for the screen. Pure, no clock, no files."""

import hashlib

from fapiao.errors import FaceError
from fapiao.paper import FaceChoice
from fapiao.ports import Artefact, FaceJob, PageFacts, Thumbnail
from printing import originals, pages, preview, receipts, rolltext, thumbnail
from printing.fonts import chain

PDF = "application/pdf"
ESCPOS = "application/vnd.escpos"


class PaperRenderer:
    """Renders every paper: pages by ReportLab or imposed originals, rolls as ESC/POS."""

    def render(self, job: FaceJob) -> Artefact:
        """Return the paper's bytes. Raises FaceError (MissingGlyph), or UnreadableFile for a bad original."""
        if job.paper.is_roll:
            data, length = receipts.compose(job)
            return _artefact(data, ESCPOS, length_mm=length)
        if job.original is not None:
            data, count = originals.impose(job)
            return _artefact(data, PDF, pages=count, face=FaceChoice.ORIGINAL)
        data, count = pages.typeset(job)
        return _artefact(data, PDF, pages=count)

    def read_roll(self, artefact: Artefact) -> PageFacts:
        """Read an ESC/POS artefact back independently of the composer. Raises FaceError for what it does not know."""
        if artefact.mime != ESCPOS:
            raise FaceError("不是小票数据", "请按页面核对")
        text, payloads = rolltext.read(artefact.data)
        return PageFacts(text, payloads)

    def preview(self, job: FaceJob, columns: int) -> list[str]:
        """Return the face as lines of at most ``columns`` cells."""
        return preview.lines(job, columns)

    def thumbnail(self, job: FaceJob, columns: int, rows: int) -> Thumbnail:
        """Return the paper with face, marks and cut line in ``columns`` x ``rows`` cells."""
        return thumbnail.thumbnail(job, columns, rows)

    def coverage(self) -> list[tuple[str, int]]:
        """Return (font name, number of characters) for ``doctor``."""
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
