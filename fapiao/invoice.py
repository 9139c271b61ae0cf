"""What an invoice (发票) is: kinds, parties, lines, totals, and the file it came from.

Money is :class:`~decimal.Decimal` in yuan; ``None`` means the source did not say. Text that a parser interpreted
(quantity, price, rate) is kept beside its value, because a reprint shows what the source wrote.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from fapiao.said import say

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class Kind(StrEnum):
    """The kinds of invoice by their official names (vendor codes disagree and are mapped where they enter)."""

    DIGITAL_SPECIAL = "digital_special"
    """电子发票（增值税专用发票）, 数电专票, QR type 31."""
    DIGITAL_ORDINARY = "digital_ordinary"
    """电子发票（普通发票）, 数电普票, QR type 32."""
    DIGITAL_PAPER_SPECIAL = "digital_paper_special"
    """数电纸质发票（增值税专用发票）: 20-digit number printed on old stock."""
    DIGITAL_PAPER_ORDINARY = "digital_paper_ordinary"
    """数电纸质发票（普通发票）."""
    E_SPECIAL = "e_special"
    """增值税电子专用发票, QR type 08, code ends in 13."""
    E_ORDINARY = "e_ordinary"
    """增值税电子普通发票, QR type 10, code ends in 11."""
    TOLL = "toll"
    """收费公路通行费增值税电子普通发票, code ends in 12."""
    PAPER_SPECIAL = "paper_special"
    """增值税专用发票 (paper), QR type 01."""
    PAPER_ORDINARY = "paper_ordinary"
    """增值税普通发票 (paper), QR type 04."""
    ROLL = "roll"
    """增值税普通发票（卷票）, QR type 11, code ends in 06 (57 mm) or 07 (76 mm)."""
    VEHICLE = "vehicle"
    """机动车销售统一发票, QR type 03."""
    USED_VEHICLE = "used_vehicle"
    """二手车销售统一发票, QR type 15."""
    RAIL = "rail"
    """电子发票（铁路电子客票）, QR type 51."""
    AIR = "air"
    """电子发票（航空运输电子客票行程单）, QR type 61."""
    BLOCKCHAIN = "blockchain"
    """区块链电子发票."""

    @property
    def official(self) -> str:
        """The title printed on the face."""
        return _TITLES[self]

    @property
    def short(self) -> str:
        """The name used on screens."""
        return _SHORT[self]

    @property
    def is_digital(self) -> bool:
        """True where the 20-digit number alone is the identity."""
        return self in _DIGITAL

    @property
    def is_paper(self) -> bool:
        """True where the original was a paper from the start, so it begins as printed."""
        return self in _PAPER


_TITLES = {
    Kind.DIGITAL_SPECIAL: "电子发票（增值税专用发票）",
    Kind.DIGITAL_ORDINARY: "电子发票（普通发票）",
    Kind.DIGITAL_PAPER_SPECIAL: "增值税专用发票",
    Kind.DIGITAL_PAPER_ORDINARY: "增值税普通发票",
    Kind.E_SPECIAL: "增值税电子专用发票",
    Kind.E_ORDINARY: "增值税电子普通发票",
    Kind.TOLL: "收费公路通行费增值税电子普通发票",
    Kind.PAPER_SPECIAL: "增值税专用发票",
    Kind.PAPER_ORDINARY: "增值税普通发票",
    Kind.ROLL: "增值税普通发票（卷票）",
    Kind.VEHICLE: "机动车销售统一发票",
    Kind.USED_VEHICLE: "二手车销售统一发票",
    Kind.RAIL: "电子发票（铁路电子客票）",
    Kind.AIR: "电子发票（航空运输电子客票行程单）",
    Kind.BLOCKCHAIN: "区块链电子普通发票",
}
_SHORT = {
    Kind.DIGITAL_SPECIAL: say("数电专票"),
    Kind.DIGITAL_ORDINARY: say("数电普票"),
    Kind.DIGITAL_PAPER_SPECIAL: say("数电纸专"),
    Kind.DIGITAL_PAPER_ORDINARY: say("数电纸普"),
    Kind.E_SPECIAL: say("电子专票"),
    Kind.E_ORDINARY: say("电子普票"),
    Kind.TOLL: say("通行费票"),
    Kind.PAPER_SPECIAL: say("纸质专票"),
    Kind.PAPER_ORDINARY: say("纸质普票"),
    Kind.ROLL: say("卷票"),
    Kind.VEHICLE: say("机动车票"),
    Kind.USED_VEHICLE: say("二手车票"),
    Kind.RAIL: say("铁路客票"),
    Kind.AIR: say("航空行程单"),
    Kind.BLOCKCHAIN: say("区块链票"),
}
_TICKETS = frozenset({Kind.RAIL, Kind.AIR})
_DIGITAL = frozenset(
    {
        Kind.DIGITAL_SPECIAL,
        Kind.DIGITAL_ORDINARY,
        Kind.DIGITAL_PAPER_SPECIAL,
        Kind.DIGITAL_PAPER_ORDINARY,
        Kind.RAIL,
        Kind.AIR,
    }
)
_PAPER = frozenset(
    {
        Kind.DIGITAL_PAPER_SPECIAL,
        Kind.DIGITAL_PAPER_ORDINARY,
        Kind.PAPER_SPECIAL,
        Kind.PAPER_ORDINARY,
        Kind.ROLL,
        Kind.VEHICLE,
        Kind.USED_VEHICLE,
    }
)


class Status(StrEnum):
    """Whether the invoice still stands."""

    NORMAL = "normal"
    VOID = "void"
    """作废: paper only, same month."""
    RED = "red"
    """红字发票: itself the negative invoice."""
    PARTLY_RED = "partly_red"
    """部分红冲."""
    FULLY_RED = "fully_red"
    """全额红冲."""

    @property
    def label(self) -> str:
        """The word on screens."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    Status.NORMAL: say("有效"),
    Status.VOID: say("作废"),
    Status.RED: say("红字"),
    Status.PARTLY_RED: say("部分红冲"),
    Status.FULLY_RED: say("全额红冲"),
}


