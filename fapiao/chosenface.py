"""Which face a paper gets: a stored page, or one typeset from the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.invoice import Media, SealState
from fapiao.paper import FaceChoice, Paper

if TYPE_CHECKING:
    from fapiao.stored import Document, StoredInvoice
    from fapiao.verdict import Wish


def original_face(stored: StoredInvoice) -> Document | None:
    """Return the stored file whose page is the face: the newest PDF, else the newest OFD, whose seal is not altered."""
    for media in (Media.PDF, Media.OFD):
        whole = [
            d for d in stored.documents if d.media is media and d.seal.state is not SealState.ALTERED and not d.parked
        ]
        if whole:
            return whole[-1]
    return None


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
