"""Personal data masked on screen (PIPL): natural persons' names, ids, phones, accounts, plates. Papers carry them whole.

Who holds the permission to reveal sees them; policy ``privacy.mask`` switches masking.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.identity import person_id_ok, uscc_ok

if TYPE_CHECKING:
    from fapiao.invoice import Invoice, Line, Party, Table

_PERSONAL_COLUMNS = re.compile(
    r"出行人|旅客|姓名|证件|电话|手机|账号|车牌|Traveler|Passenger|IdNumber|Phone|Plate", re.IGNORECASE
)
_NOBODY = frozenset({"个人", "个人消费者", ""})


def mask_name(name: str) -> str:
    """``张三丰`` -> ``张**``; ``个人`` stays."""
    return name if name in _NOBODY else name[:1] + "*" * (len(name) - 1)


def mask_id(text: str) -> str:
    """First three and last four characters stay (ids, accounts, phones); shorter texts keep one."""
    if len(text) < 8:
        return text[:1] + "*" * (len(text) - 1)
    return text[:3] + "*" * (len(text) - 7) + text[-4:]


def masked(invoice: Invoice) -> Invoice:
    """Return the invoice as a screen may show it to somebody without the permission to reveal."""
    return replace(
        invoice,
        buyer=_party(invoice.buyer),
        seller=replace(invoice.seller, account=mask_id(invoice.seller.account)),
        tables=tuple(_table(t) for t in invoice.tables),
        lines=None if invoice.lines is None else tuple(_line(line) for line in invoice.lines),
    )


def _party(party: Party) -> Party:
    whole = replace(party, phone=mask_id(party.phone), account=mask_id(party.account))
    if not party.is_person and (uscc_ok(party.tax_id) or not person_id_ok(party.tax_id)):
        return whole
    return replace(whole, name=mask_name(party.name), tax_id=mask_id(party.tax_id), address=mask_id(party.address))


def _table(table: Table) -> Table:
    secret = [bool(_PERSONAL_COLUMNS.search(column)) for column in table.columns]
    rows = tuple(
        tuple(mask_id(cell) if hide else cell for cell, hide in zip(row, secret, strict=False)) for row in table.rows
    )
    return replace(table, rows=rows)


def _line(line: Line) -> Line:
    extras = tuple((k, mask_id(v) if _PERSONAL_COLUMNS.search(k) else v) for k, v in line.extras)
    return replace(line, extras=extras)
