"""The record compared with the original in hand, field by field; a difference is written down and stops the paper."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING

from fapiao.identity import parse_qr, squeeze
from fapiao.ledger import Draft
from fapiao.people import Permission
from fapiao.said import in_turn, say
from fapiao.text import clean
from fapiao.usecases.invoices.find import not_found
from fapiao.usecases.invoices.set_aside import change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fapiao.invoice import Invoice
    from fapiao.people import Session
    from fapiao.services import Services

TYPED_LIMIT = 80
"""Characters kept of what was typed from the original."""


class Compared(StrEnum):
    """What a person compares, in the order of the walk."""

    NUMBER = "number"
    DATE = "date"
    BUYER = "buyer"
    GROSS = "gross"

    @property
    def label(self) -> str:
        """The field in words."""
        return {
            "number": say("发票号码"),
            "date": say("开票日期"),
            "buyer": say("购买方"),
            "gross": say("价税合计"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the original states otherwise."""

    field: Compared
    ours: str
    original: str

    @property
    def sentence(self) -> str:
        """The difference in words."""
        return say(
            "{field}：登记 {ours}，原件 {original}", field=self.field.label, ours=self.ours, original=self.original
        )


def on_record(invoice: Invoice) -> dict[Compared, str]:
    """Return what the record says of each field; what it does not say is not compared."""
    told = {
        Compared.NUMBER: f"{invoice.code} {invoice.number}".strip(),
        Compared.DATE: f"{invoice.issued_on:%Y-%m-%d}" if invoice.issued_on else "",
        Compared.BUYER: invoice.buyer.name,
        Compared.GROSS: f"{invoice.gross:.2f}" if invoice.gross is not None else "",
    }
    return {field: value for field, value in told.items() if value}


def in_code(invoice: Invoice, payload: str) -> dict[Compared, str]:
    """Return what the QR code of the original says of the fields. Raises BadInput, UnusableIdentity."""
    facts = parse_qr(payload)
    told = {Compared.NUMBER: facts.identity.full_no}
    if facts.issued_on:
        told[Compared.DATE] = f"{facts.issued_on:%Y-%m-%d}"
    if facts.gross is not None:
        told[Compared.GROSS] = f"{facts.gross:.2f}"
    elif facts.net is not None and invoice.net is not None and invoice.gross is not None:
        # The code of older kinds states the net amount: what differs there differs in the gross amount.
        told[Compared.GROSS] = f"{invoice.gross + facts.net - invoice.net:.2f}"
    return told


def is_same(field: Compared, ours: str, original: str) -> bool:
    """Tell whether two ways of writing a field say the same: blanks, signs of currency and forms of dates are forgiven."""
    if field is Compared.GROSS:
        return _amount(ours) == _amount(original) is not None
    if field is Compared.DATE:
        return _day(ours) == _day(original) != ()
    if field is Compared.NUMBER:
        # Of an older invoice the number alone is enough: the code is pre-printed beside it.
        told = re.sub(r"\D", "", original)
        return told in {"".join(ours.split()), ours.rsplit(maxsplit=1)[-1]}
    return squeeze(ours) == squeeze(original)


def record_comparison(
    services: Services, session: Session, full_no: str, said: Mapping[Compared, str]
) -> tuple[Difference, ...]:
    """Write down what the original says of the fields in ``said``; return what differs.

    A difference sets the invoice aside, so that nothing of it is printed until a supervisor has taken it back. Raises
    NotFound.
    """
    session.operator.require(Permission.FIND)
    with services.store.writing() as unit:
        stored = unit.invoices.get(full_no)
        if stored is None:
            raise not_found(full_no)
        number, ours = stored.invoice.full_no, on_record(stored.invoice)
        found = tuple(
            Difference(field, ours[field], clean(original, limit=TYPED_LIMIT))
            for field, original in said.items()
            if field in ours and not is_same(field, ours[field], original)
        )
        body = {
            "full_no": number,
            "fields": [field.value for field in said],
            "differences": [[each.field.value, each.ours, each.original] for each in found],
        }
        key = f"compare:{number}:{secrets.token_hex(8)}"
        services.record(unit, Draft("invoice.compared", session.actor, services.desk, key, body))
        if found and not stored.set_aside:
            reason = say("与原件不符（{differences}）", differences=in_turn(each.sentence for each in found))
            change(services, session, unit, number, str(reason), aside=True)
        unit.commit()
    return found


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(re.sub(r"[\s,，¥￥元圆]", "", text))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _day(text: str) -> tuple[int, ...]:
    whole = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", squeeze(text))
    parts = whole.groups() if whole else re.findall(r"\d{1,4}", text)[:3]
    return tuple(map(int, parts)) if len(parts) == 3 else ()
