"""The face checked before printing: a rendered page is read back and compared with the invoice.

Every readable field is compared; a mismatch stops the print and names the difference. A page without
text (a scanned original) is judged by its QR payload alone.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from fapiao.amounts import from_words, money, to_fen
from fapiao.errors import BadInput, FaceError
from fapiao.identity import parse_qr, squeeze
from fapiao.said import in_turn, say
from fapiao.text import REPLACEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from fapiao.invoice import Invoice
    from fapiao.ports.readers import PageFacts

_BMP_END = 0xFFFF
_LEAST_RED = 4.0
_KEPT_RED = 0.7
"""Of the original's red area (mm²): a copy shrunk to 90 % keeps 81 %; below four there is no seal to lose."""
_ANY = "\x00"
_WORDS = re.compile(
    r"(?:[（(]?负数?[）)]?)?[零〇壹贰弍叁參肆伍陆陸柒捌玖两拾佰仟万亿]+[元圆角分][零壹贰弍叁參肆伍陆陸柒捌玖元圆角分整正]*"
)
"""A run of characters that may be 大写."""


def compare(invoice: Invoice, page: PageFacts) -> None:
    """Raise FaceError naming each field of ``invoice`` that ``page`` does not carry as it should."""
    differences = list(_differences(invoice, page))
    if differences:
        raise FaceError(
            say("排出的票面与数据不符：{differences}", differences=in_turn(differences[:3])),
            say("未打印；请核对原件文件，必要时重新导入"),
        )


def compare_copy(original: PageFacts, copy: PageFacts) -> None:
    """Raise FaceError unless ``copy`` (an imposed page) carries every line and QR payload of ``original``."""
    text = squeeze(copy.text)
    missing = [line for line in map(squeeze, original.text.splitlines()) if line and line not in text]
    missing += [payload for payload in original.payloads if payload not in copy.payloads]
    if original.red_mm2 > _LEAST_RED and copy.red_mm2 < _KEPT_RED * original.red_mm2:
        raise FaceError(say("印出的页面少了原件上的印章"), say("未打印；请改用重新排版，并把原件交给管理员查看"))
    if missing:
        raise FaceError(
            say("印出的页面少了原件上的“{missing}”", missing=missing[0][:40]),
            say("未打印；请改用重新排版，并把原件交给管理员查看"),
        )


def _differences(invoice: Invoice, page: PageFacts) -> Iterator[str]:
    yield from _qr_differences(invoice, page)
    text = squeeze(page.text)
    if not text:
        if not any(_is_invoice_payload(p) for p in page.payloads):
            yield say("票面没有可读的文字和二维码")
        return
    if REPLACEMENT in page.text:
        yield say("票面含有不可识别的字符")
    text += "\n" + squeeze("".join(piece.text for piece in page.pieces))
    for label, value in _texts(invoice):
        if value and not _contains(text, squeeze(value)):
            yield say("{label} {value} 不在票面上", label=label, value=value)
    if page.says is not None:
        yield from _misplaced(invoice, page.says)
    if invoice.gross_words and not _has_words(text, invoice.gross_words):
        yield say("大写 {gross_words} 不在票面上", gross_words=invoice.gross_words)
    spaced = unicodedata.normalize("NFKC", "\n".join((page.text, *(piece.text for piece in page.pieces))))
    for label, amount in ((say("金额"), invoice.net), (say("税额"), invoice.tax), (say("价税合计"), invoice.gross)):
        if amount is not None and not _has_amount(spaced, amount):
            yield say("{label} {amount} 不在票面上", label=label, amount=amount)


