"""One sheet of paper after its intent: drawn, compared, and handed over as one job (docs/papers.md).

A sheet carries one paper, or two of different invoices that are cut apart afterwards; each of its papers has its own
number, attempt and ledger entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.device import Ticket
from fapiao.said import say
from fapiao.usecases.paper.draw import draw_pair, draw_paper
from fapiao.usecases.paper.handover import HandOver

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fapiao.people import Session
    from fapiao.ports.faces import Artefact
    from fapiao.services import Services
    from fapiao.usecases.paper.intent import Intent
    from fapiao.usecases.paper.order import Order, PaperResult


def print_alone(
    services: Services, session: Session, order: Order, intent: Intent, watch: Callable[[str], None]
) -> PaperResult:
    """Carry one paper on its own sheet to its end."""
    results = print_sheet(services, session, [(order, intent)], watch)
    assert results is not None
    return results[0]


def print_sheet(
    services: Services, session: Session, papers: Sequence[tuple[Order, Intent]], watch: Callable[[str], None]
) -> list[PaperResult] | None:
    """Carry one paper, or two of one printer, to their end on one sheet; return what became of each, in their order.

    None where two do not share a sheet: then nothing was recorded of it, and each may still be printed on its own.
    """
    (_, first), *_ = papers
    pages = [intent.reprint for _, intent in papers]
    job = HandOver(services, session, first.printer, pages, _ticket(session, papers), watch)
    try:
        artefact = _draw(services, session, papers, watch)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the record has to say so
        return job.fail(error)
    if artefact is None:
        return None
    watch(say("已排版并核对"))
    return job.run(artefact)


def _draw(
    services: Services, session: Session, papers: Sequence[tuple[Order, Intent]], watch: Callable[[str], None]
) -> Artefact | None:
    drawn = [draw_paper(services, session, order, intent, watch) for order, intent in papers]
    return drawn[0].artefact if len(drawn) == 1 else draw_pair(services, drawn)


def _ticket(session: Session, papers: Sequence[tuple[Order, Intent]]) -> Ticket:
    """Return the job's ticket: that of the first paper; a second one is found by the job that both keep."""
    order, first = papers[0]
    titles = [f"{intent.reprint.full_no} 第{intent.reprint.copy_no}次" for _, intent in papers]
    return Ticket(
        attempt=first.attempt.uuid,
        title="，".join(titles),
        number=first.stored.invoice.number,
        copy_no=first.reprint.copy_no,
        operator=session.operator.name,
        paper=order.settings.paper,
        colour=any(each.settings.colour for each, _ in papers),
    )
