"""What looks wrong about the facts of a file: warnings, since the invoice has been issued as it is (docs/invoices.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from fapiao.amounts import TOLERANCE, adds_up, from_words, money
from fapiao.identity import number_warnings, tax_id_warning
from fapiao.said import say
from fapiao.verdict import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.invoice import Invoice

_CURE = say("请核对来源；打印不改动数据")


def check(invoice: Invoice) -> tuple[Finding, ...]:
    """Return a finding for each thing that does not fit, with the facts seen."""
    return tuple(_findings(invoice))


def _findings(invoice: Invoice) -> Iterator[Finding]:
    yield from _sums(invoice)
    yield from _words(invoice)
    for sentence in number_warnings(invoice.code, invoice.number, invoice.issued_on, invoice.kind):
        yield Finding("file.number", Level.WARN, sentence, _CURE, facts=((say("号码"), invoice.full_no),))
    for party, who in ((invoice.buyer, say("购买方")), (invoice.seller, say("销售方"))):
        sentence = tax_id_warning(party.tax_id, who)
        if sentence:
            yield Finding("file.tax_id", Level.WARN, sentence, _CURE, facts=((who, party.tax_id),))
    if invoice.issued_on is None:
        yield Finding("file.date", Level.WARN, say("文件里没有可用的开票日期"), _CURE)
    if invoice.voucher_forbidden:
        yield Finding("file.voucher_forbidden", Level.INFO, say("票面注明纸质打印件不能作为报销入账归档依据"))


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
            say(
                "金额 {net} + 税额 {tax} 不等于价税合计 {gross}",
                net=money(net),
                tax=money(tax, none=say("无")),
                gross=money(gross),
            ),
            _CURE,
            facts=((say("金额"), str(net)), (say("税额"), str(tax)), (say("价税合计"), str(gross))),
        )
    lines = invoice.lines or ()
    if not lines or any("销货清单" in row.name for row in lines):
        return
    amounts = [row.amount for row in lines]
    taxes = [row.tax.value for row in lines]
    for total, parts, word in ((net, amounts, say("金额")), (tax, taxes, say("税额"))):
        known = [part for part in parts if part is not None]
        if total is None or len(known) != len(parts):
            continue
        if abs(sum(known, Decimal(0)) - total) > TOLERANCE:
            yield Finding(
                "file.lines",
                Level.WARN,
                say(
                    "各行{word}之和 {parts} 不等于合计{word} {total}",
                    word=word,
                    parts=money(sum(known, Decimal(0))),
                    total=money(total),
                ),
                _CURE,
            )


def _words(invoice: Invoice) -> Iterator[Finding]:
    if not invoice.gross_words or invoice.gross is None:
        return
    read = from_words(invoice.gross_words)
    if read is None:
        yield Finding(
            "file.words", Level.WARN, say("大写“{gross_words}”无法读出", gross_words=invoice.gross_words), _CURE
        )
    elif read != invoice.gross:
        yield Finding(
            "file.words",
            Level.WARN,
            say("大写 {gross_words} 与小写 {gross} 不符", gross_words=invoice.gross_words, gross=money(invoice.gross)),
            _CURE,
            facts=((say("大写"), str(read)), (say("小写"), str(invoice.gross))),
        )
