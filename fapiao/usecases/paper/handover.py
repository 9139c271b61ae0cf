"""One job on its way to the printer: the one place where print data leaves this program.

The intent of each of its pages is committed before it comes here. Then, in this order: the bytes are kept; the printer
is leased and asked; the job is arranged without print data; SENDING is committed under the lease; only then the first
byte leaves; the outcome and its ledger entries are committed. Every way out leaves a state that says what happened.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.device import Delivery
from fapiao.errors import PrinterError, StoreError, as_fapiao
from fapiao.reprint import AttemptState, Evidence
from fapiao.said import say
from fapiao.usecases.paper.attempt import holder_of
from fapiao.usecases.paper.held_printer import HeldPrinter
from fapiao.usecases.paper.order import PaperResult
from fapiao.usecases.paper.outcome import require_moved, state_of, write_outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from fapiao.device import Handover, Ticket
    from fapiao.errors import FapiaoError
    from fapiao.paper import Printer
    from fapiao.people import Session
    from fapiao.ports.devices import Device
    from fapiao.ports.faces import Artefact
    from fapiao.ports.store import Unit
    from fapiao.reprint import Attempt, Reprint
    from fapiao.services import Services

_UNKNOWN = AttemptState.UNKNOWN


class HandOver:
    """One job with one page, or with two that share a sheet; all of them move through their states together."""

    def __init__(
        self,
        services: Services,
        session: Session,
        printer: Printer,
        pages: Sequence[Reprint],
        ticket: Ticket,
        watch: Callable[[str], None],
    ) -> None:
        """``pages`` with the newest attempt of each authorised for this job; ``watch`` gets words for the screen."""
        self._services, self._session = services, session
        self._printer, self._ticket = printer, ticket
        self._pages = list(pages)
        """With their attempts as the store holds them."""
        self._watch = patient(watch)
        self._began = time.monotonic()
        self._held = HeldPrinter(services, printer, self._watch)

    def run(self, artefact: Artefact) -> list[PaperResult]:
        """Carry the pages to their end; return what became of each, in their order. Raises no Exception."""
        try:
            self._keep(artefact)
            self._held.take(holder_of(self._attempts[0]))
            with self._services.devices.open(self._printer) as device:
                delivery = self._deliver(device, artefact)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the record has to say so
            if not self._is_sending:
                return self.fail(error)
            failure = as_fapiao(error, self._services.log, "sending")
            delivery = Delivery(Evidence.NOTHING, unknown=True, note=say("发送中出错：{why}", why=str(failure)))
        finally:
            if not self._is_sending:
                self._held.give_up()
        try:
            return self._conclude(delivery)
        finally:
            self._held.give_up()

    def fail(self, error: Exception) -> list[PaperResult]:
        """Record that nothing left us, because of ``error``; each number stays with its page for the next try."""
        failure = as_fapiao(error, self._services.log, "before sending")
        ended: dict[str, Any] = {
            "state": AttemptState.FAILED_CLEAN,
            "note": failure.message,
            "ended_at": self._services.now(),
        }
        try:
            self._write_outcomes(ended)
        except StoreError:
            cancelled = ended | {"state": AttemptState.CANCELLED}
            return self._ended([replace(attempt, **cancelled) for attempt in self._attempts], failure)
        return self._ended(self._attempts, failure)

    @property
    def _attempts(self) -> list[Attempt]:
        return [_attempt(page) for page in self._pages]

    @property
    def _is_sending(self) -> bool:
        return self._attempts[0].state is AttemptState.SENDING

    def _keep(self, artefact: Artefact) -> None:
        with self._services.store.writing() as unit:
            unit.documents.put(artefact.data)
            self._move(unit, state=AttemptState.RENDERED, sha256=artefact.sha256)

    def _deliver(self, device: Device, artefact: Artefact) -> Delivery:
        device.preflight(artefact, self._ticket)
        arranged = device.begin(self._ticket, artefact)
        try:
            self._commit_sending(arranged)
        except Exception:
            device.abandon(arranged)
            raise
        self._watch(say("正在送往 {printer}", printer=self._printer.name))
        return device.send(arranged, artefact, self._held.progress)

    def _commit_sending(self, arranged: Handover) -> None:
        with self._services.store.writing() as unit:
            token = self._held.require(unit)
            sent_at = self._services.now()
            self._move(unit, state=AttemptState.SENDING, job=arranged.job, token=token, sent_at=sent_at)

    def _move(self, unit: Unit, **changes: Any) -> None:
        """Move all pages in one unit of work and commit it."""
        moved = [replace(attempt, **changes) for attempt in self._attempts]
        for page, attempt in zip(self._pages, moved, strict=True):
            require_moved(moved=unit.reprints.move_attempt(attempt, _attempt(page).state))
        unit.commit()
        self._moved(moved)

    def _moved(self, attempts: Sequence[Attempt]) -> None:
        self._pages = [_tried(page, attempt) for page, attempt in zip(self._pages, attempts, strict=True)]

    def _conclude(self, delivery: Delivery) -> list[PaperResult]:
        state = state_of(delivery)
        evidence = Evidence.NOTHING if state is AttemptState.FAILED_CLEAN else delivery.evidence
        ended = {"state": state, "evidence": evidence, "note": delivery.note, "ended_at": self._services.now()}
        try:
            self._write_outcomes(ended)
        except Exception as error:  # noqa: BLE001 - the page may be there; what is not recorded is not known
            failure = as_fapiao(error, self._services.log, "outcome")
            unknown = [replace(attempt, state=_UNKNOWN, note=failure.message) for attempt in self._attempts]
            return self._ended(unknown, failure)
        refused = self._refused(delivery) if state is AttemptState.FAILED_CLEAN else None
        return self._ended(self._attempts, refused, delivery.path)

    def _ended(
        self, attempts: Sequence[Attempt], error: FapiaoError | None = None, path: str = ""
    ) -> list[PaperResult]:
        """Return what became of each page, and keep it in the log: every way out of a job comes through here once."""
        took = round((time.monotonic() - self._began) * 1000)
        for attempt in attempts:
            facts = {"state": attempt.state.value, "evidence": int(attempt.evidence), "ms": took}
            self._services.log.event("paper", attempt=attempt.uuid, printer=attempt.printer, **facts)
        pages = zip(self._pages, attempts, strict=True)
        return [PaperResult(_tried(page, attempt), attempt, error, path) for page, attempt in pages]

    def _refused(self, delivery: Delivery) -> PrinterError:
        counts = not self._pages[0].is_test
        cure = say("没有出纸；排除后再按 Enter，次数不变") if counts else say("没有出纸；排除后再试")
        return PrinterError(delivery.note or say("打印机拒绝了这份作业"), cure)

    def _write_outcomes(self, changes: dict[str, Any]) -> None:
        ended = [replace(attempt, **changes) for attempt in self._attempts]
        with self._services.store.writing() as unit:
            for page, attempt in zip(self._pages, ended, strict=True):
                write_outcome(self._services, self._session, unit, page, attempt, _attempt(page).state)
            self._held.release(unit)
            unit.commit()
        self._held.released()
        self._moved(ended)


def patient(watch: Callable[[str], None]) -> Callable[[str], None]:
    """Return ``watch`` made harmless: a screen that closed never turns a page into an unknown outcome."""

    def tell(words: str) -> None:
        try:
            watch(words)
        except Exception:  # noqa: BLE001 - whoever watched is gone; the page goes on
            return

    return tell


def _attempt(page: Reprint) -> Attempt:
    return page.attempts[-1]


def _tried(page: Reprint, attempt: Attempt) -> Reprint:
    return replace(page, attempts=(*page.attempts[:-1], attempt))
