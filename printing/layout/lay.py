"""Which pages a paper of an invoice has, and on which sheet each lies: half a sheet, a whole one, a list behind it."""

from dataclasses import dataclass

from fapiao.errors import FaceError
from fapiao.invoice import Invoice, Kind
from fapiao.paper import Paper
from fapiao.ports.faces import FaceJob
from fapiao.said import say
from printing.layout.applied import applied, face_for
from printing.layout.display import Page
from printing.layout.goods import goods_pages, summary
from printing.layout.load import FORM, GOODS
from printing.layout.model import Layout
from printing.layout.overlay import overlay
from printing.layout.place import place
from printing.layout.placement import Placement, placement
from printing.layout.sheets import Sheet, sheet, whole_sheet
from printing.layout.tall import tall

STOCK = frozenset({Kind.PAPER_SPECIAL, Kind.PAPER_ORDINARY, Kind.DIGITAL_PAPER_SPECIAL, Kind.DIGITAL_PAPER_ORDINARY})
"""Kinds that are printed on pre-printed stock."""
_HALVES = frozenset({Paper.A4_UPPER, Paper.A4_LOWER, Paper.A4_2UP})


@dataclass(frozen=True, slots=True)
class Laid:
    """One page and where it lies."""

    page: Page
    placement: Placement


def lay(job: FaceJob) -> list[Laid]:
    """Return the pages of ``job``, typeset.

    A face that one page has room for lies on its half of the sheet. A longer one takes whole A4 sheets: the goods of
    the older e-invoices go to a 销货清单 behind the face, a 数电票 grows to the length of the sheet, 41 rows instead of
    eight. On A5 it goes on from sheet to sheet. Raises FaceError, for stock also where the rows exceed it.
    """
    invoice, paper = job.invoice, job.paper
    if paper is Paper.FORM:
        form = applied(FORM, job.overlay)
        return _placed(job, [_on_stock(invoice, form)], form, sheet(paper))
    face = face_for(invoice.kind, job.overlay)
    pages = place(invoice, face)
    if len(pages) == 1 or paper not in _HALVES:
        return _placed(job, pages, face, sheet(paper))
    whole = whole_sheet()
    if face.has_goods_list:
        front = place(summary(invoice), face)
        if len(front) == 1:
            goods = applied(GOODS, job.overlay)
            behind = _placed(job, goods_pages(invoice, goods), goods, whole)
            return [*_placed(job, front, face, sheet(paper)), *behind]
    face = tall(face, whole.place[1])
    return _placed(job, place(invoice, face), face, whole)


def _placed(job: FaceJob, pages: list[Page], face: Layout, target: Sheet) -> list[Laid]:
    found = placement(target, face.size, overlay(job.overlay), job.dx_mm, job.dy_mm)
    return [Laid(page, found) for page in pages]


def _on_stock(invoice: Invoice, form: Layout) -> Page:
    if invoice.kind not in STOCK:
        raise FaceError(say("{kind}没有套打的版式", kind=invoice.kind.short), say("请选择 A4 或卷纸"))
    pages = place(invoice, form)
    if len(pages) > 1:
        raise FaceError(say("明细超过套打发票的六行"), say("请用 A4 打印，明细另附清单"))
    return pages[0]
