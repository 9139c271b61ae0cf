"""Money: parsing, rounding, sums, and 大写 (Chinese capital numerals) both ways.

大写 follows 财政部令98号 第五十二条: 整 after 元 (圆) or 角, none after 分, inner zeros as one 零. Faces disagree in small
ways (元/圆, 整/正, optional 零), so two texts are compared by parsing both (docs/invoices.md).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from fapiao.errors import UnusableAmount
from fapiao.said import say

FEN = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
"""Largest amount kept, in yuan (九千九百九十九亿…): 大写 needs no 万亿, and sums of fen fit 64 bits."""
TOLERANCE = Decimal("0.01")
"""net + tax may differ from gross by one fen through rounding (docs/invoices.md)."""

_PLAIN = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?|[+-]?\d+(\.\d*)?|[+-]?\.\d+")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SMALL = ("", "拾", "佰", "仟")
_LARGE = ("", "万", "亿")
_VALUES = {c: i for i, c in enumerate(_DIGITS)} | {"〇": 0, "两": 2, "贰": 2, "弍": 2, "參": 3, "陸": 6}
_OTHER_FORMS = str.maketrans("圓萬億貳叁叄肆柒百十千", "圆万亿贰叁叁肆柒佰拾仟")
"""Characters of other fonts and habits for the same digits and units."""
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_NEGATIVE = re.compile(r"^[（(]?\s*(?:负数?|销项负数)\s*[）)]?")


def parse_money(text: str, *, field: str = say("金额")) -> Decimal:
    """Return the amount in yuan, rounded to fen; ``¥``, grouping commas and blanks are allowed, exponents are not.

    Raises UnusableAmount (naming ``field``) for NaN, infinities, exponents and what exceeds :data:`LARGEST`.
    """
    value = parse_number(text)
    if value is None:
        raise UnusableAmount(say("{field}“{text}”不是可用的金额", field=field, text=text[:40]), say("请核对来源文件"))
    if abs(value) > LARGEST:
        raise UnusableAmount(say("{field}超出范围（{text}）", field=field, text=text[:40]), say("请核对来源文件"))
    return to_fen(value)


def parse_number(text: str) -> Decimal | None:
    """Return a plain decimal number, any precision; None where ``text`` is not one (``***``, ``1e400``, ``NaN``)."""
    plain = text.strip().strip("¥￥").strip()
    if plain.startswith(("-¥", "-￥", "+¥", "+￥")):
        plain = plain[0] + plain[2:]
    if not _PLAIN.fullmatch(plain) or not plain.isascii():
        return None
    try:
        return Decimal(plain.replace(",", ""))
    except InvalidOperation:
        return None


def to_fen(value: Decimal) -> Decimal:
    """Round half up to two places; never ``-0.00``."""
    rounded = value.quantize(FEN, rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def fen(value: Decimal) -> int:
    """Return whole fen for the store."""
    return int(to_fen(value) * 100)


def yuan(count: int) -> Decimal:
    """Return yuan with two places from whole fen."""
    return Decimal(count).scaleb(-2)


def money(value: Decimal | None, *, none: str = "") -> str:
    """Return an amount for the eye: ``1,234.50``; ``none`` where unknown."""
    return none if value is None else f"{to_fen(value):,.2f}"


def plain(value: Decimal | None) -> str | None:
    """Return an amount for other programs: ``1234.50``; None where unknown."""
    return None if value is None else f"{to_fen(value):.2f}"


def adds_up(net: Decimal, tax: Decimal, gross: Decimal, other: Decimal = Decimal(0)) -> bool:
    """Tell whether net + tax + other is gross within :data:`TOLERANCE`."""
    return abs(net + tax + other - gross) <= TOLERANCE


def to_words(value: Decimal) -> str:
    """Return the amount in 大写 as the tax platform writes it: ``叁佰元`` is ``叁佰圆整``, negative ``（负数）``.

    Generated only where a source carries none; 整 after 圆, none after 角 or 分. Raises UnusableAmount beyond
    :data:`LARGEST`.
    """
    if abs(value) > LARGEST:
        raise UnusableAmount("金额超出大写的范围", "请核对来源文件")
    value = to_fen(value)
    sign = "（负数）" if value < 0 else ""
    whole, cents = divmod(int(abs(value) * 100), 100)
    jiao, cent = divmod(cents, 10)
    words = _whole_words(whole)
    if not cents:
        return f"{sign}{words or '零'}圆整"
    head = f"{words}圆" if words else ""
    middle = f"{_DIGITS[jiao]}角" if jiao else ("零" if head and cent else "")
    return f"{sign}{head}{middle}{f'{_DIGITS[cent]}分' if cent else ''}"


def _whole_words(whole: int) -> str:
    sections: list[int] = []
    while whole:
        whole, section = divmod(whole, 10_000)
        sections.append(section)
    words = ""
    gap = False
    for index in range(len(sections) - 1, -1, -1):
        section = sections[index]
        if not section:
            gap = bool(words)
            continue
        if words and (gap or section < 1000):
            words += "零"
        words += _section_words(section) + _LARGE[index]
        gap = False
    return words


def _section_words(section: int) -> str:
    words = ""
    zero = False
    for power in range(3, -1, -1):
        digit = section // 10**power % 10
        if digit:
            words += ("零" if zero else "") + _DIGITS[digit] + _SMALL[power]
            zero = False
        else:
            zero = bool(words)
    return words


def from_words(words: str) -> Decimal | None:
    """Read 大写 back into yuan; None where it cannot be read. Accepts 元/圆, 整/正/none, optional 零, 负/（负数）."""
    text = "".join(words.split()).replace("人民币", "").translate(_OTHER_FORMS)
    negative = bool(_NEGATIVE.match(text))
    text = _NEGATIVE.sub("", text).lstrip("⊗")
    text = re.sub(r"[整正]$", "", text)
    match = re.fullmatch(r"(?:([^元圆]*)[元圆])?(?:零?(.)角)?(?:零?(.)分)?零?", text)
    if match is None or not any(match.groups()):
        return None
    whole = _read_whole(match[1]) if match[1] else 0
    jiao = _VALUES.get(match[2], -1) if match[2] else 0
    cent = _VALUES.get(match[3], -1) if match[3] else 0
    if whole is None or jiao < 0 or cent < 0:
        return None
    value = Decimal(whole * 100 + jiao * 10 + cent).scaleb(-2)
    return -value if negative else value


def _read_whole(text: str) -> int | None:
    total = section = digit = 0
    seen = False
    for c in text:
        if c in _VALUES:
            if digit:
                return None
            digit, seen = _VALUES[c], True
        elif c in _UNITS:
            section += (digit if seen and digit else 1) * _UNITS[c]
            digit, seen = 0, False
        elif c == "万":
            total += (section + digit) * 10_000
            section = digit = 0
        elif c == "亿":
            total = (total + section + digit) * 100_000_000
            section = digit = 0
        else:
            return None
    return total + section + digit
