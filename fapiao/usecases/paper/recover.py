"""After a crash: what dead desks left behind is named, on whichever desk comes next (docs/printers.md).

Before SENDING and without a live desk: CANCELLED, nothing left us. In SENDING without a live lease: the printer is
asked where it can answer, else UNKNOWN, and a person has to look. Nobody is asked while the write lock is held.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from fapiao.errors import as_fapiao
from fapiao.reprint import BEFORE_FIRST_BYTE, Attempt, AttemptState, Evidence, Reprint
from fapiao.said import say
from fapiao.usecases.paper.attempt import holder_of
from fapiao.usecases.paper.entries import recovered_entry
from fapiao.usecases.paper.outcome import state_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fapiao.device import Delivery
    from fapiao.paper import Printer
    from fapiao.ports.store import Unit
    from fapiao.services import Services

    Answers = Mapping[str, Delivery | None]
    """What printers said of attempts, by uuid; None where they cannot tell."""

ABANDONED_AFTER = timedelta(hours=12)
"""An attempt of a host that cannot be asked counts as abandoned before SENDING after that long."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found at start."""

    cancelled: int = 0
    unknown: int = 0
    answered: int = 0
    """Interrupted attempts about which the printer itself could tell."""


def recover(services: Services) -> Recovered:
    """Settle what can be settled without a person and surface the rest."""
    with services.store.writing() as unit:
        cancelled = _cancel_abandoned(services, unit, None)
        unit.commit()
    with services.store.reading() as unit:
        lost = _lost(services, unit, None)
    answers = ask_printers(services, [attempt for _, attempt in lost])
    answered = unknown = 0
    for reprint, attempt in lost:
        delivery = answers[attempt.uuid]
        with services.store.writing() as unit:
            moved = _write_lost(services, unit, reprint, attempt, delivery)
            unit.commit()
        known = delivery is not None and state_of(delivery) is not AttemptState.UNKNOWN
        answered += moved and known
        unknown += moved and not known
    return Recovered(cancelled, unknown, answered)


def ask_printers(services: Services, attempts: Sequence[Attempt]) -> dict[str, Delivery | None]:
    """Ask what became of interrupted attempts, outside any unit of work; takes as long as the printers' time-outs."""
    if not attempts:
        return {}
    with services.store.reading() as unit:
        printers = {printer.name: printer for printer in unit.printers.all()}
    return {attempt.uuid: _asked(services, printers.get(attempt.printer), attempt) for attempt in attempts}


def surface_lost(services: Services, unit: Unit, machine: str, answers: Answers) -> list[Attempt]:
    """Settle what dead desks left on ``machine``, in the caller's unit of work, by what its printers answered.

    Returns the attempts that nobody has asked about: they are left as they are, and their outcome is to be asked first.
    """
    _cancel_abandoned(services, unit, machine)
    lost = _lost(services, unit, machine)
    for reprint, attempt in lost:
        if attempt.uuid in answers:
            _write_lost(services, unit, reprint, attempt, answers[attempt.uuid])
    return [attempt for _, attempt in lost if attempt.uuid not in answers]


def _asked(services: Services, printer: Printer | None, attempt: Attempt) -> Delivery | None:
    if printer is None:
        return None
    try:
        with services.devices.open(printer) as device:
            return device.inquire(attempt.job, attempt.uuid)
    except Exception as error:  # noqa: BLE001 - who cannot be asked leaves the outcome unknown, and stops nobody else
        as_fapiao(error, services.log, "inquiry")
        return None


def _free(services: Services, unit: Unit, attempt: Attempt) -> None:
    """Give up the lease that a dead attempt may still hold; a living desk's stays."""
    now = services.now()
    lease = unit.leases.take(attempt.machine, holder_of(attempt), now, now)
    if lease is not None:
        unit.leases.release(lease)


def _cancel_abandoned(services: Services, unit: Unit, machine: str | None) -> int:
    cancelled = 0
    for reprint, attempt in unit.reprints.in_states(sorted(BEFORE_FIRST_BYTE)):
        alive = services.processes.is_alive(attempt.holder)
        elsewhere = machine is not None and attempt.machine != machine
        if elsewhere or alive is True or (alive is None and services.now() < attempt.at + ABANDONED_AFTER):
            continue
        note = say("程序中断，未发送")
        ended = replace(attempt, state=AttemptState.CANCELLED, ended_at=services.now(), note=note)
        if unit.reprints.move_attempt(ended, attempt.state):
            cancelled += 1
            services.record(unit, recovered_entry(services.desk, reprint, ended))
            _free(services, unit, ended)
    return cancelled


def _lost(services: Services, unit: Unit, machine: str | None) -> list[tuple[Reprint, Attempt]]:
    """Return attempts in SENDING that nobody is sending any more: the desk is dead, or its lease ran out."""
    found = []
    for reprint, attempt in unit.reprints.in_states([AttemptState.SENDING]):
        if machine is not None and attempt.machine != machine:
            continue
        dead = services.processes.is_alive(attempt.holder) is False
        if dead or not unit.leases.is_live(attempt.machine, attempt.token, services.now()):
            found.append((reprint, attempt))
    return found


def _write_lost(services: Services, unit: Unit, reprint: Reprint, attempt: Attempt, delivery: Delivery | None) -> bool:
    state = AttemptState.UNKNOWN if delivery is None else state_of(delivery)
    note = delivery.note if delivery else ""
    ended = replace(
        attempt,
        state=state,
        evidence=Evidence.NOTHING if delivery is None else delivery.evidence,
        note=note or (say("发送中程序中断") if state is AttemptState.UNKNOWN else ""),
        ended_at=services.now(),
    )
    if not unit.reprints.move_attempt(ended, AttemptState.SENDING):
        return False
    services.record(unit, recovered_entry(services.desk, reprint, ended))
    _free(services, unit, ended)
    return True
