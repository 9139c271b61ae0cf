"""Who an invoice is: numbers, codes, tax ids and QR payloads, parsed, checked and explained (docs/invoices.md).

Only an unusable identity is an error; everything else about an already issued invoice is a warning in words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from fapiao.amounts import parse_money
from fapiao.errors import BadInput, UnusableAmount, UnusableIdentity
from fapiao.invoice import Kind
from fapiao.said import say

if TYPE_CHECKING:
    from decimal import Decimal

REGIONS = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东", "41": "河南",
    "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南", "50": "重庆", "51": "四川", "52": "贵州",
    "53": "云南", "54": "西藏", "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆",
}  # fmt: skip
"""First two digits of GB/T 2260."""
OWN_CODES = range(91, 96)
"""计划单列市 in 数电票 numbers; which city is which is not certain, so they are accepted and not named."""

_CODE_KINDS = {
    "04": Kind.PAPER_ORDINARY,
    "05": Kind.PAPER_ORDINARY,
    "06": Kind.ROLL,
    "07": Kind.ROLL,
    "11": Kind.E_ORDINARY,
    "12": Kind.TOLL,
    "13": Kind.E_SPECIAL,
    "17": Kind.USED_VEHICLE,
}
"""Last two digits of a 12-digit code (总局公告2016年第82号)."""
_TEN_KINDS = {"1": Kind.PAPER_SPECIAL, "5": Kind.PAPER_SPECIAL, "3": Kind.PAPER_ORDINARY, "6": Kind.PAPER_ORDINARY}
"""Eighth digit of a 10-digit code."""
KIND_OF_QR = {
    "01": Kind.PAPER_SPECIAL,
    "03": Kind.VEHICLE,
    "04": Kind.PAPER_ORDINARY,
    "08": Kind.E_SPECIAL,
    "10": Kind.E_ORDINARY,
    "11": Kind.ROLL,
    "14": Kind.TOLL,
    "15": Kind.USED_VEHICLE,
    "31": Kind.DIGITAL_SPECIAL,
    "32": Kind.DIGITAL_ORDINARY,
    "51": Kind.RAIL,
    "83": Kind.RAIL,
    "61": Kind.AIR,
}
_GROSS_TYPES = frozenset({"31", "32", "51", "83", "61"})
_NO_CRC_TYPES = frozenset({"51", "83", "61"})

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Alphabet of the 统一社会信用代码: no I O S V Z (GB 32100-2015)."""
_DIGITAL_LENGTH = 20
_NUMBER_LENGTH = 8
_CODE_LENGTHS = (10, 12)
_QR_FIELDS = 8


@dataclass(frozen=True, slots=True)
class Identity:
    """Code (empty for 数电票) and number."""

    code: str
    number: str

    @property
    def full_no(self) -> str:
        """Code and number written together."""
        return self.code + self.number


def check_identity(code: str, number: str, *, digital: bool | None = None) -> Identity:
    """Return the identity that ``code`` and ``number`` form. Raises UnusableIdentity with the reason.

    ``digital`` tells whether the kind has a 20-digit number alone; None = judge by length.
    """
    code, number = squeeze(code), squeeze(number)
    if not (number.isascii() and number.isdigit()):
        raise UnusableIdentity(say("发票号码“{number}”含有非数字", number=number[:30]), say("请核对号码"))
    if code and not (code.isascii() and code.isdigit() and len(code) in _CODE_LENGTHS):
        raise UnusableIdentity(say("发票代码“{code}”应为 10 或 12 位数字", code=code[:30]), say("请核对代码"))
    if not code:
        if len(number) == _DIGITAL_LENGTH and (_digital_shape(number) or (digital and number[0] != "0")):
            return Identity("", number)
        if len(number) == _DIGITAL_LENGTH and digital is not True:
            return Identity(number[:12], number[12:])
        if len(number) == _DIGITAL_LENGTH:
            raise UnusableIdentity(
                say("发票号码“{number}”不以年份开头，不是数电票号码", number=number),
                say("请核对号码；旧票请连同代码输入"),
            )
        raise UnusableIdentity(
            say("发票号码“{number}”为 {count} 位，数电票应为 20 位", number=number[:30], count=len(number)),
            say("请核对号码；旧票请连同代码输入"),
        )
    if len(number) != _NUMBER_LENGTH:
        raise UnusableIdentity(
            say("发票号码“{number}”为 {count} 位，有代码的发票应为 8 位", number=number[:30], count=len(number)),
            say("请核对号码"),
        )
    return Identity(code, number)


