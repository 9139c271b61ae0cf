"""The QR payload against the facts: whatever its type is, its fields name this invoice and its amount (docs/invoices.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from fapiao.amounts import money, parse_number, to_fen
from fapiao.doubts.doubt import Doubt, Weight
from fapiao.doubts.number import kinds_clash
from fapiao.identity import KIND_OF_QR, looks_like_qr, squeeze
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.invoice import Invoice

_FIELDS = 6
"""Fields up to the date; without them a payload cannot be compared."""


def doubts(invoice: Invoice) -> Iterator[Doubt]:
    """Return where the payload names another invoice, amount, day, check code or kind."""
    if not looks_like_qr(invoice.qr):
        return
    fields = squeeze(invoice.qr).split(",")
    if len(fields) < _FIELDS:
        yield Doubt("file.qr", Weight.NOTICE, say("二维码的内容不完整"))
        return
    _, kind, code, number, amount, day, *rest = fields
    if code + number != invoice.full_no and number != invoice.full_no and code + number != _alias(invoice):
        yield _differs(say("号码"), code + number, invoice.full_no)
    yield from _kind(invoice, kind)
    yield from _amount(invoice, amount)
    if day and invoice.issued_on and day != f"{invoice.issued_on:%Y%m%d}":
        yield _differs(say("开票日期"), day, f"{invoice.issued_on:%Y%m%d}")
    check_code = rest[0] if rest else ""
    if check_code.isdigit() and invoice.check_code.isdigit() and not invoice.check_code.endswith(check_code):
        yield _differs(say("校验码"), check_code, invoice.check_code)


def _alias(invoice: Invoice) -> str:
    return invoice.paper_code + invoice.paper_number


def _kind(invoice: Invoice, stated: str) -> Iterator[Doubt]:
    kind = KIND_OF_QR.get(stated)
    if kind is None:
        yield Doubt("file.qr", Weight.MISSING, say("二维码：不认识的票种代号 {type_code}", type_code=stated[:8]))
    elif kinds_clash(kind, invoice.kind) and not invoice.kind_guessed:
        yield _differs(say("票种"), kind.short, invoice.kind.short)


def _amount(invoice: Invoice, text: str) -> Iterator[Doubt]:
    """Issuers print net or gross, red ones with or without the sign; an amount that is neither is another invoice's."""
    if not text:
        return
    known = [amount for amount in (invoice.gross, invoice.net) if amount is not None]
    value = parse_number(text)
    if value is None:
        yield Doubt("file.qr", Weight.CONTRADICTION, say("二维码：金额 {text} 不可用", text=text[:20]))
    elif known and abs(to_fen(value) if value < Decimal(10) ** 15 else value) not in {abs(amount) for amount in known}:
        yield _differs(say("金额"), money(value), " / ".join(money(amount) for amount in known))


def _differs(label: str, coded: str, shown: str) -> Doubt:
    return Doubt(
        "file.qr",
        Weight.CONTRADICTION,
        say("二维码{label} {coded} 与票面 {shown} 不符", label=label, coded=coded[:40], shown=shown),
        ((say("二维码"), coded[:40]), (say("票面"), shown)),
    )
