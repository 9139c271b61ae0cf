"""Number, code and title against the date and the kind (docs/invoices.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.doubts.doubt import Doubt, Weight
from fapiao.identity import OWN_CODES, REGIONS, kind_of_code
from fapiao.invoice import Kind
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.invoice import Invoice

SPECIAL = frozenset({Kind.DIGITAL_SPECIAL, Kind.DIGITAL_PAPER_SPECIAL, Kind.E_SPECIAL, Kind.PAPER_SPECIAL})
"""专用发票: what a 普通发票 never is."""
ORDINARY = frozenset(
    {Kind.DIGITAL_ORDINARY, Kind.DIGITAL_PAPER_ORDINARY, Kind.E_ORDINARY, Kind.PAPER_ORDINARY, Kind.ROLL, Kind.TOLL}
)


def doubts(invoice: Invoice) -> Iterator[Doubt]:
    """Return what is odd about an identity: year, region, kind."""
    facts = ((say("号码"), invoice.full_no), (say("开票日期"), str(invoice.issued_on or "")))
    found = _of_code(invoice) if invoice.code else _of_digital(invoice)
    for weight, sentence in (*found, *_of_title(invoice)):
        yield Doubt("file.number", weight, sentence, facts)


def kinds_clash(first: Kind, second: Kind) -> bool:
    """Tell whether one says 专用发票 and the other 普通发票."""
    return (first in SPECIAL and second in ORDINARY) or (first in ORDINARY and second in SPECIAL)


def _of_digital(invoice: Invoice) -> Iterator[tuple[Weight, str]]:
    number, issued_on = invoice.number, invoice.issued_on
    region = number[2:4]
    if issued_on and int(number[:2]) != issued_on.year % 100:
        yield (
            Weight.CONTRADICTION,
            say("号码中的年份 {stated} 与开票年份 {year} 不符", stated=number[:2], year=issued_on.year),
        )
    if region not in REGIONS and int(region) not in OWN_CODES:
        yield Weight.NOTICE, say("号码中的地区 {region} 不在行政区划内", region=region)


def _of_code(invoice: Invoice) -> Iterator[tuple[Weight, str]]:
    code, issued_on, kind = invoice.code, invoice.issued_on, invoice.kind
    region = code[1:3] if len(code) == 12 else code[:2]
    year = int(code[5:7] if len(code) == 12 else code[4:6])
    if region not in REGIONS:
        yield Weight.NOTICE, say("代码中的地区 {region} 不在行政区划内", region=region)
    age = issued_on.year % 100 - year if issued_on else 0
    if abs(age) > 1:
        # Old stock is used up late; a code of a year to come was not there yet.
        weight = Weight.NOTICE if age > 0 else Weight.CONTRADICTION
        stated = f"{year:02d}"
        yield (
            weight,
            say(
                "代码中的年份 {stated} 与开票年份 {year} 不符", stated=stated, year=issued_on.year if issued_on else ""
            ),
        )
    stated_kind = kind_of_code(code)
    if stated_kind in {None, kind} or kind is Kind.VEHICLE or (stated_kind is Kind.TOLL and kind is Kind.E_ORDINARY):
        return
    assert stated_kind is not None
    weight = Weight.CONTRADICTION if kinds_clash(stated_kind, kind) else Weight.NOTICE
    yield weight, say("代码表示{stated}，内容是{kind}", stated=stated_kind.short, kind=kind.short)


def _of_title(invoice: Invoice) -> Iterator[tuple[Weight, str]]:
    """A title that says 专用发票 on an ordinary invoice, or the other way round."""
    title, kind = "".join(invoice.title.split()), invoice.kind
    wrong = ("专用发票" in title and kind in ORDINARY) or ("普通发票" in title and kind in SPECIAL)
    if wrong and not invoice.kind_guessed:
        yield (
            Weight.CONTRADICTION,
            say("票面标题是“{title}”，代码和数据表示{kind}", title=invoice.title, kind=kind.short),
        )
