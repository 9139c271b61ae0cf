"""One sheet of paper after its intent: drawn and compared, printer leased, SENDING committed, sent, outcome written.

A sheet carries one paper, or two of different invoices that are cut apart afterwards; it is one job of one printer, and
each of its papers has its own number, attempt and ledger entries (docs/papers.md). Every way out leaves a state that
says what happened.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.device import Delivery, Ticket
from fapiao.errors import PrinterError, StoreError, as_fapiao
from fapiao.ledger import Draft
from fapiao.reprint import AttemptState, Evidence, Seen, may_follow
from fapiao.usecases.paper.draw import draw_pair, draw_paper
from fapiao.usecases.paper.held_printer import HeldPrinter
from fapiao.usecases.paper.order import PaperResult
from fapiao.usecases.paper.recover import holder_of, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from fapiao.device import Handover
    from fapiao.errors import FapiaoError
    from fapiao.people import Session
    from fapiao.ports.devices import Device
    from fapiao.ports.faces import Artefact
    from fapiao.ports.store import Unit
    from fapiao.reprint import Attempt
    from fapiao.services import Services
    from fapiao.usecases.paper.intent import Intent
    from fapiao.usecases.paper.order import Order

_UNKNOWN = AttemptState.UNKNOWN


class TwoSheetsError(Exception):
    """The papers do not share a sheet; nothing was recorded of it, each may still be printed on its own."""


class _Paper:
    """One paper of the sheet; ``attempt`` always mirrors what the store holds."""

    def __init__(self, order: Order, intent: Intent) -> None:
        self.order, self.intent = order, intent
        self.attempt: Attempt = intent.attempt

    def result(self, attempt: Attempt, error: FapiaoError | None = None, path: str = "") -> PaperResult:
        kept = self.intent.reprint
        return PaperResult(replace(kept, attempts=(*kept.attempts[:-1], attempt)), attempt, error, path)


class SheetRun:
    """One job. The papers of a sheet move through their states together."""

    def __init__(
        self,
        services: Services,
        session: Session,
        papers: Sequence[tuple[Order, Intent]],
        watch: Callable[[str], None],
    ) -> None:
        """One paper, or two for one sheet; all of one printer. ``watch`` must not raise."""
        self._services = services
        self._session = session
        self._papers = [_Paper(order, intent) for order, intent in papers]
        self._watch = watch
        self._held = HeldPrinter(services, papers[0][1].printer, watch)

    def run(self) -> list[PaperResult]:
        """Carry every paper to its end, in their order. Raises TwoSheetsError before anything was recorded."""
        try:
            artefact = self._render()
            self._watch("已排版并核对")
            self._held.take(holder_of(self._papers[0].attempt))
            with self._services.devices.open(self._papers[0].intent.printer) as device:
                delivery = self._print(device, artefact)
        except TwoSheetsError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the record has to say so
            if not self._is_sending:
                return self._failed_clean(as_fapiao(error, self._services.log, "sheet"))
            delivery = Delivery(
                Evidence.NOTHING, unknown=True, note=f"发送中出错：{as_fapiao(error, self._services.log, 'sheet')}"
            )
        finally:
            if not self._is_sending:
                self._held.give_up()
        try:
            return self._conclude(delivery)
        finally:
            self._held.give_up()

    @property
    def _is_sending(self) -> bool:
        return self._papers[0].attempt.state is AttemptState.SENDING

    def _render(self) -> Artefact:
        drawn = [
            draw_paper(self._services, self._session, paper.order, paper.intent, self._watch) for paper in self._papers
        ]
        artefact: Artefact | None = drawn[0].artefact
        if len(drawn) > 1:
            artefact = draw_pair(self._services, drawn)
        if artefact is None:
            raise TwoSheetsError
        with self._services.store.writing() as unit:
            unit.documents.put(artefact.data)
            self._move(unit, state=AttemptState.RENDERED, sha256=artefact.sha256)
        return artefact

    def _move(self, unit: Unit, **changes: Any) -> None:
        """Move all papers of the sheet in one unit of work and commit it."""
        moved = [replace(paper.attempt, **changes) for paper in self._papers]
        for paper, attempt in zip(self._papers, moved, strict=True):
            _require_moved(unit.reprints.move_attempt(attempt, paper.attempt.state))
        unit.commit()
        for paper, attempt in zip(self._papers, moved, strict=True):
            paper.attempt = attempt

    def _print(self, device: Device, artefact: Artefact) -> Delivery:
        ticket = self._ticket()
        device.preflight(artefact, ticket)
        handover = device.begin(ticket, artefact)
        try:
            self._commit_sending(handover)
        except Exception:
            device.abandon(handover)
            raise
        self._watch(f"正在送往 {self._papers[0].intent.printer.name}")
        return device.send(handover, artefact, self._held.progress)

    def _ticket(self) -> Ticket:
        """Return the job's ticket: that of the first paper; a second one is found by the job that both keep."""
        first = self._papers[0]
        titles = [f"{paper.intent.reprint.full_no} 第{paper.intent.reprint.copy_no}次" for paper in self._papers]
        return Ticket(
            attempt=first.attempt.uuid,
            title="，".join(titles),
            number=first.intent.stored.invoice.number,
            copy_no=first.intent.reprint.copy_no,
            operator=self._session.operator.name,
            paper=first.order.settings.paper,
            colour=any(paper.order.settings.colour for paper in self._papers),
        )

    def _commit_sending(self, handover: Handover) -> None:
        with self._services.store.writing() as unit:
            token = self._held.require(unit)
            sent_at = self._services.now()
            self._move(unit, state=AttemptState.SENDING, job=handover.job, token=token, sent_at=sent_at)

    def _conclude(self, delivery: Delivery) -> list[PaperResult]:
        state = state_of(delivery)
        evidence = Evidence.NOTHING if state is AttemptState.FAILED_CLEAN else delivery.evidence
        changes = {"state": state, "evidence": evidence, "note": delivery.note, "ended_at": self._services.now()}
        error = PrinterError(delivery.note or "打印机拒绝了这份作业", "没有出纸；排除后再按 Enter，次数不变")
        try:
            self._write_outcome(changes)
        except Exception as defect:  # noqa: BLE001 - the paper may be there; what is not recorded is not known
            failure = as_fapiao(defect, self._services.log, "outcome")
            return [p.result(replace(p.attempt, state=_UNKNOWN, note=failure.message), failure) for p in self._papers]
        told = error if state is AttemptState.FAILED_CLEAN else None
        return [paper.result(paper.attempt, told, delivery.path) for paper in self._papers]

    def _failed_clean(self, error: FapiaoError) -> list[PaperResult]:
        """Record that nothing left us; each number stays with its reprint for the next try."""
        ended: dict[str, Any] = {
            "state": AttemptState.FAILED_CLEAN,
            "note": error.message,
            "ended_at": self._services.now(),
        }
        try:
            self._write_outcome(ended)
        except StoreError:
            ended["state"] = AttemptState.CANCELLED
            return [paper.result(replace(paper.attempt, **ended), error) for paper in self._papers]
        return [paper.result(paper.attempt, error) for paper in self._papers]

    def _write_outcome(self, changes: dict[str, Any]) -> None:
        ended = [replace(paper.attempt, **changes) for paper in self._papers]
        with self._services.store.writing() as unit:
            for paper, attempt in zip(self._papers, ended, strict=True):
                self._write_one(unit, paper, attempt)
            self._held.release(unit)
            unit.commit()
        self._held.released()
        for paper, attempt in zip(self._papers, ended, strict=True):
            paper.attempt = attempt

    def _write_one(self, unit: Unit, paper: _Paper, ended: Attempt) -> None:
        moved = unit.reprints.move_attempt(ended, paper.attempt.state)
        if not moved and paper.attempt.state is AttemptState.SENDING and may_follow(_UNKNOWN, ended.state):
            # Another desk gave this attempt up as unknown when its lease ran out; a late answer corrects that.
            moved = unit.reprints.move_attempt(ended, _UNKNOWN) or _came_after_all(unit, ended)
        _require_moved(moved)
        body = {
            "reprint": paper.intent.reprint.serial,
            "attempt": ended.uuid,
            "state": ended.state.value,
            "evidence": int(ended.evidence),
            "sha256": ended.sha256,
        }
        draft = Draft("reprint.outcome", self._session.actor, self._services.desk, f"{ended.uuid}:outcome", body)
        self._services.record(unit, draft)


def _came_after_all(unit: Unit, ended: Attempt) -> bool:
    """Let a late success correct whoever had looked before the paper came; a paper that somebody saw stays as seen."""
    given_up = unit.reprints.by_attempt(ended.uuid)
    nothing = given_up is not None and given_up.last is not None and given_up.last.seen is Seen.NOTHING
    if not nothing or not may_follow(AttemptState.HANDED_OVER, ended.state):
        return False
    return unit.reprints.move_attempt(ended, AttemptState.HANDED_OVER)


def _require_moved(moved: bool) -> None:  # noqa: FBT001 - the store's answer, passed straight on
    if not moved:
        raise StoreError("这次打印的状态已被别处改动", "请到记录里查看")
