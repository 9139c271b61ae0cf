"""The stored page as the face: imposed on the sheet by pikepdf, never rasterised, never changed in the store.

The pages of an OFD are drawn as PDF first. Annotations are flattened first, because the picture of a signature is one and would be lost otherwise (rendering.md 3).
"""

import io
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Name, Pdf

from fapiao.errors import FaceError, UnreadableFile
from fapiao.invoice import Media
from fapiao.ports import FaceJob
from printing.layout.sheets import Sheet, sheet, whole_sheet
from printing.marks import marks
from printing.pages import MM, overlay, title

_CURE = "请改用重新排版，或重新导入原件"
_NEARLY = 0.15
"""Millimetres that a page may exceed its place before it is shrunk."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a stored page lies on its sheet."""

    sheet: Sheet
    scale: float
    x: float
    y: float
    """Top left corner of the page, mm."""


def impose(job: FaceJob) -> tuple[bytes, int]:
    """Return a PDF with every page of ``job.original`` as face and the marks outside, and its number of pages.

    Raises UnreadableFile for a damaged or password-protected original, FaceError for one without pages, and for an OFD
    that cannot be drawn whole.
    """
    stored = page_file(job)
    try:
        with Pdf.open(io.BytesIO(stored)) as source, Pdf.new() as target:
            source.flatten_annotations("print")
            count = len(source.pages)
            if not count:
                raise FaceError("原件没有页面", _CURE)
            for page in source.pages:
                _impose_page(job, page, target)
            return _bytes(target, title(job)), count
    except pikepdf.PasswordError as error:
        raise UnreadableFile("原件有打开口令", _CURE) from error
    except pikepdf.PdfError as error:
        raise UnreadableFile("原件损坏，无法排到纸上", _CURE) from error


def page_file(job: FaceJob) -> bytes:
    """Return the original as a PDF: as it is stored, or drawn from an OFD. Raises FaceError, UnreadableFile."""
    if job.original is None:
        raise FaceError("该发票没有原件页面", "请改用重新排版")
    if job.original_media is not Media.OFD:
        return job.original
    from printing.ofd.face import face

    return face(job.original)


def place(width: float, height: float, target: Sheet) -> Fit:
    """Return how a page of ``width`` x ``height`` mm lies on ``target``: 100 %, centred, shrunk only where it exceeds.

    A page larger than half a sheet takes a whole one instead.
    """
    room_width, room_height = target.place
    if height > room_height + _NEARLY and min(room_width / width, room_height / height) < min(
        whole_sheet().place[0] / width, whole_sheet().place[1] / height, 1
    ):
        target = whole_sheet()
        room_width, room_height = target.place
    scale = min(1.0, (room_width + _NEARLY) / width, (room_height + _NEARLY) / height)
    return Fit(target, scale, target.face[0] + (room_width - width * scale) / 2, target.face[1])


def _impose_page(job: FaceJob, page: Any, target: Pdf) -> None:
    form = target.copy_foreign(page.as_form_xobject())
    left, bottom, right, top = _lying(form)
    width, height = (right - left) / MM, (top - bottom) / MM
    if width <= 0 or height <= 0:
        raise FaceError("原件的页面尺寸不可用", _CURE)
    fit = place(width, height, sheet(job.paper))
    words = marks(job, typeset=False, scale=round(fit.scale, 2))
    with Pdf.open(io.BytesIO(overlay(words, fit.sheet, (job.dx_mm, job.dy_mm), title(job)))) as marked:
        target.pages.append(marked.pages[0])
    imposed = target.pages[-1]
    name = imposed.add_resource(form, Name.XObject, name=Name.OriginalFace)
    x = (fit.x + job.dx_mm) * MM - left * fit.scale
    y = (fit.sheet.size[1] - fit.y - job.dy_mm) * MM - top * fit.scale
    content = f"q {fit.scale:.5f} 0 0 {fit.scale:.5f} {x:.4f} {y:.4f} cm {name} Do Q\n"
    imposed.contents_add(target.make_stream(content.encode("ascii")), prepend=True)


def _lying(form: Any) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of the page as it is read: its box under /Rotate and /UserUnit, in points."""
    x1, y1, x2, y2 = (float(edge) for edge in form.BBox)
    a, b, c, d, e, f = (float(part) for part in form.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    xs = [a * x + c * y + e for x in (x1, x2) for y in (y1, y2)]
    ys = [b * x + d * y + f for x in (x1, x2) for y in (y1, y2)]
    return min(xs), min(ys), max(xs), max(ys)


def _bytes(target: Pdf, name: str) -> bytes:
    target.docinfo[Name.Title] = name
    target.docinfo[Name.Creator] = "fapiao-desk"
    out = io.BytesIO()
    target.remove_unreferenced_resources()
    target.save(out, deterministic_id=True, compress_streams=True, fix_metadata_version=False)
    return out.getvalue()
