"""What a screen shows of a paper before it is made: the face in cells, and the sheet drawn small. Counts nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.chosenface import chosen_face, faces_by_merit
from fapiao.paper import FaceChoice
from fapiao.usecases.invoices.inspect import inspect_invoice
from fapiao.usecases.paper.face_job import preview_job
from fapiao.usecases.printers.layouts import sample_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fapiao.paper import Paper
    from fapiao.people import Session
    from fapiao.ports.faces import FaceJob
    from fapiao.services import Services
    from fapiao.usecases.invoices.inspect import Inspection
    from fapiao.usecases.paper.order import Order


def preview(services: Services, session: Session, seen: Inspection, order: Order, columns: int) -> list[str]:
    """Return the face in lines of at most ``columns`` cells; a roll is as wide as its head prints. Raises FaceError."""
    job = preview_job(services, session, seen, order)
    if chosen_face(seen.stored, order.wish()) is FaceChoice.ORIGINAL:
        # The fields are shown in rows all the same; that a stored page will print decides what stands outside the face.
        face = faces_by_merit(seen.stored)[0]
        job = replace(job, original=b"", original_media=face.media)
    return services.renderer.preview(job, min(columns, job.profile.columns) if job.paper.is_roll else columns)


def thumbnail(
    services: Services, session: Session, seen: Inspection, order: Order, columns: int, rows: int
) -> Sequence[str]:
    """Return the sheet with face, marks and cut line in ``columns`` x ``rows`` cells."""
    return services.renderer.thumbnail(preview_job(services, session, seen, order), columns, rows).lines


def sample_job(services: Services, session: Session, printer: str, paper: Paper, full_no: str = "") -> FaceJob | None:
    """Return a face to show a layout by: ``full_no``, else the store's newest invoice; None in an empty store."""
    order = sample_order(services, printer, paper, full_no)
    if order is None:
        return None
    return preview_job(services, session, inspect_invoice(services, session, order.full_no, order.wish()), order)


def face_in_cells(services: Services, job: FaceJob, columns: int) -> list[str]:
    """Return the face of ``job`` in lines of at most ``columns`` cells. Raises FaceError."""
    return services.renderer.preview(job, columns)