def _misplaced(invoice: Invoice, says: Invoice) -> Iterator[str]:
    """Yield what the face says at a label where the invoice says something else: values that changed places too."""
    day, other = invoice.issued_on, says.issued_on
    pairs = (
        (say("发票号码"), invoice.full_no, says.full_no),
        (say("开票日期"), day.isoformat() if day else "", other.isoformat() if other else ""),
        (say("购买方税号"), squeeze(invoice.buyer.tax_id), squeeze(says.buyer.tax_id)),
        (say("销售方税号"), squeeze(invoice.seller.tax_id), squeeze(says.seller.tax_id)),
        (say("价税合计"), money(invoice.gross), money(says.gross)),
    )
    for label, value, placed in pairs:
        if value and placed and value != placed:
            yield say("{label}应为 {value}，票面上是 {placed}", label=label, value=value, placed=placed)
    for label, mine, theirs, placed in (
        (say("购买方"), invoice.buyer.name, invoice.seller.name, says.buyer.name),
        (say("销售方"), invoice.seller.name, invoice.buyer.name, says.seller.name),
    ):
        if mine and squeeze(placed) == squeeze(theirs) != squeeze(mine):
            yield say("{label}应为 {value}，票面上是 {placed}", label=label, value=mine, placed=placed)


def _texts(invoice: Invoice) -> Iterator[tuple[str, str]]:
    yield say("发票代码"), invoice.code
    yield say("发票号码"), invoice.number
    if invoice.issued_on:
        day = invoice.issued_on
        yield say("开票日期"), f"{day:%Y}年{day:%m}月{day:%d}日"
    yield say("购买方"), invoice.buyer.name
    yield say("购买方税号"), invoice.buyer.tax_id
    yield say("销售方"), invoice.seller.name
    yield say("销售方税号"), invoice.seller.tax_id


def _contains(text: str, value: str) -> bool:
    """Find ``value``; characters beyond the BMP match anything, since PDF extraction garbles them (docs/layouts.md)."""
    if value in text:
        return True
    if all(ord(c) <= _BMP_END for c in value):
        return False
    pieces = "".join(c if ord(c) <= _BMP_END else _ANY for c in value).split(_ANY)
    position = 0
    for piece in filter(None, pieces):
        position = text.find(piece, position)
        if position < 0:
            return False
        position += len(piece)
    return True


def _has_words(text: str, words: str) -> bool:
    """Compare 大写 by reading it back, since sources differ in 元/圆 and 整/正 (docs/invoices.md)."""
    value = from_words(words)
    if value is None:
        return squeeze(words) in text
    return any(from_words(found) == value for found in _WORDS.findall(text))


def _has_amount(text: str, amount: Decimal) -> bool:
    """Find the amount as a number of its own: 100.00 is neither in 1,100.00 nor in -100.00."""
    value = to_fen(amount)
    sign = r"(?:-[¥￥]?|[¥￥]-)" if value < 0 else r"(?<![-\d])(?<!\d[.,])(?<!-[¥￥])"
    forms = "|".join(re.escape(form) for form in (f"{abs(value):.2f}", f"{abs(value):,.2f}"))
    return bool(re.search(rf"{sign}(?:{forms})(?!\d)", text)) or any(word in text for word in _zero_tax(value))


def _zero_tax(value: Decimal) -> tuple[str, ...]:
    return ("***", "免税", "不征税") if value == 0 else ()


def _is_invoice_payload(payload: str) -> bool:
    return squeeze(payload).startswith("01,")


def _qr_differences(invoice: Invoice, page: PageFacts) -> Iterator[str]:
    payloads = [p for p in page.payloads if _is_invoice_payload(p)]
    if invoice.qr and not payloads:
        yield say("二维码读不出来")
    for payload in payloads:
        try:
            facts = parse_qr(payload)
        except BadInput:
            yield say("二维码内容不可用")
            continue
        if facts.identity.full_no != invoice.full_no:
            yield say("二维码号码 {coded} 与发票 {full_no} 不符", coded=facts.identity.full_no, full_no=invoice.full_no)
        if facts.gross is not None and invoice.gross is not None and facts.gross != to_fen(invoice.gross):
            yield say("二维码金额 {coded} 与价税合计 {gross} 不符", coded=facts.gross, gross=invoice.gross)
        if facts.net is not None and invoice.net is not None and facts.net != to_fen(invoice.net):
            yield say("二维码金额 {coded} 与合计金额 {net} 不符", coded=facts.net, net=invoice.net)
