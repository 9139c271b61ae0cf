"""From an intent to bytes for paper: the face is drawn, read back, and compared before anything may leave.

Pure but for what it reads of the store; nothing here is recorded and nothing is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fapiao.face import compare, compare_copy
from fapiao.invoice import Media
from fapiao.ports.faces import FaceJob, Mark
from fapiao.ports.readers import PageFacts
from fapiao.reprint import Reason
from fapiao.slip import slip_of
from fapiao.usecases.paper.best_face import draw_best
from fapiao.usecases.paper.face_job import laid_job
from fapiao.usecases.printers.layouts import overlay_of
from fapiao.verdict import Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fapiao.people import Session
    from fapiao.ports.faces import Artefact
    from fapiao.services import Services
    from fapiao.usecases.paper.intent import Intent
    from fapiao.usecases.paper.order import Order

_PURPOSES = {Reason.AUDIT: "仅供审计", Reason.LITIGATION: "仅供诉讼"}


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """One paper as it will be printed, and what it said when it was read back."""

    job: FaceJob
    artefact: Artefact
    page: PageFacts


def draw_paper(
    services: Services, session: Session, order: Order, intent: Intent, watch: Callable[[str], None]
) -> DrawnPaper:
    """Return the paper of ``intent``, compared with its invoice. Raises FaceError, UnreadableFile."""
    plain = _face_job(services, session, order, intent)
    job, artefact, _ = draw_best(services, plain, intent.stored, order.wish(), intent.policy, watch)
    return DrawnPaper(job, artefact, read_back(services, job, artefact))


def draw_pair(services: Services, papers: Sequence[DrawnPaper]) -> Artefact | None:
    """Return one sheet with both papers, or None where they do not share one.

    Raises FaceError where the sheet lacks anything that one of them says.
    """
    artefact = services.renderer.impose_pairs([paper.job for paper in papers])
    if artefact.pages != 1 or any(paper.artefact.pages != 1 for paper in papers):
        return None
    both = PageFacts(
        "\n".join(paper.page.text for paper in papers),
        tuple(payload for paper in papers for payload in paper.page.payloads),
        red_mm2=sum(paper.page.red_mm2 for paper in papers),
    )
    compare_copy(both, services.readers.read_page(artefact.data))
    return artefact


def read_back(services: Services, job: FaceJob, artefact: Artefact) -> PageFacts:
    """Read a paper back: a typeset face must say what the data say; a copy, what its original says too. Raises FaceError."""
    if job.paper.is_roll:
        roll = services.renderer.read_roll(artefact)
        compare(job.invoice, roll)
        return roll
    page = services.readers.read_page(artefact.data)
    if job.original is None:
        compare(job.invoice, page)
        return page
    stored = job.original if job.original_media is Media.PDF else services.renderer.original_pdf(job)
    original = services.readers.read_page(stored)
    compare(job.invoice, original)
    compare_copy(original, page)
    return page


def _face_job(services: Services, session: Session, order: Order, intent: Intent) -> FaceJob:
    settings = order.settings
    with services.store.reading() as unit:
        overlay = overlay_of(unit, settings.printer, settings.paper)
    return laid_job(
        intent.stored.invoice,
        settings,
        _mark(services, session, intent),
        profile=intent.printer.profile,
        overlay=overlay,
        stamp=intent.stamp,
    )


def _mark(services: Services, session: Session, intent: Intent) -> Mark:
    reprint, policy = intent.reprint, intent.policy
    purpose = _PURPOSES.get(reprint.reason, "") if reprint.reason and intent.stored.reimbursed else ""
    return Mark(
        serial=reprint.serial,
        code=intent.attempt.code,
        copy_no=reprint.copy_no,
        at=services.now(),
        operator=session.operator.display,
        desk=services.desk,
        again=intent.operation is Operation.AGAIN or reprint.copy_no > 1,
        enabled=policy.is_on("mark.enabled"),
        text=policy["mark.text"],
        purpose=purpose,
        training=services.store.training,
        slip=slip_of(reprint, services.keys.ledger_key()[1]).text,
    )
