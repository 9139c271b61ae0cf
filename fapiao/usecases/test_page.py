"""The offset wizard: a ruler page on a printer, and the two numbers that a person reads from it (design.md section 2).

A ruler page is no paper of an invoice: it takes the lease and respects a blocked printer as a paper does, counts no copy,
and is told in the ledger before the first byte leaves and when it ended.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from fapiao.eligibility import HOME
from fapiao.errors import BadInput, PrinterBusy, PrinterError, StoreError
from fapiao.ledger import Draft
from fapiao.people import Permission
from fapiao.ports import Delivery, Ticket
from fapiao.reprint import AttemptState, Evidence
from fapiao.sitelayout import SiteLayout
from fapiao.usecases.desk_settings import OFFSET_LIMIT
from fapiao.usecases.intent import require_unblocked
from fapiao.usecases.layouts import overlay_of, printer_with, set_layout
from fapiao.usecases.recover import state_of
from fapiao.usecases.take_lease import take_lease

if TYPE_CHECKING:
    from collections.abc import Callable

    from fapiao.paper import Paper, Printer
    from fapiao.people import Session
    from fapiao.ports import Artefact
    from fapiao.services import Services
    from fapiao.store import Lease, Unit

_NUMBER = "ruler"
"""Stands where an invoice's number stands in job and file names."""


@dataclass(frozen=True, slots=True)
class RulerPage:
    """What became of a ruler page; ``path`` where a file device put it."""

    state: AttemptState
    note: str = ""
    path: str = ""


def offset_of(services: Services, printer: str, paper: Paper) -> tuple[float, float]:
    """Return how far a printer's papers are moved right and down, mm. Raises NotFound, BadInput."""
    with services.store.reading() as unit:
        printer_with(unit, printer, paper)
        return SiteLayout.of(overlay_of(unit, printer, paper)).offset


def print_test_page(
    services: Services, session: Session, printer: str, paper: Paper, watch: Callable[[str], None] = lambda _: None
) -> RulerPage:
    """Print a ruler page with the offset in force. ``watch`` gets words for the screen and must not raise.

    Raises PrinterError (with proof that nothing came out), PrinterBlocked, NotFound, BadInput, NotPermitted.
    """
    session.operator.require(Permission.PRINTERS)
    if paper.is_roll:
        raise BadInput(f"{paper.label}没有对齐测试页", "小票的位置由打印机决定，请选页式打印机")
    page = str(uuid.uuid4())
    with services.store.writing() as unit:
        found = printer_with(unit, printer, paper)
        require_unblocked(unit, found)
        offset = SiteLayout.of(overlay_of(unit, printer, paper)).offset
        _record(services, session, unit, page, found, paper, AttemptState.AUTHORISED)
        unit.commit()
    return _Run(services, session, found, paper, page, watch).run(offset)


def apply_reading(
    services: Services, session: Session, printer: str, paper: Paper, right: float, down: float
) -> tuple[float, float]:
    """Move a printer's papers by what was read from its ruler page, mm; return the offset now in force. Raises BadInput."""
    session.operator.require(Permission.PRINTERS)
    with services.store.reading() as unit:
        printer_with(unit, printer, paper)
        layout = SiteLayout.of(overlay_of(unit, printer, paper))
    moved = layout.with_offset(layout.offset[0] + right, layout.offset[1] + down)
    if max(map(abs, moved.offset)) > OFFSET_LIMIT:
        raise BadInput(f"偏移最多 {OFFSET_LIMIT:.0f} 毫米", "请核对读数，或检查进纸")
    set_layout(services, session, printer, paper, moved.text)
    return moved.offset


def _record(
    services: Services, session: Session, unit: Unit, page: str, printer: Printer, paper: Paper, state: AttemptState
) -> None:
    body = {"page": page, "printer": printer.name, "paper": paper.value, "state": state.value}
    services.record(unit, Draft("printer.test", session.actor, services.desk, f"{page}:{state.value}", body))


class _Run:
    """One page after it was told in the ledger."""

    def __init__(
        self,
        services: Services,
        session: Session,
        printer: Printer,
        paper: Paper,
        page: str,
        watch: Callable[[str], None],
    ) -> None:
        self._services, self._session = services, session
        self._printer, self._paper, self._page = printer, paper, page
        self._watch = watch
        self._lease: Lease | None = None
        self._sent = False

    def run(self, offset: tuple[float, float]) -> RulerPage:
        """Carry the page to its end."""
        error: Exception | None = None
        try:
            delivery = self._print(self._services.renderer.ruler(self._paper, offset, self._foot(offset)))
        except Exception as problem:  # noqa: BLE001 - whatever went wrong, the ledger has to say so
            error = problem
            delivery = Delivery(Evidence.NOTHING, clean_failure=not self._sent, unknown=self._sent, note="发送中出错")
        state = state_of(delivery)
        self._conclude(state)
        if error is not None and not self._sent:
            raise error
        if state is AttemptState.FAILED_CLEAN:
            raise PrinterError(delivery.note or "打印机拒绝了测试页", "没有出纸；排除后再试")
        return RulerPage(state, delivery.note, delivery.path)

    def _foot(self, offset: tuple[float, float]) -> str:
        now = self._services.now().astimezone(HOME)
        parts = (
            f"{self._printer.name} {self._paper.label}",
            f"偏移 右 {offset[0]:+.2f} 下 {offset[1]:+.2f} 毫米",
            f"{now:%Y-%m-%d %H:%M:%S}",
            self._session.operator.display,
            self._services.desk,
        )
        return " · ".join(parts)

    def _print(self, artefact: Artefact) -> Delivery:
        services = self._services
        holder = f"{services.processes.me()} {self._page}"
        self._lease = take_lease(services, self._printer, holder, self._watch)
        ticket = Ticket(
            attempt=self._page,
            title=f"对齐测试页 {self._printer.name}",
            number=_NUMBER,
            copy_no=0,
            operator=self._session.operator.name,
            paper=self._paper,
        )
        with services.devices.open(self._printer) as device:
            device.preflight(artefact, ticket)
            handover = device.begin(ticket, artefact)
            try:
                self._require_held(self._lease)
            except Exception:
                device.abandon(handover)
                raise
            self._sent = True
            self._watch(f"正在送往 {self._printer.name}")
            return device.send(handover, artefact, self._on_progress)

    def _require_held(self, lease: Lease) -> None:
        with self._services.store.writing() as unit:
            require_unblocked(unit, self._printer)
            if not unit.leases.holds(lease, self._services.now()):
                raise PrinterBusy("打印机已被另一台接管", "请再试一次")

    def _on_progress(self, words: str) -> None:
        self._watch(words)
        expires = self._services.now() + timedelta(seconds=self._services.patience.lease_seconds)
        try:
            with self._services.store.writing() as unit:
                if self._lease is not None:
                    unit.leases.push(self._lease, expires)
                unit.commit()
        except StoreError:
            self._watch("记录暂时写不进去，打印仍在继续")

    def _conclude(self, state: AttemptState) -> None:
        with self._services.store.writing() as unit:
            _record(self._services, self._session, unit, self._page, self._printer, self._paper, state)
            if self._lease is not None:
                unit.leases.release(self._lease)
            unit.commit()
