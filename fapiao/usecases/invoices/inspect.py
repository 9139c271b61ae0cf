"""Look at one invoice: facts, files, history, verdict. Everything the verify screen shows, in one consistent read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fapiao.eligibility import check
from fapiao.people import Permission
from fapiao.usecases.invoices.find import not_found
from fapiao.verdict import Finding, Verdict, Wish

if TYPE_CHECKING:
    from fapiao.paper import Printer
    from fapiao.people import Session
    from fapiao.policy import Policy
    from fapiao.reprint import Reprint
    from fapiao.services import Services
    from fapiao.stored import StoredInvoice


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is known and what may be done."""

    stored: StoredInvoice
    history: tuple[Reprint, ...]
    verdict: Verdict
    policy: Policy
    printers: tuple[Printer, ...]

    def with_finding(self, finding: Finding) -> Inspection:
        """Return it with one finding more in its verdict."""
        return replace(self, verdict=self.verdict.with_finding(finding))


def inspect_invoice(services: Services, session: Session, full_no: str, wish: Wish | None = None) -> Inspection:
    """Return the invoice with its verdict for ``wish``. Raises NotFound."""
    session.operator.require(Permission.FIND)
    with services.store.reading() as unit:
        stored = unit.invoices.get(full_no)
        if stored is None:
            raise not_found(full_no)
        history = unit.reprints.of_invoice(stored.invoice.full_no)
        policy = services.policy(unit)
        verdict = check(stored, history, session.operator, policy, services.now(), wish or Wish())
        return Inspection(stored, history, verdict, policy, unit.printers.all())
