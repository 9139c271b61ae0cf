"""The stored page as the face: imposed on the sheet by pikepdf, never rasterised, never changed in the store.

The pages of an OFD are drawn as PDF first. Annotations are flattened first, because the picture of a signature is one and would be lost otherwise (rendering.md 3).
"""

import io
from typing import Any

import pikepdf
from pikepdf import Name, Pdf

from fapiao.errors import FaceError, UnreadableFile
from fapiao.invoice import Media
from fapiao.paper import Paper
from fapiao.ports import FaceJob
from printing.layout.overlay import overlay as overlay_of
from printing.layout.sheets import Sheet, SheetFile, sheet
from printing.lying import place, turned
from printing.marks import marks
from printing.pages import MM, overlay, title

_CURE = "请改用重新排版，或重新导入原件"


def impose(job: FaceJob) -> SheetFile:
    """Return every page of ``job.original`` as face with the marks outside it.

    Raises UnreadableFile for a damaged or password-protected original, FaceError for one without pages, and for an OFD
    that cannot be drawn whole.
    """
    if job.paper is Paper.FORM:
        raise FaceError("原件版式不能打在套打发票上", "请选择 A4，或改用重新排版")
    stored = page_file(job)
    try:
        with Pdf.open(io.BytesIO(stored)) as source, Pdf.new() as target:
            source.flatten_annotations("print")
            if not len(source.pages):
                raise FaceError("原件没有页面", _CURE)
            sheets = tuple(_impose_page(job, page, target) for page in source.pages)
            return SheetFile(saved(target, title(job)), sheets)
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


def _impose_page(job: FaceJob, page: Any, target: Pdf) -> Sheet:
    form = target.copy_foreign(page.as_form_xobject())
    turn, across, up = turned(_lying(form), job.rotate)
    width, height = across / MM, up / MM
    if width <= 0 or height <= 0:
        raise FaceError("原件的页面尺寸不可用", _CURE)
    fit = place(width, height, sheet(job.paper), job.scaling, overlay_of(job.overlay))
    words = marks(job, typeset=False, scale=round(fit.scale, 2))
    with Pdf.open(io.BytesIO(overlay(words, fit.sheet, (job.dx_mm, job.dy_mm), title(job)))) as marked:
        target.pages.append(marked.pages[0])
    imposed = target.pages[-1]
    name = imposed.add_resource(form, Name.XObject, name=Name.OriginalFace)
    x = (fit.x + job.dx_mm) * MM
    y = (fit.sheet.size[1] - fit.y - job.dy_mm) * MM - up * fit.scale
    a, b, c, d, e, f = (part * fit.scale for part in turn)
    content = f"q {a:.5f} {b:.5f} {c:.5f} {d:.5f} {e + x:.4f} {f + y:.4f} cm {name} Do Q\n"
    imposed.contents_add(target.make_stream(content.encode("ascii")), prepend=True)
    return fit.sheet


def _lying(form: Any) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of the page as it is read: its box under /Rotate and /UserUnit, in points."""
    x1, y1, x2, y2 = (float(edge) for edge in form.BBox)
    a, b, c, d, e, f = (float(part) for part in form.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    xs = [a * x + c * y + e for x in (x1, x2) for y in (y1, y2)]
    ys = [b * x + d * y + f for x in (x1, x2) for y in (y1, y2)]
    return min(xs), min(ys), max(xs), max(ys)


def saved(target: Pdf, name: str) -> bytes:
    """Return ``target`` as bytes that are the same for the same content."""
    target.docinfo[Name.Title] = name
    target.docinfo[Name.Creator] = "fapiao-desk"
    out = io.BytesIO()
    target.remove_unreferenced_resources()
    target.save(out, deterministic_id=True, compress_streams=True, fix_metadata_version=False)
    return out.getvalue()
