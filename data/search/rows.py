"""A row of a result list, and which of its fields answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.sql.tables.invoices import UNKNOWN_DATE
from fapiao.amounts import yuan
from fapiao.invoice import Status
from fapiao.reprint import PrintState
from fapiao.stored import Row

if TYPE_CHECKING:
    from fapiao.stored import Query


def row_of(found: Any, query: Query) -> Row:
    """Build the row that the list shows."""
    return Row(
        full_no=found.full_no,
        number=found.number,
        code=found.code,
        kind=found.kind,
        issued_on=None if found.issue_date == UNKNOWN_DATE else found.issue_date,
        buyer=found.buyer,
        seller=found.seller,
        gross=None if found.amount_fen is None else yuan(found.amount_fen),
        status=Status(found.status),
        print_state=PrintState(found.print_state),
        copies=found.copies,
        doubt=found.doubt,
        set_aside=bool(found.set_aside),
        matched=_matched(found, query),
        cursor=f"{found.issue_date.isoformat()}|{found.id}",
    )


def _matched(found: Any, query: Query) -> str:
    if query.exact or query.prefix or query.suffix:
        return "number"
    if query.tax_id:
        return "buyer" if found.buyer_tax_id == query.tax_id else "seller"
    for piece in query.names:
        if piece in found.buyer_folded:
            return "buyer"
        if piece in found.seller_folded:
            return "seller"
        return "initials"
    if query.amount is not None:
        return "amount"
    return "date" if query.since or query.until else ""
