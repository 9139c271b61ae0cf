"""What Enter will need, made ready while a person looks at the verify screen: libraries, fonts, the original read once.

Counts nothing, keeps nothing, prints nothing; whatever fails here is told when it is really asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.errors import FapiaoError
from fapiao.invoice import Media
from fapiao.usecases.paper.face_job import preview_job

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.services import Services
    from fapiao.usecases.invoices.inspect import Inspection
    from fapiao.usecases.paper.order import Order


def warm_up(services: Services, session: Session, seen: Inspection, order: Order) -> None:
    """Draw the paper of ``order`` once, with the mark of a preview, and read it back. Never raises."""
    try:
        job = preview_job(services, session, seen, order, with_original=True)
        artefact = services.renderer.render(job)
        if job.paper.is_roll:
            services.renderer.read_roll(artefact)
        elif job.original is None:
            services.readers.read_page(artefact.data)
        elif job.original_media is Media.PDF:
            services.readers.read_page(job.original)
    except FapiaoError:
        return
