"""What gives a line away that was read off a page wrongly: its own figures do not fit each other."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from fapiao.said import say
from fapiao.verdict import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.invoice import Figure, Invoice, Line

_CURE = say("请核对票面；有 XML 时请一并导入")
_NEAR = Decimal("0.005")
"""Of the amount: what rounding of a printed price leaves open."""
_LEAST = Decimal("0.05")


def doubts(invoice: Invoice) -> Iterator[Finding]:
    """Yield a finding for each line whose quantity or price cannot be read, or whose product is another amount."""
    for index, row in enumerate(invoice.lines or (), 1):
        if _unread(row.quantity) or _unread(row.price):
            yield Finding("file.line", Level.WARN, say("第 {index} 行的数量或单价读不清", index=index), _CURE)
        elif not _fits(row):
            yield Finding("file.line", Level.WARN, say("第 {index} 行数量乘单价不等于金额", index=index), _CURE)


def _unread(figure: Figure) -> bool:
    return figure.value is None and any(c.isdigit() for c in figure.source) and not figure.source.isalnum()


def _fits(row: Line) -> bool:
    quantity, price, amount = row.quantity.value, row.price.value, row.amount
    if quantity is None or price is None or amount is None:
        return True
    return abs(quantity * price - amount) <= max(abs(amount) * _NEAR, _LEAST)
