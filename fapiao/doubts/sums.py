"""Totals against each other, against the lines, and against 大写."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from fapiao.amounts import TOLERANCE, adds_up, from_words, money
from fapiao.doubts.doubt import Doubt, Weight
from fapiao.invoice import Kind
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fapiao.invoice import Invoice, Line

_LISTED_APART = "清单"
"""A line that says so stands for a list of lines that its source does not hold (详见销货清单)."""
_ZERO = Decimal(0)


def totals(invoice: Invoice) -> Iterator[Doubt]:
    """Net, tax and other charges make the gross."""
    net, gross, other = invoice.net, invoice.gross, invoice.other or _ZERO
    if net is None or gross is None:
        return
    tax = invoice.tax if invoice.tax is not None else _sum([row.tax.value for row in invoice.lines or ()])
    if adds_up(net, tax or _ZERO, gross, other):
        return
    charges = ((say("其他费用"), money(invoice.other)),) if invoice.other else ()
    facts = (
        (say("金额"), money(net)),
        (say("税额"), money(tax, none=say("无"))),
        *charges,
        (say("价税合计"), money(gross)),
    )
    # Tax makes an amount larger, whichever its sign: what it cannot explain is no missing tax.
    if tax is None and abs(gross) > abs(net + other) and (gross < 0) == (net < 0):
        yield Doubt(
            "file.missing",
            Weight.MISSING,
            say(
                "没有税额，金额 {net} 与价税合计 {gross} 差 {gap}",
                net=money(net),
                gross=money(gross),
                gap=money(gross - net - other),
            ),
            facts,
        )
        return
    message = (
        say(
            "金额 {net} + 税额 {tax} + 其他费用 {other} 不等于价税合计 {gross}",
            net=money(net),
            tax=money(tax, none=say("无")),
            other=money(invoice.other),
            gross=money(gross),
        )
        if invoice.other
        else say(
            "金额 {net} + 税额 {tax} 不等于价税合计 {gross}",
            net=money(net),
            tax=money(tax, none=say("无")),
            gross=money(gross),
        )
    )
    yield Doubt("file.sum", Weight.CONTRADICTION, message, facts)


def lines(invoice: Invoice) -> Iterator[Doubt]:
    """The lines make the totals; where a line has no amount, nothing can be said of their sum."""
    rows = invoice.lines or ()
    if not rows or is_listed_apart(rows):
        return
    slack = _ZERO if invoice.kind.is_digital else TOLERANCE
    yield from _line_sum(say("金额"), _sum([row.amount for row in rows]), _possible_nets(invoice), slack)
    taxes = [row.tax.value for row in rows]
    if any(tax is not None for tax in taxes):
        # A line of *** or 免税 beside taxed ones adds nothing.
        known = sum((tax for tax in taxes if tax is not None), _ZERO)
        yield from _line_sum(say("税额"), known, [invoice.tax] if invoice.tax is not None else [], slack)


def is_listed_apart(rows: Sequence[Line]) -> bool:
    """Tell whether the lines stand on a list of their own (销货清单)."""
    return any(_LISTED_APART in row.name for row in rows)


def _possible_nets(invoice: Invoice) -> list[Decimal]:
    """Return what the lines may add up to: the net; on a roll (卷票), whose lines are gross, the gross (docs/invoices.md)."""
    found = [] if invoice.net is None else [invoice.net]
    if invoice.gross is not None and (invoice.kind is Kind.ROLL or (not found and invoice.tax is None)):
        found.append(invoice.gross)
    return found if invoice.kind is Kind.ROLL or invoice.net is not None else []


def _line_sum(word: str, parts: Decimal | None, allowed: Sequence[Decimal], slack: Decimal) -> Iterator[Doubt]:
    if parts is None or not allowed or any(abs(parts - total) <= slack for total in allowed):
        return
    yield Doubt(
        "file.lines",
        Weight.CONTRADICTION,
        say("各行{word}之和 {parts} 不等于合计{word} {total}", word=word, parts=money(parts), total=money(allowed[0])),
        ((say("各行之和"), money(parts)), (say("合计"), money(allowed[0]))),
    )


def words(invoice: Invoice) -> Iterator[Doubt]:
    """大写 read back is the gross, to the fen."""
    if not invoice.gross_words:
        return
    read = from_words(invoice.gross_words)
    if read is None:
        sentence = say("大写“{gross_words}”无法读出", gross_words=invoice.gross_words)
        yield Doubt("file.words", Weight.CONTRADICTION, sentence, ((say("大写"), invoice.gross_words),))
    elif invoice.gross is not None and read != invoice.gross:
        yield Doubt(
            "file.words",
            Weight.CONTRADICTION,
            say("大写 {gross_words} 与小写 {gross} 不符", gross_words=invoice.gross_words, gross=money(invoice.gross)),
            ((say("大写"), money(read)), (say("小写"), money(invoice.gross))),
        )


def _sum(parts: Sequence[Decimal | None]) -> Decimal | None:
    """Return the sum; None where a part is not known, or there is none."""
    known = [part for part in parts if part is not None]
    return sum(known, _ZERO) if known and len(known) == len(parts) else None