def _digital_shape(number: str) -> bool:
    """A 数电票's number begins with its year, 21 or later; a 12-digit code with 0 or 1 (docs/invoices.md)."""
    return number[0] not in "01"


def split_full(text: str) -> Identity | None:
    """Read ``text`` as a whole number (20 digits, or code and number together: 18 or 20); None where it is neither."""
    text = squeeze(text)
    if not (text.isascii() and text.isdigit()):
        return None
    if len(text) == _DIGITAL_LENGTH:
        return Identity("", text) if _digital_shape(text) else Identity(text[:12], text[12:])
    if len(text) == 10 + _NUMBER_LENGTH:
        return Identity(text[:10], text[10:])
    return None


def squeeze(text: str) -> str:
    """Return ``text`` NFKC-folded, without blanks and invisible characters (wedge scanners and IMEs add both)."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf"})


def kind_of_code(code: str) -> Kind | None:
    """Return the kind that a code states; None where it does not say."""
    if len(code) == 12:
        if code[0] != "0" and code[7] == "2":
            return Kind.VEHICLE
        return Kind.BLOCKCHAIN if code[0] == "1" else _CODE_KINDS.get(code[10:])
    if len(code) == 10:
        return _TEN_KINDS.get(code[7])
    return None


def uscc_ok(tax_id: str) -> bool:
    """Check the 统一社会信用代码's check character (GB 32100-2015, weights 3^(i-1) mod 31)."""
    if len(tax_id) != 18 or any(c not in _USCC for c in tax_id):
        return False
    total = sum(_USCC.index(c) * pow(3, i, 31) for i, c in enumerate(tax_id[:17]))
    return _USCC[-total % 31] == tax_id[17]


def person_id_ok(text: str) -> bool:
    """Check a personal id's last character (ISO 7064 MOD 11-2)."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        return False
    total = sum(int(c) * pow(2, 17 - i, 11) for i, c in enumerate(text[:17]))
    return "10X98765432"[total % 11] == text[17]


def tax_id_warning(tax_id: str, who: str) -> str:
    """Return what is odd about a tax id (empty, old 15-digit, id + 2 and personal ids are fine); empty when nothing is."""
    if not tax_id or (len(tax_id) in {15, 20} and tax_id.isascii() and tax_id.isalnum()):
        return ""
    if uscc_ok(tax_id) or person_id_ok(tax_id):
        return ""
    return say("{who}税号 {tax_id} 校验位不符", who=who, tax_id=tax_id)


class Crc(StrEnum):
    """What a QR payload's checksum says."""

    OK = "ok"
    WRONG = "wrong"
    NONE = "none"
    """This kind carries no CRC (rail, air), or the field is empty."""


@dataclass(frozen=True, slots=True)
class QrFacts:
    """An invoice QR payload read. ``gross`` or ``net`` is set by the kind (docs/invoices.md)."""

    payload: str
    """Normalised: half-width, no blanks, upper-case CRC."""
    kind: Kind
    """As the type says; where it is not known, what the code says or what is usual."""
    identity: Identity
    issued_on: date | None
    amount: Decimal | None
    is_gross: bool
    check_code: str
    crc: Crc
    warnings: tuple[str, ...] = ()
    knows_type: bool = True
    """False where the type is not in our table: whether the amount is net or gross is not known either."""

    @property
    def gross(self) -> Decimal | None:
        """价税合计, where the payload carries it."""
        return self.amount if self.is_gross and self.knows_type else None

    @property
    def net(self) -> Decimal | None:
        """合计金额, where the payload carries it."""
        return None if self.is_gross or not self.knows_type else self.amount


def qr_crc(data: bytes) -> str:
    """CRC-16/UMTS (poly 0x8005, init 0, not reflected) as 4 upper-case hex digits; ``qr_crc(b"123456789") == "FEE8"``."""
    register = 0
    for byte in data:
        register ^= byte << 8
        for _ in range(8):
            register = ((register << 1) ^ (0x8005 if register & 0x8000 else 0)) & 0xFFFF
    return f"{register:04X}"


def looks_like_qr(text: str) -> bool:
    """Tell whether a scan is an invoice payload (and not a number or a name)."""
    return squeeze(text).startswith("01,")


