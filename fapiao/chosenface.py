"""Which face a paper gets: a stored page, or one typeset from the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.invoice import Media, SealState
from fapiao.paper import FaceChoice, Paper

if TYPE_CHECKING:
    from fapiao.stored import Document, StoredInvoice
    from fapiao.verdict import Wish


_SEALED = {SealState.INTACT: 2, SealState.TEST: 1}


def faces_by_merit(stored: StoredInvoice) -> tuple[Document, ...]:
    """Return the stored files whose page may be the face, the best first: none that was altered, a seal that holds
    before one of a test authority before none, then the newest (docs/papers.md).
    """
    whole = (d for d in reversed(stored.documents) if d.seal.state is not SealState.ALTERED)
    paged = [d for d in whole if d.media in {Media.PDF, Media.OFD}]
    return tuple(sorted(paged, key=lambda document: -_SEALED.get(document.seal.state, 0)))


def original_face(stored: StoredInvoice) -> Document | None:
    """Return the stored file whose page is the face, if it can be drawn."""
    return next(iter(faces_by_merit(stored)), None)


def chosen_face(stored: StoredInvoice, wish: Wish) -> FaceChoice:
    """Return the face that would really be printed: rolls, pre-printed forms, and invoices without a stored page, are typeset."""
    if (
        wish.paper.is_roll
        or wish.paper is Paper.FORM
        or wish.face is FaceChoice.TYPESET
        or original_face(stored) is None
    ):
        return FaceChoice.TYPESET
    return FaceChoice.ORIGINAL
