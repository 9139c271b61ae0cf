"""From an intent to bytes for paper: the face is drawn, read back, and compared before anything may leave.

Pure but for what it reads of the store; nothing here is recorded and nothing is sent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fapiao.chosenface import chosen_face, original_face
from fapiao.errors import FaceError, UnreadableFile
from fapiao.face import compare, compare_copy
from fapiao.invoice import Media
from fapiao.paper import FaceChoice
from fapiao.ports.faces import FaceJob, Mark
from fapiao.ports.readers import PageFacts
from fapiao.reprint import Reason
from fapiao.said import say
from fapiao.slip import slip_of
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
    job, artefact = _drawn(services, intent, _face_job(services, session, order, intent), watch)
    return DrawnPaper(job, artefact, _checked(services, job, artefact))


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


def _drawn(services: Services, intent: Intent, job: FaceJob, watch: Callable[[str], None]) -> tuple[FaceJob, Artefact]:
    """Render; an OFD that cannot be drawn whole is typeset from data instead, where the policy allows that freely."""
    try:
        return job, services.renderer.render(job)
    except (FaceError, UnreadableFile) as error:
        may = intent.policy["face.typeset"] == "allow" and job.invoice.is_complete
        if job.original is None or job.original_media is not Media.OFD or not may:
            raise
        watch(say("OFD 原件画不完整（{why}），改用数据排版", why=error.message))
    typeset = replace(job, original=None)
    return typeset, services.renderer.render(typeset)


def _checked(services: Services, job: FaceJob, artefact: Artefact) -> PageFacts:
    """Read the paper back: a typeset face must say what the data say; a copy, what its original says too."""
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
    stored, settings = intent.stored, order.settings
    original, document = None, original_face(stored)
    wants_original = chosen_face(stored, order.wish()) is FaceChoice.ORIGINAL
    with services.store.reading() as unit:
        overlay = overlay_of(unit, settings.printer, settings.paper)
        if document and wants_original:
            original = unit.documents.get(document.sha256)
    if wants_original and original is None:
        raise FaceError(say("原件文件已不在库中"), say("请重新导入该发票的版式文件"))
    return laid_job(
        stored.invoice,
        settings,
        _mark(services, session, intent),
        profile=intent.printer.profile,
        overlay=overlay,
        original=original,
        media=document.media if document else Media.PDF,
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
