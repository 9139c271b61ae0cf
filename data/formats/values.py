"""Texts of a source as values: cleaned where they enter, with what was written kept beside what it means."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from fapiao.amounts import parse_money, parse_number
from fapiao.invoice import Figure, Party
from fapiao.said import say
from fapiao.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME_LENGTH = 300
REMARK_LENGTH = 4000
_DATE = re.compile(r"(\d{4}) ?[年/.\-]? ?(\d{1,2}) ?[月/.\-]? ?(\d{1,2}) ?日?(?:[ T].*|\d{6})?$")
_PHONE = re.compile(r"(?:\+?86[- ]?)?[\d(（][\d\-()（） ]{6,20}$")
_ACCOUNT = re.compile(r"\d[\d\- ]{7,39}$")
_RED = re.compile(r"被红冲蓝字(?:数电)?(?:发票|全电发票)?号码[：:]\s*(\d{20})")
_RED_OLD = re.compile(r"对应正数发票代码[：:]?\s*(\d{10,12})\s*(?:发票)?号码[：:]?\s*(\d{8})")
_CONFIRMATION = re.compile(r"红字发票信息(?:确认单|表)编号[：:]?\s*(\d{10,30})")
FORBIDDEN = re.compile(r"纸质打印件不能作为(?:报销)?")


def line(text: str, limit: int = NAME_LENGTH) -> str:
    """Return one line of text, cleaned; a line break inside becomes a blank."""
    return clean(" ".join(text.split("\n")).strip(), limit=limit)


def block(text: str) -> str:
    """Return text of several lines, cleaned; blanks at its end are the source's own and stay."""
    return clean(text.lstrip(), multiline=True, limit=REMARK_LENGTH)


def digits(text: str) -> str:
    """Return a number without the blanks it is printed with."""
    return line("".join(text.split()), 60)


def payload(text: str) -> str:
    """Return a QR payload as it stands; empty for a picture (base64) or anything else."""
    shown = line(text)
    return shown if shown.startswith("01,") else ""


def day(text: str) -> date | None:
    """Read ``2020年10月12日``, ``2020-10-12``, ``20201012`` with or without a time; None where it is no date."""
    match = _DATE.match(" ".join(text.split()))
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def money(text: str, field: str) -> Decimal | None:
    """Read an amount; None where there is none or it is masked (``***``). Raises UnusableAmount."""
    plain = text.strip().strip("*＊¥￥").strip()
    return parse_money(plain, field=field) if plain else None


def number(text: str) -> Decimal | None:
    """Read a plain number; None for a blank and for what is none."""
    return parse_number(text) if text.strip("¥￥ \t\r\n") else None


def figure(text: str) -> Figure:
    """Return a number with its text; the value is None for what is not a number."""
    shown = line(text, 60)
    return Figure(number(shown), shown)


def rate(text: str) -> Figure:
    """Read ``0.06``, ``6%``, ``13.00%`` or a word; the text is as a face prints it, ``6%``."""
    shown = line(text, 40)
    stated = number(shown.rstrip("%％"))
    if stated is None:
        return Figure(None, shown)
    value = stated / 100 if shown.endswith(("%", "％")) else stated
    if abs(value) > 1:
        return Figure(None, shown)
    hundredths = (value * 100).normalize()
    return Figure(value, f"{hundredths:f}%")


def tax_figure(text: str) -> Figure:
    """Return a row's tax in yuan with its text (``***`` for tolls without tax). Raises UnusableAmount."""
    return Figure(money(text, say("行税额")), line(text, 40))


def split_phone(text: str) -> tuple[str, str]:
    """Split 地址、电话 written together into both."""
    return _split(_PHONE, line(text))


def split_account(text: str) -> tuple[str, str]:
    """Split 开户行及账号 written together into both."""
    return _split(_ACCOUNT, line(text))


def _split(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    match = pattern.search(text)
    return (text[: match.start()].strip(), match[0].strip()) if match else (text, "")


def party(name: str, tax_id: str, contact: str = "", bank: str = "") -> Party:
    """Return a party from texts in which address and phone, bank and account stand together."""
    address, phone = split_phone(contact)
    bank_name, account = split_account(bank)
    return Party(line(name), digits(tax_id).upper(), address, phone, bank_name, account)


def red_link(remark: str) -> tuple[str, str]:
    """Return (full number of the blue invoice, number of the confirmation) as a red invoice's remark tells them."""
    found = _RED.search(remark)
    old = _RED_OLD.search(remark)
    confirmation = _CONFIRMATION.search(remark)
    blue = found[1] if found else (old[1] + old[2] if old else "")
    return blue, confirmation[1] if confirmation and blue else ""


def first(texts: Iterable[str]) -> str:
    """Return the first text that is not blank."""
    return next((t for t in texts if t.strip()), "")
