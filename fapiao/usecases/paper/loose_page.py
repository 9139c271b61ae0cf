"""A page that is no paper of an invoice: a test page, a ruler page, a batch's manifest (docs/printers.md).

It is an attempt of kind ``test``: its intent is committed before the first byte, its outcome with its ledger entry; an
unknown one blocks the printer and is settled like any other. It counts no copy.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fapiao.device import Ticket
from fapiao.hometime import HOME
from fapiao.ledger import Draft
from fapiao.reprint import GAVE_NO_PAPER, AttemptState, Evidence, PageKind, Reprint
from fapiao.usecases.paper.attempt import new_attempt
from fapiao.usecases.paper.blocked import require_unblocked
from fapiao.usecases.paper.entries import page_of
from fapiao.usecases.paper.handover import HandOver
from fapiao.usecases.printers.choose import printer_with

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fapiao.paper import Paper, Printer
    from fapiao.people import Session
    from fapiao.ports.faces import Artefact
    from fapiao.services import Services


@dataclass(frozen=True, slots=True)
class LoosePage:
    """What is to be printed."""

    paper: Paper
    name: str
    """Stands where an invoice's number stands in job and file names, and says in the ledger what it is."""
    title: str
    """How people call it, on the worklist and in messages."""
    draw: Callable[[Reprint], Artefact]
    """Called once the intent of that row is committed. May raise FaceError."""
    facts: Mapping[str, int] = field(default_factory=dict)
    """What the ledger entry of its intent says beside that: ids alone."""


@dataclass(frozen=True, slots=True)
class LooseResult:
    """What became of a page; ``path`` where a file device put it."""

    page: str
    """The attempt's uuid."""
    state: AttemptState
    evidence: Evidence
    note: str = ""
    path: str = ""


def foot_of(services: Services, session: Session, page: Reprint, *parts: str) -> str:
    """Return the foot line that says which page it is: ``parts``, serial and code, then when, who and where."""
    now = services.now().astimezone(HOME)
    code = f"码 {page.attempts[-1].code}"
    moment = f"{now:%Y-%m-%d %H:%M:%S}"
    return " · ".join((*parts, page.serial, code, moment, session.operator.display, services.desk))


def print_loose_page(
    services: Services, session: Session, printer: str, page: LoosePage, watch: Callable[[str], None] = lambda _: None
) -> LooseResult:
    """Print ``page`` on the printer of that name; ``watch`` gets words for the screen.

    Raises PrinterError (with proof that nothing came out), PrinterBlocked, FaceError, NotFound, BadInput. An outcome
    that is not known is told in the result.
    """
    found, row = _authorise(services, session, printer, page)
    job = HandOver(services, session, found, [row], _ticket(session, page, row), watch)
    try:
        artefact = page.draw(row)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the record has to say so
        (result,) = job.fail(error)
    else:
        (result,) = job.run(artefact)
    ended = result.attempt
    if result.error is not None and ended.state in GAVE_NO_PAPER:
        raise result.error
    return LooseResult(ended.uuid, ended.state, ended.evidence, ended.note, result.path)


def _authorise(services: Services, session: Session, printer: str, page: LoosePage) -> tuple[Printer, Reprint]:
    """Commit the intent: row, attempt and ledger entry in one unit of work."""
    with services.store.writing() as unit:
        found = printer_with(unit, printer, page.paper)
        require_unblocked(unit, found)
        attempt = new_attempt(services, found)
        row = unit.reprints.add(
            Reprint(
                id=0,
                full_no="",
                copy_no=0,
                serial="",
                operator=session.operator.name,
                desk=services.desk,
                at=services.now(),
                paper=page.paper,
                key=attempt.uuid,
                kind=PageKind.TEST,
                title=page.title,
            )
        )
        row = replace(row, attempts=(unit.reprints.add_attempt(row.id, attempt),))
        body = {
            **page_of(row),
            "name": page.name,
            "attempt": attempt.uuid,
            "code": attempt.code,
            "printer": found.name,
            "paper": page.paper.value,
            **page.facts,
        }
        services.record(unit, Draft("test.intent", session.actor, services.desk, f"{attempt.uuid}:intent", body))
        unit.commit()
    return found, row


def _ticket(session: Session, page: LoosePage, row: Reprint) -> Ticket:
    return Ticket(
        attempt=row.attempts[-1].uuid,
        title=page.title,
        number=page.name,
        copy_no=0,
        operator=session.operator.name,
        paper=page.paper,
    )
