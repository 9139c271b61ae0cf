"""May a further file join a stored invoice? Only where the issuer's facts agree (docs/doubts.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fapiao.doubts.all import contradicts_itself
from fapiao.errors import ContradictingFile
from fapiao.invoice import Media
from fapiao.merge import Source, merge, opposing, sentence
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fapiao.invoice import Invoice
    from fapiao.stored import Document, StoredInvoice


@dataclass(frozen=True, slots=True)
class Joined:
    """What comes of a file and those that were there: the facts, where files differ, and which count no more."""

    invoice: Invoice
    conflicts: tuple[str, ...]
    parked: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of a file to its sentence."""


def join(known: StoredInvoice | None, sources: Sequence[Source], new: Source) -> Joined:
    """Return the invoice with ``new``; ``sources`` are what its files that count told, in the order of its documents.

    A file that makes sense by itself takes the place of files that contradict both it and themselves. Raises
    ContradictingFile where a file opposes the invoice otherwise.
    """
    told = known.conflicts if known else ()
    before = [s for d in known.documents if d.parked for s in told if s == d.parked] if known else []
    off_page = Media.PDF in {new.media, *(s.media for s in sources[:1] if len(sources) == 1)}
    found = opposing(known.invoice, new.facts, off_page=off_page) if known else []
    if known is None or not found:
        invoice, conflicts = merge([*sources, new])
        return Joined(invoice, (*conflicts, *before))
    against = next((s for s in sources if opposing(s.facts, new.facts)), None)
    first = against or Source(new.media, known.invoice, say("已登记的资料"))
    if contradicts_itself(new.facts) or not contradicts_itself(known.invoice):
        raise ContradictingFile(
            say("与已登记的同号发票矛盾：{what}", what=sentence(first, new, found)),
            say("没有收下；请对照原件，若已登记的有误请先把它搁置"),
        )
    counting = [d for d in known.documents if not d.parked]
    parked = _opposed(counting, sources, new)
    kept = [s for s in sources if not opposing(s.facts, new.facts)]
    invoice, conflicts = merge([*kept, new])
    return Joined(invoice, (*conflicts, *before, *parked.values()), parked)


def _opposed(documents: Sequence[Document], sources: Sequence[Source], new: Source) -> dict[str, str]:
    parked = {}
    for document, source in zip(documents, sources, strict=False):
        found = opposing(source.facts, new.facts)
        if found:
            parked[document.sha256] = sentence(source, new, found)
    return parked