class Media(StrEnum):
    """What a file is, found by its content and never by its name. Order = precedence of fields when files merge."""

    XML = "xml"
    OFD = "ofd"
    PDF = "pdf"
    QR = "qr"


class SealState(StrEnum):
    """What is known of a file's electronic seal or signature."""

    NONE = "none"
    """原件无签章."""
    INTACT = "intact"
    """Digests and signature hold; the chain of certificates is not verified."""
    TEST = "test"
    """As INTACT, by a test or untrusted authority."""
    ALTERED = "altered"
    """Something that was signed has been changed: never a face."""
    UNVERIFIED = "unverified"
    """A signature is there that this program cannot verify."""

    @property
    def label(self) -> str:
        """The state in two words, beside the name of a file."""
        return {
            "none": say("无签章"),
            "intact": say("签章有效"),
            "test": say("测试签章"),
            "altered": say("签章不符"),
            "unverified": say("签章未验"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class Seal:
    """Verdict on a file's signature; ``note`` is one sentence for the verify screen."""

    state: SealState = SealState.NONE
    signer: str = ""
    note: str = say("原件无签章")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the text it was read from; ``value`` is None for texts such as ``***``, ``免税``."""

    value: Decimal | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Buyer (购买方) or seller (销售方). ``tax_id`` may be empty (个人)."""

    name: str = ""
    tax_id: str = ""
    address: str = ""
    phone: str = ""
    bank: str = ""
    account: str = ""

    @property
    def is_person(self) -> bool:
        """True where no organisation stands behind it, so personal data need care."""
        return not self.tax_id


@dataclass(frozen=True, slots=True)
class Line:
    """One row of goods or services. A discount row (折扣行) has only a negative amount and tax."""

    name: str
    spec: str = ""
    unit: str = ""
    quantity: Figure = Figure()
    price: Figure = Figure()
    amount: Decimal | None = None
    rate: Figure = Figure()
    """Source text as printed (``6%``, ``免税``, ``***``); value as a fraction (0.06)."""
    tax: Figure = Figure()
    """Value in yuan; source may be ``***``."""
    extras: tuple[tuple[str, str], ...] = ()
    """Ordered (label, value) pairs of a 特定业务 row, e.g. 车牌号, 通行日期起."""

    @property
    def is_discount(self) -> bool:
        """True for a 折扣行."""
        return not self.quantity.source and self.amount is not None and self.amount < 0 and not self.price.source


@dataclass(frozen=True, slots=True)
class Table:
    """A second table of a 特定业务 variant (e.g. 出行人 of 旅客运输服务): ordered columns, rows of texts."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Invoice:
    """One issued invoice, as far as its sources tell. Identity is ``full_no``."""

    number: str
    kind: Kind
    issued_on: date | None
    gross: Decimal | None
    code: str = ""
    """10 or 12 digits; empty for 数电票."""
    buyer: Party = Party()
    seller: Party = Party()
    net: Decimal | None = None
    tax: Decimal | None = None
    other: Decimal | None = None
    """What is neither net nor tax, e.g. 民航发展基金."""
    gross_words: str = ""
    """大写, verbatim; never regenerated where the source has it."""
    lines: tuple[Line, ...] | None = None
    """None = the source (an image, a QR) does not tell the lines."""
    tables: tuple[Table, ...] = ()
    variant: str = ""
    """特定业务 by its official name (旅客运输服务, 通行费 ...), or empty."""
    remark: str = ""
    issuer: str = ""
    """开票人."""
    payee: str = ""
    checker: str = ""
    check_code: str = ""
    """校验码, 20 digits unbroken."""
    machine_no: str = ""
    cipher: str = ""
    """密码区, rows joined by newlines."""
    qr: str = ""
    """QR payload exactly as stored; printed unchanged. Empty = none printed."""
    title: str = ""
    """Title printed on the source, e.g. 浙江增值税电子普通发票; empty = the kind's own."""
    red_of: str = ""
    """Full number of the blue invoice that this red one reverses."""
    red_confirmation: str = ""
    """红字发票信息确认单编号."""
    paper_code: str = ""
    """数电纸质发票: code of the old stock, an alias for search."""
    paper_number: str = ""
    voucher_forbidden: bool = False
    """The face says 纸质打印件不能作为报销入账归档依据."""
    voided: bool = False
    sources: tuple[tuple[str, str], ...] = field(default=())
    """(field, source text) where the parsed value lost something."""

    @property
    def full_no(self) -> str:
        """Code and number written together: the one key for prints, imports and duplicates."""
        return self.code + self.number

    @property
    def is_red(self) -> bool:
        """True for a 红字发票."""
        return bool(self.red_of) or (self.gross is not None and self.gross < 0)

    @property
    def face_title(self) -> str:
        """What stands on top of the face."""
        return self.title or self.kind.official

    @property
    def is_complete(self) -> bool:
        """True where a whole face can be typeset from data: parties, totals and lines are known.

        A rail or air e-ticket names no seller and has a journey instead of lines.
        """
        if self.kind in _TICKETS:
            return bool(self.issued_on and self.gross is not None and (self.tables or self.lines))
        return bool(
            self.issued_on
            and self.seller.name
            and self.buyer.name
            and self.gross is not None
            and self.net is not None
            and self.lines
        )

    def without_qr(self) -> Invoice:
        """Return a copy that carries no QR payload."""
        return replace(self, qr="")
