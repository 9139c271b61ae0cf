"""Everything that does not fit in an invoice, the heaviest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.doubts import clashes, lines, missing, number, payload, sums
from fapiao.doubts.doubt import Doubt, Weight
from fapiao.identity import tax_id_warning
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.invoice import Invoice

_ORDER = list(Weight)


def doubts_of(invoice: Invoice) -> tuple[Doubt, ...]:
    """Return what does not fit: contradictions, then what is missing, then notices, each in the order of the face."""
    return tuple(sorted(_doubts(invoice), key=lambda doubt: _ORDER.index(doubt.weight)))


def weight_of(invoice: Invoice) -> Weight | None:
    """Return the heaviest doubt's weight; None where everything fits."""
    found = doubts_of(invoice)
    return found[0].weight if found else None


def contradicts_itself(invoice: Invoice) -> bool:
    """Tell whether two values of the invoice cannot both be true."""
    return weight_of(invoice) is Weight.CONTRADICTION


def _doubts(invoice: Invoice) -> Iterator[Doubt]:
    yield from sums.totals(invoice)
    yield from sums.lines(invoice)
    yield from sums.words(invoice)
    yield from lines.each(invoice)
    yield from number.doubts(invoice)
    yield from payload.doubts(invoice)
    yield from clashes.doubts(invoice)
    yield from missing.doubts(invoice)
    for party, who in ((invoice.buyer, say("购买方")), (invoice.seller, say("销售方"))):
        sentence = tax_id_warning(party.tax_id, who)
        if sentence:
            yield Doubt("file.tax_id", Weight.NOTICE, sentence, ((who, party.tax_id),))
