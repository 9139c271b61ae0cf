"""Say that an invoice has been reimbursed (已报销), or that it has not after all."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from fapiao.ledger import Draft
from fapiao.people import Permission
from fapiao.usecases.invoices.find import not_found

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.services import Services


def mark_reimbursed(services: Services, session: Session, full_no: str, *, reimbursed: bool) -> None:
    """Set or clear the mark. Raises NotFound."""
    session.operator.require(Permission.REIMBURSE)
    with services.store.writing() as unit:
        stored = unit.invoices.get(full_no)
        if stored is None:
            raise not_found(full_no)
        unit.invoices.set_reimbursed(stored.invoice.full_no, reimbursed=reimbursed)
        key = f"reimbursed:{stored.invoice.full_no}:{secrets.token_hex(8)}"
        body = {"full_no": stored.invoice.full_no, "reimbursed": reimbursed}
        services.record(unit, Draft("invoice.reimbursed", session.actor, services.desk, key, body))
        unit.commit()
