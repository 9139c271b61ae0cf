"""After a crash: what dead desks left behind is named, on whichever desk starts next (docs/printers.md).

Before SENDING and without a live desk: CANCELLED, nothing left us. In SENDING without a live lease: the printer is
asked where it can answer, else UNKNOWN, and a person has to look.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from fapiao.errors import FapiaoError
from fapiao.ledger import Draft
from fapiao.reprint import BEFORE_FIRST_BYTE, Attempt, AttemptState, Evidence, Reprint, settled_state

if TYPE_CHECKING:
    from fapiao.device import Delivery
    from fapiao.ports.store import Unit
    from fapiao.services import Services

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
        cancelled = _cancel_abandoned(services, unit)
        unit.commit()
    with services.store.reading() as unit:
        lost = _lost(services, unit, None)
        printers = {p.name: p for p in unit.printers.all()}
    answered = unknown = 0
    for reprint, attempt in lost:
        delivery: Delivery | None = None
        printer = printers.get(attempt.printer)
        if printer is not None:
            try:
                with services.devices.open(printer) as device:
                    delivery = device.inquire(attempt.job, attempt.uuid)
            except FapiaoError:
                delivery = None
        with services.store.writing() as unit:
            moved = _write_lost(services, unit, reprint, attempt, delivery)
            unit.commit()
        known = delivery is not None and state_of(delivery) is not AttemptState.UNKNOWN
        answered += moved and known
        unknown += moved and not known
    return Recovered(cancelled, unknown, answered)


def state_of(delivery: Delivery) -> AttemptState:
    """Return where a delivery leaves an attempt: after the first byte, no evidence and no proof is unknown."""
    if delivery.clean_failure and not delivery.unknown:
        return AttemptState.FAILED_CLEAN
    if delivery.unknown or delivery.evidence is Evidence.NOTHING:
        return AttemptState.UNKNOWN
    return settled_state(delivery.evidence, None)


def surface_lost(services: Services, unit: Unit, machine: str) -> None:
    """Settle what dead desks left on ``machine``, in the caller's unit of work: interrupted sending is UNKNOWN."""
    _cancel_abandoned(services, unit, machine)
    for reprint, attempt in _lost(services, unit, machine):
        _write_lost(services, unit, reprint, attempt, None)


def holder_of(attempt: Attempt) -> str:
    """Return the name under which an attempt holds its printer's lease."""
    return f"{attempt.holder} {attempt.uuid}"


def _free(services: Services, unit: Unit, attempt: Attempt) -> None:
    """Give up the lease that a dead attempt may still hold; a living desk's stays."""
    now = services.now()
    lease = unit.leases.take(attempt.machine, holder_of(attempt), now, now)
    if lease is not None:
        unit.leases.release(lease)


def _cancel_abandoned(services: Services, unit: Unit, machine: str | None = None) -> int:
    cancelled = 0
    for reprint, attempt in unit.reprints.in_states(sorted(BEFORE_FIRST_BYTE)):
        alive = services.processes.is_alive(attempt.holder)
        elsewhere = machine is not None and attempt.machine != machine
        if elsewhere or alive is True or (alive is None and services.now() < attempt.at + ABANDONED_AFTER):
            continue
        ended = replace(attempt, state=AttemptState.CANCELLED, ended_at=services.now(), note="程序中断，未发送")
        if unit.reprints.move_attempt(ended, attempt.state):
            cancelled += 1
            services.record(unit, _draft(services, reprint, ended))
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
    if delivery is None or state_of(delivery) is AttemptState.UNKNOWN:
        ended = replace(
            attempt,
            state=AttemptState.UNKNOWN,
            evidence=Evidence.NOTHING if delivery is None else delivery.evidence,
            note=(delivery.note if delivery else "") or "发送中程序中断",
            ended_at=services.now(),
        )
    else:
        ended = replace(
            attempt,
            state=state_of(delivery),
            evidence=delivery.evidence,
            note=delivery.note,
            ended_at=services.now(),
        )
    if not unit.reprints.move_attempt(ended, AttemptState.SENDING):
        return False
    services.record(unit, _draft(services, reprint, ended))
    _free(services, unit, ended)
    return True


def _draft(services: Services, reprint: Reprint, ended: Attempt) -> Draft:
    body = {
        "reprint": reprint.serial,
        "attempt": ended.uuid,
        "state": ended.state.value,
        "evidence": int(ended.evidence),
        "sha256": ended.sha256,
    }
    return Draft("reprint.recovered", "system", services.desk, f"{ended.uuid}:recovered", body)
