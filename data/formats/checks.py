"""What looks wrong about the facts of a file: warnings, since the invoice has been issued as it is (docs/invoices.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from fapiao.amounts import TOLERANCE, adds_up, from_words, money
from fapiao.identity import number_warnings, tax_id_warning
from fapiao.verdict import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.invoice import Invoice

_CURE = "请核对来源；打印不改动数据"


def check(invoice: Invoice) -> tuple[Finding, ...]:
    """Return a finding for each thing that does not fit, with the facts seen."""
    return tuple(_findings(invoice))


def _findings(invoice: Invoice) -> Iterator[Finding]:
    yield from _sums(invoice)
    yield from _words(invoice)
    for sentence in number_warnings(invoice.code, invoice.number, invoice.issued_on, invoice.kind):
        yield Finding("file.number", Level.WARN, sentence, _CURE, facts=(("号码", invoice.full_no),))
    for party, who in ((invoice.buyer, "购买方"), (invoice.seller, "销售方")):
        sentence = tax_id_warning(party.tax_id, who)
        if sentence:
            yield Finding("file.tax_id", Level.WARN, sentence, _CURE, facts=((who, party.tax_id),))
    if invoice.issued_on is None:
        yield Finding("file.date", Level.WARN, "文件里没有可用的开票日期", _CURE)
    if invoice.voucher_forbidden:
        yield Finding("file.voucher_forbidden", Level.INFO, "票面注明纸质打印件不能作为报销入账归档依据")


def _sums(invoice: Invoice) -> Iterator[Finding]:
    net, tax, gross = invoice.net, invoice.tax, invoice.gross
    if (
        net is not None
        and gross is not None
        and not adds_up(net, tax or Decimal(0), gross, invoice.other or Decimal(0))
    ):
        yield Finding(
            "file.sum",
            Level.WARN,
            f"金额 {money(net)} + 税额 {money(tax, none='无')} 不等于价税合计 {money(gross)}",
            _CURE,
            facts=(("金额", str(net)), ("税额", str(tax)), ("价税合计", str(gross))),
        )
    lines = invoice.lines or ()
    if not lines or any("销货清单" in row.name for row in lines):
        return
    amounts = [row.amount for row in lines]
    taxes = [row.tax.value for row in lines]
    for total, parts, word in ((net, amounts, "金额"), (tax, taxes, "税额")):
        known = [part for part in parts if part is not None]
        if total is None or len(known) != len(parts):
            continue
        if abs(sum(known, Decimal(0)) - total) > TOLERANCE:
            yield Finding(
                "file.lines",
                Level.WARN,
                f"各行{word}之和 {money(sum(known, Decimal(0)))} 不等于合计{word} {money(total)}",
                _CURE,
            )


def _words(invoice: Invoice) -> Iterator[Finding]:
    if not invoice.gross_words or invoice.gross is None:
        return
    read = from_words(invoice.gross_words)
    if read is None:
        yield Finding("file.words", Level.WARN, f"大写“{invoice.gross_words}”无法读出", _CURE)
    elif read != invoice.gross:
        yield Finding(
            "file.words",
            Level.WARN,
            f"大写 {invoice.gross_words} 与小写 {money(invoice.gross)} 不符",
            _CURE,
            facts=(("大写", str(read)), ("小写", str(invoice.gross))),
        )