def payload_in(text: str) -> str:
    """Return the payload that a line ends with: a scan goes to the field's end, whatever was typed before it.

    Empty where there is none. Two scans run together stay together, so that :func:`parse_qr` refuses them.
    """
    match = re.search(r"01,\d\d,", squeeze(text))
    return squeeze(text)[match.start() :] if match else ""


def parse_qr(text: str) -> QrFacts:
    """Read a scanned or decoded payload ``01,票种,代码,号码,金额,YYYYMMDD,校验码,CRC[,]``.

    Full-width characters, blanks and case are forgiven; a wrong CRC, an impossible date or amount is a warning. Raises
    BadInput for other QR codes (URL, title card, two payloads run together) and UnusableIdentity for a bad number.
    """
    payload = squeeze(text)
    _refuse_foreign(payload)
    fields = payload.rstrip(",").split(",") if payload.count(",") > _QR_FIELDS - 1 else payload.split(",")
    if fields[0] != "01" or len(fields) != _QR_FIELDS:
        raise BadInput(say("这不是一张发票的二维码"), say("请对准发票左上角的二维码再扫一次"))
    _, type_code, code, number, amount_text, date_text, check_code, crc = fields
    knows_type = type_code in KIND_OF_QR
    identity = check_identity(code, number, digital=type_code in _GROSS_TYPES if knows_type else None)
    warnings: list[str] = []
    if not knows_type:
        warnings.append(say("不认识的票种代号 {type_code}", type_code=type_code[:8]))
    kind = _qr_kind(type_code, identity.code)
    issued_on = _qr_date(date_text, warnings)
    amount = _qr_amount(amount_text, warnings)
    payload = ",".join([*fields[:7], crc.upper()]) + ("," if payload.endswith(",") else "")
    verdict = _qr_verdict(fields, type_code)
    if verdict is Crc.WRONG:
        warnings.append(say("二维码校验不符，可能读错或被改动"))
    return QrFacts(
        payload, kind, identity, issued_on, amount, type_code in _GROSS_TYPES, check_code, verdict, tuple(warnings),
        knows_type,
    )  # fmt: skip


def _qr_kind(type_code: str, code: str) -> Kind:
    kind = KIND_OF_QR.get(type_code)
    if kind is None:
        return kind_of_code(code) or (Kind.E_ORDINARY if code else Kind.DIGITAL_ORDINARY)
    return Kind.TOLL if kind is Kind.E_ORDINARY and code[10:] == "12" else kind


def _refuse_foreign(payload: str) -> None:
    if re.match(r"https?://", payload, re.IGNORECASE):
        raise BadInput(say("这是一个网址二维码，本程序从不打开网址"), say("请扫发票票面左上角的二维码，或输入号码"))
    if payload.startswith("$") and payload.endswith("$"):
        raise BadInput(say("这是开票抬头二维码，不是发票"), say("请扫发票票面左上角的二维码，或输入号码"))
    if re.match(r"(?:[^,]*,){7}[^,]*?,?01,\d\d,", payload):
        raise BadInput(say("两次扫码连在了一起"), say("请再扫一次"))


def _qr_date(text: str, warnings: list[str]) -> date | None:
    if not text:
        return None
    try:
        if not (len(text) == 8 and text.isascii() and text.isdigit()):
            raise ValueError(text)
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        warnings.append(say("二维码中的日期 {text} 不存在", text=text[:12]))
        return None


def _qr_amount(text: str, warnings: list[str]) -> Decimal | None:
    try:
        return parse_money(text) if text else None
    except UnusableAmount:
        warnings.append(say("二维码中的金额 {text} 不可用", text=text[:20]))
        return None


def _qr_verdict(fields: list[str], type_code: str) -> Crc:
    stated = fields[7].upper()
    if not stated:
        return Crc.NONE
    body = ",".join(fields[:7]).encode("utf-8", "replace")
    if stated in {qr_crc(body), qr_crc(body + b",")}:
        return Crc.OK
    return Crc.NONE if type_code in _NO_CRC_TYPES else Crc.WRONG


def build_qr(kind: Kind, identity: Identity, amount: str, issued_on: date, check_code: str = "") -> str:
    """Return a payload with its CRC, as issuers write it; for practice data and tests, never for a real face."""
    type_code = "10" if kind is Kind.TOLL else next(t for t, k in KIND_OF_QR.items() if k is kind)
    body = f"01,{type_code},{identity.code},{identity.number},{amount},{issued_on:%Y%m%d},{check_code},"
    return body + qr_crc(body.encode())
