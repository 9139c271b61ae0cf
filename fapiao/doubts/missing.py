"""What is not known of an invoice, or only guessed: worth a look and a better file, and no contradiction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.doubts.doubt import Doubt, Weight
from fapiao.invoice import Kind
from fapiao.said import listed, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.invoice import Invoice

_TICKETS = frozenset({Kind.RAIL, Kind.AIR})
"""Tickets name no seller and have a journey instead of lines."""
_LINELESS = _TICKETS | {Kind.VEHICLE, Kind.USED_VEHICLE}


def doubts(invoice: Invoice) -> Iterator[Doubt]:
    """Return what is missing, in one sentence, then what could not be read or was guessed."""
    if invoice.issued_on is None:
        yield Doubt("file.date", Weight.MISSING, say("文件里没有可用的开票日期"))
    absent = [label for label, is_known in _wanted(invoice) if not is_known]
    if absent:
        yield Doubt("file.missing", Weight.MISSING, say("不知道：{absent}", absent=listed(absent)))
    for field, source in invoice.sources:
        sentence = say("{field}“{source}”读不出来", field=field, source=source)
        yield Doubt("file.unread", Weight.MISSING, sentence, ((field, source),))
    if invoice.kind_guessed:
        yield Doubt("file.kind", Weight.MISSING, say("票种为推断：{kind}", kind=invoice.kind.short))


def _wanted(invoice: Invoice) -> Iterator[tuple[str, bool]]:
    yield say("价税合计"), invoice.gross is not None
    if invoice.kind not in _TICKETS:
        yield say("销售方"), bool(invoice.seller.name)
    if invoice.kind not in _LINELESS:
        yield say("明细"), bool(invoice.lines)
        # A roll states neither, an untaxed invoice no tax: what is stated in part is stated in whole.
        taxed = any(row.tax.value for row in invoice.lines or ())
        yield say("合计税额"), invoice.tax is not None or not taxed
        yield say("合计金额"), invoice.net is not None or invoice.tax is None
