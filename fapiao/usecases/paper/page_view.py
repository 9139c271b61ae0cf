"""What will print, before it prints: the paper drawn with the mark of a preview, page by page, in cells or as a PNG."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from fapiao.chosenface import chosen_face
from fapiao.errors import BadInput
from fapiao.identity import squeeze
from fapiao.paper import FaceChoice
from fapiao.people import Permission
from fapiao.privacy import masked
from fapiao.said import say
from fapiao.usecases.paper.best_face import draw_best
from fapiao.usecases.paper.face_job import preview_job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fapiao.people import Session
    from fapiao.ports.cells import CellRow
    from fapiao.services import Services
    from fapiao.stored import Document
    from fapiao.usecases.invoices.inspect import Inspection
    from fapiao.usecases.paper.order import Order

PNG_DPI = 150
_TELLING = 3
"""Characters of a piece of a text that tell something of it."""


@dataclass(frozen=True, slots=True)
class DrawnPages:
    """A paper as a PDF that nobody prints."""

    pdf: bytes = field(repr=False)
    count: int
    document: Document | None
    """The stored file whose pages are the face; None where it is typeset."""
    covered: frozenset[str] = frozenset()
    """Texts on it that whoever asked may not read, without blanks."""


def shows_pages(_services: Services, _session: Session, seen: Inspection, order: Order) -> bool:
    """Tell whether the paper of ``order`` is a stored page."""
    return chosen_face(seen.stored, order.wish()) is FaceChoice.ORIGINAL


def draw_pages(services: Services, session: Session, seen: Inspection, order: Order) -> DrawnPages:
    """Draw the paper of ``order`` as it would print. Raises FaceError, UnreadableFile; BadInput for a roll."""
    if order.settings.paper.is_roll:
        raise BadInput(say("卷票没有页面"), say("请看小票预览，或改选 A4"))
    plain = preview_job(services, session, seen, order, whole=True)
    _, artefact, document = draw_best(services, plain, seen.stored, order.wish(), seen.policy, lambda _: None)
    return DrawnPages(artefact.data, artefact.pages, document, _covered(session, seen))


def _covered(session: Session, seen: Inspection) -> frozenset[str]:
    """Return what this person may not read on the page."""
    if not seen.policy.is_on("privacy.mask") or session.operator.may(Permission.REVEAL):
        return frozenset()
    told, shown = _texts(asdict(seen.stored.invoice)), _texts(asdict(masked(seen.stored.invoice)))
    return frozenset(squeeze(text) for text, other in zip(told, shown, strict=True) if text != other and squeeze(text))


def _texts(value: object) -> list[str]:
    """Return every text in ``value``, in order."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in _texts(each)]
    return []


def page_in_cells(services: Services, pages: DrawnPages, page: int, columns: int) -> Sequence[CellRow]:
    """Return page ``page`` (from 0) in rows of ``columns`` cells; what may not be read is left as dots of the picture, too
    coarse to read. Raises UnreadableFile.
    """
    picture = services.readers.picture(pages.pdf, page, columns)
    words = tuple(word for word in picture.words if not _is_covered(squeeze(word.text), pages.covered))
    return services.renderer.in_cells(replace(picture, words=words))


def _is_covered(word: str, covered: frozenset[str]) -> bool:
    return any(text in word or (len(word) >= _TELLING and word in text) for text in covered)


def page_png(services: Services, pages: DrawnPages, page: int) -> bytes:
    """Return page ``page`` (from 0) as a PNG file. Raises BadInput naming the pages that there are, or where something on
    them may not be read; UnreadableFile.
    """
    if pages.covered:
        raise BadInput(say("页面上有须遮盖的个人信息，不能存成图片"), say("请由可以看全部资料的人操作"))
    if not 0 <= page < pages.count:
        raise BadInput(say("没有第 {page} 页", page=page + 1), say("这张纸共 {count} 页", count=pages.count))
    return services.readers.png(pages.pdf, page, PNG_DPI)
