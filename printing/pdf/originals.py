"""The stored page as the face: imposed on the sheet by pikepdf, never rasterised, never changed in the store.

The pages of an OFD are drawn as PDF first. Annotations are flattened first, because the picture of a signature is one and would be lost otherwise (docs/layouts.md).
"""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from fapiao.errors import FaceError, UnreadableFile
from fapiao.invoice import Media
from fapiao.paper import Paper
from fapiao.ports.faces import FaceJob
from fapiao.said import say
from printing.layout.overlay import overlay as overlay_of
from printing.layout.sheets import Sheet, SheetFile, sheet
from printing.pdf.operators import MM
from printing.pdf.orientation import Fit, place, turned
from printing.pdf.pages import Drawing, draw_marks, drawn, title

_CURE = say("请改用重新排版，或重新导入原件")


@dataclass(frozen=True, slots=True)
class StoredFace:
    """One page of an original, and where it lies on its sheet."""

    job: FaceJob
    form: Any
    """The page as a form XObject."""
    fit: Fit
    placing: str
    """The matrix that places the form, as the operands of ``cm``."""

    @property
    def sheet(self) -> Sheet:
        """The sheet that it lies on."""
        return self.fit.sheet

    def draw(self, drawing: Drawing) -> None:
        """Draw the marks outside the face; the face itself comes below them by :func:`joined`."""
        draw_marks(drawing, self.job, self.fit.sheet, typeset=False, scale=self.fit.scale)


def impose(job: FaceJob) -> SheetFile:
    """Return every page of ``job.original`` as face with the marks outside it.

    Raises UnreadableFile for a damaged or password-protected original, FaceError for one without pages, and for an OFD
    that cannot be drawn whole.
    """
    with Pdf.new() as target:
        faces = stored_faces(job, target)

        def draw(begin: Callable[[str], Drawing]) -> bytes:
            drawing = begin(title(job))
            for face in faces:
                drawing.begin_page(face.sheet.size)
                face.draw(drawing)
                drawing.end_page()
            return drawing.finish()

        data = joined(target, drawn(draw), [[face] for face in faces], title(job))
        return SheetFile(data, tuple(face.sheet for face in faces))


def page_file(job: FaceJob) -> bytes:
    """Return the original as a PDF: as it is stored, or drawn from an OFD. Raises FaceError, UnreadableFile."""
    if job.original is None:
        raise FaceError(say("该发票没有原件页面"), say("请改用重新排版"))
    if job.original_media is not Media.OFD:
        return job.original
    from printing.ofd.face import face

    return face(job.original)


def stored_faces(job: FaceJob, target: Pdf) -> list[StoredFace]:
    """Return the pages of ``job.original``, copied into ``target`` as forms. Raises as :func:`impose`."""
    if job.paper is Paper.FORM:
        raise FaceError(say("原件版式不能打在套打发票上"), say("请选择 A4，或改用重新排版"))
    stored = page_file(job)
    with _translated(), Pdf.open(io.BytesIO(stored)) as source:
        source.flatten_annotations("print")
        if not len(source.pages):
            raise FaceError(say("原件没有页面"), _CURE)
        if len(source.pages) > 1:
            source.remove_unreferenced_resources()
        return [_stored_face(job, target.copy_foreign(page.as_form_xobject())) for page in source.pages]


def joined(target: Pdf, below: bytes, faces: Sequence[Sequence[StoredFace]], name: str) -> bytes:
    """Return the pages of the file ``below`` with the ``faces`` of each under what stands on them.

    The forms are objects of ``target``. Raises UnreadableFile where an original turns out to be damaged.
    """
    with _translated():
        with Pdf.open(io.BytesIO(below)) as marked:
            target.pages.extend(marked.pages)
        for page, placed in zip(target.pages, faces, strict=True):
            if placed:
                _lay(placed, page, target)
        return _saved(target, name)


def _lay(faces: Sequence[StoredFace], page: Any, target: Pdf) -> None:
    shared = page.obj.Resources
    # The pages share one dictionary of resources; a face belongs to one of them.
    own = Dictionary(shared)
    own.XObject = Dictionary(shared.get("/XObject", {}))
    content = ""
    for number, face in enumerate(faces):
        own.XObject[f"/Face{number}"] = face.form
        content += f"q {face.placing} cm /Face{number} Do Q\n"
    page.obj.Resources = own
    page.contents_add(target.make_stream(content.encode("ascii")), prepend=True)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except pikepdf.PasswordError as error:
        raise UnreadableFile(say("原件有打开口令"), _CURE) from error
    except pikepdf.PdfError as error:
        raise UnreadableFile(say("原件损坏，无法排到纸上"), _CURE) from error


def _stored_face(job: FaceJob, form: Any) -> StoredFace:
    turn, across, up = turned(_page_box(form), job.rotate)
    width, height = across / MM, up / MM
    if width <= 0 or height <= 0:
        raise FaceError(say("原件的页面尺寸不可用"), _CURE)
    fit = place(width, height, sheet(job.paper), job.scaling, overlay_of(job.overlay))
    x = (fit.x + job.dx_mm) * MM
    y = (fit.sheet.size[1] - fit.y - job.dy_mm) * MM - up * fit.scale
    a, b, c, d, e, f = (part * fit.scale for part in turn)
    return StoredFace(job, form, fit, f"{a:.5f} {b:.5f} {c:.5f} {d:.5f} {e + x:.4f} {f + y:.4f}")


def _page_box(form: Any) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of the page as it is read: its box under /Rotate and /UserUnit, in points."""
    x1, y1, x2, y2 = (float(edge) for edge in form.BBox)
    a, b, c, d, e, f = (float(part) for part in form.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    xs = [a * x + c * y + e for x in (x1, x2) for y in (y1, y2)]
    ys = [b * x + d * y + f for x in (x1, x2) for y in (y1, y2)]
    return min(xs), min(ys), max(xs), max(ys)


def _saved(target: Pdf, name: str) -> bytes:
    """Return ``target`` as bytes that are the same for the same content."""
    target.docinfo[Name.Title] = name
    target.docinfo[Name.Creator] = "fapiao-desk"
    out = io.BytesIO()
    target.save(out, deterministic_id=True, compress_streams=True, fix_metadata_version=False)
    return out.getvalue()
