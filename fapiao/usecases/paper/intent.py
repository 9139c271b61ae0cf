"""Step 1 of a paper: the intent. Rules checked again, copy number taken, Reprint + Attempt + ledger entry committed.

Everything happens in one unit of work that holds the write lock, so two desks never take one number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fapiao.eligibility import check
from fapiao.errors import NotFound, Refused
from fapiao.ledger import Draft
from fapiao.people import Permission
from fapiao.reprint import Attempt, Reprint
from fapiao.said import say
from fapiao.usecases.invoices.find import not_found
from fapiao.usecases.paper.attempt import new_attempt
from fapiao.usecases.paper.blocked import require_unblocked
from fapiao.usecases.printers.choose import printer_with
from fapiao.usecases.printers.site_stamp import stamp_of
from fapiao.verdict import Decision, Level, Operation, Verdict

if TYPE_CHECKING:
    from fapiao.paper import Printer
    from fapiao.people import Session
    from fapiao.policy import Policy
    from fapiao.ports.store import Unit
    from fapiao.reprint import Reason
    from fapiao.services import Services
    from fapiao.stamp import Stamp
    from fapiao.stored import StoredInvoice
    from fapiao.usecases.paper.order import Order


@dataclass(frozen=True, slots=True)
class Intent:
    """A committed wish: from here on every ending is recorded."""

    reprint: Reprint
    attempt: Attempt
    stored: StoredInvoice
    printer: Printer
    operation: Operation
    policy: Policy
    stamp: Stamp | None = None


def authorise(services: Services, session: Session, order: Order, index: int) -> Intent | Reprint:
    """Commit the intent for copy ``index`` (0-based) of ``order``.

    Returns the reprint that this order's key already made, if it did: a second Enter shows the first job. Raises
    Refused (naming the rule), PrinterBlocked, NotFound.
    """
    session.operator.require(Permission.REPRINT)
    key = f"{order.key}:{index}"
    with services.store.writing() as unit:
        made = unit.reprints.by_key(key)
        if made:
            return made[0]
        printer = printer_with(unit, order.settings.printer, order.settings.paper)
        require_unblocked(unit, printer)
        stored = unit.invoices.get(order.full_no)
        if stored is None:
            raise not_found(order.full_no)
        policy = services.policy(unit)
        stamp = _stamp(unit, order)
        verdict = _verdict(services, session, order, unit, stored, policy, index)
        reprint = _take_number(services, session, order, unit, stored, verdict, key)
        attempt = unit.reprints.add_attempt(reprint.id, new_attempt(services, printer))
        reprint = replace(reprint, attempts=(*reprint.attempts, attempt))
        services.record(unit, _draft(session, services.desk, reprint, attempt, printer, order))
        unit.commit()
    return Intent(reprint, attempt, stored, printer, verdict.operation, policy, stamp)


def _stamp(unit: Unit, order: Order) -> Stamp | None:
    """Return the site stamp where one is asked for. Raises NotFound where the site has none."""
    if not order.settings.stamp:
        return None
    stamp = stamp_of(unit)
    if stamp is None:
        raise NotFound(say("本站没有站点印章"), say("请在打印设置里去掉站点印章，或请管理员用 fapiao stamp set 上传"))
    return stamp


def _verdict(
    services: Services,
    session: Session,
    order: Order,
    unit: Unit,
    stored: StoredInvoice,
    policy: Policy,
    index: int,
) -> Verdict:
    history = unit.reprints.of_invoice(stored.invoice.full_no)
    wish = order.wish(copies=order.settings.copies if index == 0 else 1)
    if wish.approval is not None and wish.approval.desk != services.desk:
        wish = replace(wish, approval=None)
    verdict = check(stored, history, session.operator, policy, services.now(), wish)
    if verdict.decision is not Decision.ALLOWED:
        finding = verdict.headline
        raise Refused(
            finding.message if finding else say("不能补打"),
            finding.cure if finding else "",
            rule=finding.rule if finding else "",
        )
    return verdict


def _take_number(
    services: Services,
    session: Session,
    order: Order,
    unit: Unit,
    stored: StoredInvoice,
    verdict: Verdict,
    key: str,
) -> Reprint:
    approver = order.approval.approver if order.approval else ""
    if verdict.continues is not None:
        kept = replace(
            verdict.continues,
            reason=_reason(order, verdict),
            reason_note=order.reason_note,
            approver=approver,
            applicant=order.applicant,
            operator=session.operator.name,
            desk=services.desk,
            paper=order.settings.paper,
            remark=order.settings.remark,
            key=key,
        )
        unit.reprints.update(kept)
        return kept
    return unit.reprints.add(
        Reprint(
            id=0,
            full_no=stored.invoice.full_no,
            copy_no=verdict.copy_no,
            serial="",
            operator=session.operator.name,
            desk=services.desk,
            at=services.now(),
            paper=order.settings.paper,
            reason=_reason(order, verdict),
            reason_note=order.reason_note,
            approver=approver,
            applicant=order.applicant,
            remark=order.settings.remark,
            key=key,
        )
    )


def _reason(order: Order, verdict: Verdict) -> Reason | None:
    """Return the reason to keep: a first paper has none, unless a rule asked for it or looked at it.

    A first paper of several is asked for a reason on account of the others, and does not keep it.
    """
    asked = any(f.rule != "reprint.printed" for f in verdict.of(Level.REASON))
    legal = any(f.rule == "reprint.reimbursed" for f in verdict.of(Level.APPROVAL))
    return order.reason if verdict.operation is Operation.AGAIN or asked or legal else None


def _draft(session: Session, desk: str, reprint: Reprint, attempt: Attempt, printer: Printer, order: Order) -> Draft:
    body = {
        "reprint": reprint.serial,
        "full_no": reprint.full_no,
        "copy_no": reprint.copy_no,
        "attempt": attempt.uuid,
        "code": attempt.code,
        "printer": printer.name,
        "paper": order.settings.paper.value,
        "face": order.settings.face.value,
        "reason": reprint.reason.value if reprint.reason else None,
        "stamp": order.settings.stamp,
    }
    return Draft("reprint.intent", session.actor, desk, f"{attempt.uuid}:intent", body, reprint.approver)
