"""A page that is no paper of an invoice: a test page, a batch's manifest.

It takes the lease and respects a blocked printer as a paper does, counts no copy, and is told in the ledger before the
first byte leaves and when it ended (docs/papers.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fapiao.device import Delivery, Ticket
from fapiao.errors import PrinterError
from fapiao.hometime import HOME
from fapiao.reprint import AttemptState, Evidence
from fapiao.usecases.paper.held_printer import HeldPrinter
from fapiao.usecases.paper.intent import require_unblocked
from fapiao.usecases.paper.recover import state_of
from fapiao.usecases.printers.layouts import printer_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from fapiao.ledger import Draft
    from fapiao.paper import Paper, Printer
    from fapiao.people import Session
    from fapiao.ports.faces import Artefact
    from fapiao.services import Services


@dataclass(frozen=True, slots=True)
class LoosePage:
    """What is to be printed."""

    uuid: str
    """Under which the ledger tells of it."""
    paper: Paper
    name: str
    """Stands where an invoice's number stands in job and file names."""
    title: str
    draw: Callable[[], Artefact]
    """Called once the ledger has it. May raise FaceError."""
    told: Callable[[AttemptState], Draft]
    """What the ledger says of it at the beginning and at the end."""


@dataclass(frozen=True, slots=True)
class LooseResult:
    """What became of a page; ``path`` where a file device put it."""

    page: str
    state: AttemptState
    evidence: Evidence
    note: str = ""
    path: str = ""


def foot_of(services: Services, session: Session, *parts: str) -> str:
    """Return the line that says which page it is: ``parts``, then when, who and where."""
    now = services.now().astimezone(HOME)
    return " · ".join((*parts, f"{now:%Y-%m-%d %H:%M:%S}", session.operator.display, services.desk))


def print_loose_page(
    services: Services, session: Session, printer: str, page: LoosePage, watch: Callable[[str], None] = lambda _: None
) -> LooseResult:
    """Print ``page`` on the printer of that name. ``watch`` gets words for the screen and must not raise.

    Raises PrinterError (with proof that nothing came out), PrinterBlocked, FaceError, NotFound, BadInput.
    """
    with services.store.writing() as unit:
        found = printer_with(unit, printer, page.paper)
        require_unblocked(unit, found)
        services.record(unit, page.told(AttemptState.AUTHORISED))
        unit.commit()
    return _Run(services, session, found, page, watch).run()


class _Run:
    """One page after it was told in the ledger."""

    def __init__(
        self, services: Services, session: Session, printer: Printer, page: LoosePage, watch: Callable[[str], None]
    ) -> None:
        self._services, self._session = services, session
        self._printer, self._page = printer, page
        self._held = HeldPrinter(services, printer, watch)
        self._watch = watch
        self._sent = False

    def run(self) -> LooseResult:
        """Carry the page to its end."""
        error: Exception | None = None
        try:
            delivery = self._print(self._page.draw())
        except Exception as problem:  # noqa: BLE001 - whatever went wrong, the ledger has to say so
            error = problem
            delivery = Delivery(Evidence.NOTHING, clean_failure=not self._sent, unknown=self._sent, note="发送中出错")
        state = state_of(delivery)
        self._conclude(state)
        if error is not None and not self._sent:
            raise error
        if state is AttemptState.FAILED_CLEAN:
            raise PrinterError(delivery.note or f"打印机拒绝了{self._page.title}", "没有出纸；排除后再试")
        return LooseResult(self._page.uuid, state, delivery.evidence, delivery.note, delivery.path)

    def _print(self, artefact: Artefact) -> Delivery:
        services = self._services
        self._held.take(f"{services.processes.me()} {self._page.uuid}")
        ticket = Ticket(
            attempt=self._page.uuid,
            title=self._page.title,
            number=self._page.name,
            copy_no=0,
            operator=self._session.operator.name,
            paper=self._page.paper,
        )
        with services.devices.open(self._printer) as device:
            device.preflight(artefact, ticket)
            handover = device.begin(ticket, artefact)
            try:
                self._require_held()
            except Exception:
                device.abandon(handover)
                raise
            self._sent = True
            self._watch(f"正在送往 {self._printer.name}")
            return device.send(handover, artefact, self._held.progress)

    def _require_held(self) -> None:
        with self._services.store.writing() as unit:
            self._held.require(unit)

    def _conclude(self, state: AttemptState) -> None:
        with self._services.store.writing() as unit:
            self._services.record(unit, self._page.told(state))
            self._held.release(unit)
            unit.commit()
