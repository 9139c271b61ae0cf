"""A paper from wish to outcome: the one use case that screens, batch and command line share (docs/papers.md).

1. Intent committed (``intent.py``). 2. Outside any transaction: the face drawn and compared (``sheet.py``). 3. Handed
over: printer leased and asked, SENDING committed, only then the first byte, outcome committed (``handover.py``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.errors import FapiaoError
from fapiao.reprint import Outcome, Reprint
from fapiao.said import say
from fapiao.text import clean
from fapiao.usecases.paper.handover import patient
from fapiao.usecases.paper.intent import authorise
from fapiao.usecases.paper.order import PaperResult
from fapiao.usecases.paper.sheet import print_alone, print_sheet
from fapiao.usecases.printers.desk_settings import check_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from fapiao.people import Session
    from fapiao.services import Services
    from fapiao.usecases.paper.intent import Intent
    from fapiao.usecases.paper.order import Order

_NOTE_LIMIT = 60
"""Characters of a reason's note and of an applicant."""
_STOPS = {Outcome.FAILED_CLEAN, Outcome.UNKNOWN, Outcome.OPEN}


def reprint(
    services: Services, session: Session, order: Order, watch: Callable[[str], None] = lambda _: None
) -> list[PaperResult]:
    """Make the papers of ``order``: one Reprint per copy, each with its number; stop at the first that failed.

    ``watch`` gets words for the screen; one that raises is not asked again, for a screen may be gone. Raises Refused,
    PrinterBlocked, NotFound or BadInput before anything was recorded; everything after the intent is told in the
    result. Fewer results than copies = a further copy was refused, which ``watch`` was told.
    """
    tell = patient(watch)
    order = _cleaned(order)
    results: list[PaperResult] = []
    for index in range(max(order.settings.copies, 1)):
        try:
            result = _one(services, session, order, index, tell)
        except FapiaoError as error:
            if not results:
                raise
            tell(say("第 {copy} 份没有打：{why}", copy=index + 1, why=str(error)))
            break
        results.append(result)
        if result.outcome in _STOPS:
            break
    return results


def reprint_pair(
    services: Services,
    session: Session,
    upper: Order,
    lower: Order,
    watch: Callable[[str], None] = lambda _: None,
) -> list[PaperResult | FapiaoError]:
    """Make one paper of each of two different invoices on one sheet, which is one job; return what became of each.

    An error stands where an order was refused before anything was recorded: the other one is printed alone, as are two
    that do not fit on one sheet, in their order. Both orders name the same printer and paper.
    """
    tell = patient(watch)
    begun: list[tuple[Order, Intent | PaperResult | FapiaoError]] = []
    for order in map(_cleaned, (upper, lower)):
        try:
            intent = authorise(services, session, order, 0)
        except FapiaoError as error:
            begun.append((order, error))
            continue
        begun.append((order, PaperResult(intent, intent.attempts[-1]) if isinstance(intent, Reprint) else intent))
    waiting = [(order, intent) for order, intent in begun if not isinstance(intent, PaperResult | FapiaoError)]
    printed = iter(_sheets(services, session, waiting, tell) if waiting else [])
    return [item if isinstance(item, PaperResult | FapiaoError) else next(printed) for _, item in begun]


def _sheets(
    services: Services, session: Session, papers: list[tuple[Order, Intent]], tell: Callable[[str], None]
) -> list[PaperResult]:
    together = print_sheet(services, session, papers, tell)
    if together is not None:
        return together
    return [print_alone(services, session, order, intent, tell) for order, intent in papers]


def _cleaned(order: Order) -> Order:
    return replace(
        order,
        settings=check_settings(order.settings),
        reason_note=clean(order.reason_note, limit=_NOTE_LIMIT),
        applicant=clean(order.applicant, limit=_NOTE_LIMIT),
    )


def _one(services: Services, session: Session, order: Order, index: int, watch: Callable[[str], None]) -> PaperResult:
    intent = authorise(services, session, order, index)
    if isinstance(intent, Reprint):
        watch(say("这一次已经登记过，显示原来的结果"))
        return PaperResult(intent, intent.attempts[-1])
    watch(say("已登记 第 {copy_no} 次", copy_no=intent.reprint.copy_no))
    return print_alone(services, session, order, intent, watch)
