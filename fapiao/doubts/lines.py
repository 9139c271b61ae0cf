"""Each line by itself: quantity times price, amount times rate, and texts that say no number (docs/doubts.md)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from fapiao.amounts import money
from fapiao.doubts.doubt import Doubt, Weight
from fapiao.doubts.sums import is_listed_apart
from fapiao.invoice import Kind
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.invoice import Figure, Invoice, Line

TAX_SLACK = Decimal("0.06")
"""Yuan by which an issuer's programs let a line's tax differ from amount times rate."""
AMOUNT_SLACK = Decimal("0.01")
"""Yuan by which a line's amount may differ from quantity times price, beside the rounding of both."""
_REDUCED = {Decimal("0.015"): Decimal("0.05"), Decimal("0.02"): Decimal("0.03")}
"""减按: a reduced rate is taken from the amount that the full rate leaves of the gross."""
_DIFFERENCE = "差额"
"""差额征税: the tax is that of a part of the amount."""
_TOLLS = "通行费"
_DIGIT = re.compile(r"[0-9０-９]")
_MOST = 5
"""Lines that are told one by one; a page of doubts helps nobody."""


def each(invoice: Invoice) -> Iterator[Doubt]:
    """Return the doubts of the first lines that have any."""
    rows = invoice.lines or ()
    told = 0
    for nth, row in enumerate(rows, 1):
        for doubt in _line(invoice, nth, row):
            told += 1
            if told > _MOST:
                return
            yield doubt


def _line(invoice: Invoice, nth: int, row: Line) -> Iterator[Doubt]:
    if not any(
        (row.name, row.amount is not None, row.quantity.source, row.price.source, row.rate.source, row.tax.source)
    ):
        yield Doubt("file.line", Weight.MISSING, say("第 {nth} 行是空的", nth=nth))
        return
    if row.amount is None:
        yield Doubt("file.line", Weight.MISSING, say("第 {nth} 行 {name} 没有金额", nth=nth, name=row.name))
    yield from _unread(nth, row)
    if row.rate.value and invoice.tax and not row.tax.source:
        yield Doubt("file.line", Weight.MISSING, say("第 {nth} 行 {name} 没有税额", nth=nth, name=row.name))
    if row.amount is None:
        return
    if not _is_toll(invoice):
        yield from _unclear(nth, row)
        yield from _price(nth, row, row.amount)
    if not is_listed_apart([row]) and not _is_difference(invoice, row):
        yield from _rate(nth, row, row.amount)


def _unread(nth: int, row: Line) -> Iterator[Doubt]:
    """A rate or a tax with digits that make no number says something, and nobody knows what."""
    for label, figure in ((say("税率"), row.rate), (say("税额"), row.tax)):
        if figure.value is None and _DIGIT.search(figure.source):
            yield Doubt(
                "file.unread",
                Weight.CONTRADICTION,
                say("第 {nth} 行{label}“{source}”读不出来", nth=nth, label=label, source=figure.source),
                ((label, figure.source),),
            )


def _unclear(nth: int, row: Line) -> Iterator[Doubt]:
    """A quantity or a price with digits and signs that make no number was written or read unclearly; `2台` says enough."""
    for label, figure in ((say("数量"), row.quantity), (say("单价"), row.price)):
        if figure.value is None and _DIGIT.search(figure.source) and not figure.source.isalnum():
            sentence = say("第 {nth} 行{label}“{source}”读不出来", nth=nth, label=label, source=figure.source)
            yield Doubt("file.unread", Weight.MISSING, sentence, ((label, figure.source),))


def _price(nth: int, row: Line, amount: Decimal) -> Iterator[Doubt]:
    quantity, price = row.quantity, row.price
    if quantity.value is None or price.value is None:
        return
    product = quantity.value * price.value
    slack = AMOUNT_SLACK + abs(quantity.value) * _rounding(price) + abs(price.value) * _rounding(quantity)
    # Some programs of e-invoices print a price with its tax beside an amount without it.
    with_tax = amount + (row.tax.value or 0)
    if min(abs(product - amount), abs(product - with_tax)) <= slack:
        return
    yield Doubt(
        "file.line",
        Weight.CONTRADICTION,
        say(
            "第 {nth} 行数量 {quantity} × 单价 {price} 不等于金额 {amount}",
            nth=nth,
            quantity=quantity.source,
            price=price.source,
            amount=money(amount),
        ),
        ((say("数量×单价"), money(product)), (say("金额"), money(amount))),
    )


def _rounding(figure: Figure) -> Decimal:
    """Return how far a printed figure may lie from the true one: one of its last place, since some programs cut; none where it is whole."""
    places = len(figure.source.strip().partition(".")[2])
    return Decimal(1).scaleb(-max(places, 2)) if places else Decimal(0)


def _rate(nth: int, row: Line, amount: Decimal) -> Iterator[Doubt]:
    rate, tax = row.rate.value, row.tax.value
    if rate is None or tax is None:
        return
    due = [amount * rate]
    if rate in _REDUCED:
        due.append((amount + tax) / (1 + _REDUCED[rate]) * rate)
    if any(abs(tax - each) <= TAX_SLACK for each in due):
        return
    yield Doubt(
        "file.line",
        Weight.CONTRADICTION,
        say(
            "第 {nth} 行金额 {amount} × 税率 {rate} 不等于税额 {tax}",
            nth=nth,
            amount=money(amount),
            rate=row.rate.source,
            tax=money(tax),
        ),
        ((say("金额×税率"), money(due[0])), (say("税额"), money(tax))),
    )


def _is_toll(invoice: Invoice) -> bool:
    """Tolls may carry their dates as quantity and price."""
    return invoice.kind is Kind.TOLL or invoice.variant == _TOLLS


def _is_difference(invoice: Invoice, row: Line) -> bool:
    return any(
        _DIFFERENCE in text for text in (invoice.remark, invoice.title, invoice.variant, row.name, row.rate.source)
    )
