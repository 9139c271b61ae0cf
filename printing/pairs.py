"""Two different invoices on one A4 sheet, cut apart afterwards: the first above, the next below, in the order given."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pikepdf import Name, Pdf

from fapiao.errors import FaceError
from fapiao.paper import Paper
from fapiao.ports import FaceJob
from printing.layout.sheets import Sheet, SheetFile
from printing.originals import impose, saved
from printing.pages import typeset


@dataclass(slots=True)
class _Stack:
    target: Pdf
    sheets: list[Sheet]
    is_open: bool = False
    """True where the lower half of the last sheet is free."""


def impose_pairs(faces: Sequence[FaceJob]) -> SheetFile:
    """Return the sheets. Raises FaceError for no invoices, and as the single paper of each would."""
    if not faces:
        raise FaceError("没有要打印的发票", "请先选择发票")
    with Pdf.new() as target:
        stack = _Stack(target, [])
        for job in faces:
            _add(job, stack)
        first = faces[0].invoice.full_no
        return SheetFile(saved(target, f"两张一页 {first} 等 {len(faces)} 张"), tuple(stack.sheets))


def _add(job: FaceJob, stack: _Stack) -> None:
    made = _made(job, Paper.A4_LOWER if stack.is_open else Paper.A4_UPPER)
    alone = len(made.sheets) > 1 or not made.sheets[0].cut
    if alone and stack.is_open:
        made = _made(job, Paper.A4_UPPER)
        stack.is_open = False
    with Pdf.open(io.BytesIO(made.data)) as source:
        if stack.is_open:
            _lay_over(source.pages[0], stack.target.pages[-1], stack.target)
            stack.is_open = False
            return
        stack.target.pages.extend(source.pages)
    stack.sheets += made.sheets
    stack.is_open = not alone


def _made(job: FaceJob, paper: Paper) -> SheetFile:
    laid = replace(job, paper=paper)
    return typeset(laid) if job.original is None else impose(laid)


def _lay_over(page: Any, below: Any, target: Pdf) -> None:
    form = target.copy_foreign(page.as_form_xobject())
    name = below.add_resource(form, Name.XObject, name=Name.LowerFace)
    below.contents_add(target.make_stream(b"q\n"), prepend=True)
    below.contents_add(target.make_stream(f"Q q {name} Do Q\n".encode("ascii")))
