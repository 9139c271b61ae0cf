"""From settings to a face job: the one that a preview shows has the same face as the paper, and a mark that counts nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.paper import PrinterProfile
from fapiao.people import Permission
from fapiao.ports.faces import FaceJob, Mark
from fapiao.privacy import masked
from fapiao.usecases.printers.layouts import overlay_of
from fapiao.usecases.printers.site_stamp import stamp_of
from fapiao.verdict import Operation

if TYPE_CHECKING:
    from fapiao.invoice import Invoice
    from fapiao.paper import PrintSettings
    from fapiao.people import Session
    from fapiao.services import Services
    from fapiao.stamp import Stamp
    from fapiao.usecases.invoices.inspect import Inspection
    from fapiao.usecases.paper.order import Order

PREVIEW_CODE = "----"


def preview_job(
    services: Services, session: Session, seen: Inspection, order: Order, *, whole: bool = False
) -> FaceJob:
    """Return the job of ``order`` as the preview shows it, without an original; ``whole`` leaves nothing masked."""
    settings = order.settings
    printer = next((p for p in seen.printers if p.name == settings.printer), None)
    profile = printer.profile if printer else PrinterProfile.for_paper(settings.paper)
    with services.store.reading() as unit:
        overlay = overlay_of(unit, settings.printer, settings.paper)
        stamp = stamp_of(unit) if settings.stamp else None
    mark = Mark(
        serial="------",
        code=PREVIEW_CODE,
        copy_no=seen.verdict.copy_no,
        at=services.now(),
        operator=session.operator.display,
        desk=services.desk,
        again=seen.verdict.operation is Operation.AGAIN or seen.verdict.copy_no > 1,
        enabled=seen.policy.is_on("mark.enabled"),
        text=seen.policy["mark.text"],
        training=services.store.training,
    )
    invoice = seen.stored.invoice if whole else shown_invoice(session, seen)
    return laid_job(invoice, settings, mark, profile=profile, overlay=overlay, stamp=stamp)


def laid_job(
    invoice: Invoice,
    settings: PrintSettings,
    mark: Mark,
    *,
    profile: PrinterProfile,
    overlay: str,
    stamp: Stamp | None,
) -> FaceJob:
    """Return the job that lies on paper as ``settings`` say, without an original; preview and paper differ in mark and
    invoice alone.
    """
    return FaceJob(
        invoice=invoice,
        paper=settings.paper,
        mark=mark,
        profile=profile,
        remark=settings.remark,
        dx_mm=settings.dx_mm,
        dy_mm=settings.dy_mm,
        scaling=settings.scaling,
        rotate=settings.rotate,
        stamp=stamp,
        overlay=overlay,
    )


def shown_invoice(session: Session, seen: Inspection) -> Invoice:
    """Return the invoice as this person may see it on a screen."""
    if not seen.policy.is_on("privacy.mask") or session.operator.may(Permission.REVEAL):
        return seen.stored.invoice
    return masked(seen.stored.invoice)
