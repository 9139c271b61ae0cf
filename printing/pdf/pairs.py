"""Two different invoices on one A4 sheet, cut apart afterwards: the first above, the next below, in the order given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pikepdf import Pdf

from fapiao.errors import FaceError
from fapiao.paper import Paper
from fapiao.ports.faces import FaceJob
from printing.layout.lay import Laid
from printing.layout.sheets import Sheet, SheetFile
from printing.pdf.originals import StoredFace, joined, stored_faces
from printing.pdf.pages import Drawing, draw_laid, drawn, laid_out


def impose_pairs(faces: Sequence[FaceJob]) -> SheetFile:
    """Return the sheets. Raises FaceError for no invoices, and as the single paper of each would."""
    if not faces:
        raise FaceError("没有要打印的发票", "请先选择发票")
    name = f"两张一页 {faces[0].invoice.full_no} 等 {len(faces)} 张"
    with Pdf.new() as target:

        def draw(begin: Callable[[str], Drawing]) -> SheetFile:
            stack = _Stack(begin(name), target)
            for job in faces:
                stack.add(job)
            return stack.finish(name)

        return drawn(draw)


@dataclass(frozen=True, slots=True)
class _TypesetFace:
    """One page of an invoice that is typeset."""

    job: FaceJob
    laid: Laid

    @property
    def sheet(self) -> Sheet:
        return self.laid.placement.sheet

    def draw(self, drawing: Drawing) -> None:
        draw_laid(drawing, self.job, self.laid)


_Face = StoredFace | _TypesetFace


class _Stack:
    """The sheets so far; the lower half of the last one may be free."""

    def __init__(self, drawing: Drawing, target: Pdf) -> None:
        self._drawing = drawing
        self._target = target
        self._sheets: list[Sheet] = []
        self._stored: list[list[StoredFace]] = []
        self._is_open = False

    def add(self, job: FaceJob) -> None:
        """Lay ``job`` on the free half, on a new sheet, or on sheets of its own."""
        faces = self._faces(job, Paper.A4_LOWER if self._is_open else Paper.A4_UPPER)
        alone = len(faces) > 1 or not faces[0].sheet.cut
        if alone and self._is_open:
            self._close()
            faces = self._faces(job, Paper.A4_UPPER)
        if self._is_open:
            self._draw(faces[0])
            self._close()
            return
        for face in faces:
            self._drawing.begin_page(face.sheet.size)
            self._sheets.append(face.sheet)
            self._stored.append([])
            self._is_open = True
            self._draw(face)
            if alone:
                self._close()

    def _faces(self, job: FaceJob, paper: Paper) -> Sequence[_Face]:
        laid = replace(job, paper=paper)
        if laid.original is not None:
            return stored_faces(laid, self._target)
        return [_TypesetFace(laid, page) for page in laid_out(laid)]

    def _draw(self, face: _Face) -> None:
        face.draw(self._drawing)
        if isinstance(face, StoredFace):
            self._stored[-1].append(face)

    def _close(self) -> None:
        self._drawing.end_page()
        self._is_open = False

    def finish(self, name: str) -> SheetFile:
        """Return all sheets."""
        if self._is_open:
            self._close()
        data = self._drawing.finish()
        if any(self._stored):
            data = joined(self._target, data, self._stored, name)
        return SheetFile(data, tuple(self._sheets))
