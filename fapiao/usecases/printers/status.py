"""Ask the printers how they are; a printer that any desk has taken is left alone (the poll respects its lease)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fapiao.device import DeviceStatus, Readiness
from fapiao.errors import FapiaoError
from fapiao.reprint import AttemptState
from fapiao.said import listed, say
from fapiao.usecases.paper.blocked import blocking

if TYPE_CHECKING:
    from datetime import datetime

    from fapiao.paper import Printer
    from fapiao.services import Services


@dataclass(frozen=True, slots=True)
class PrinterState:
    """A printer and what it answered; ``busy`` where a desk is printing on it or asking it."""

    printer: Printer
    status: DeviceStatus
    at: datetime
    busy: bool = False
    blocked: bool = False
    """An unknown outcome on it waits for a person."""

    @property
    def words(self) -> tuple[str, ...]:
        """The state in words, the reasons included; what nobody has words for stands as the printer said it."""
        if self.busy:
            return (say("正在打印"),)
        if self.blocked:
            return (say("有结果未知，待处理"),)
        if self.status.readiness is Readiness.READY or not (self.status.reasons or self.status.raw):
            return (self.status.readiness.label,)
        return self.status.reasons or (self.status.raw,)

    @property
    def label(self) -> str:
        """The same in one piece."""
        return listed(self.words)

    @property
    def ready(self) -> bool:
        """True where nothing speaks against printing, as far as the printer can say."""
        return self.label in {each.label for each in (Readiness.READY, Readiness.LOW, Readiness.UNASKABLE)}


def printer_status(services: Services) -> list[PrinterState]:
    """Poll every printer once; takes as long as the slowest time-out, so it runs in a worker."""
    with services.store.reading() as unit:
        printers = unit.printers.all()
        sending = {a.machine for _, a in unit.reprints.in_states([AttemptState.SENDING])}
        taken = {p.machine for p in printers if unit.leases.is_taken(p.machine, services.now())}
        unknown = {attempt.machine for _, attempt in blocking(unit)}
    busy = sending | taken
    return [
        PrinterState(
            p, _ask(services, p, busy=p.machine in busy), services.now(), p.machine in busy, p.machine in unknown
        )
        for p in printers
    ]


def _ask(services: Services, printer: Printer, *, busy: bool) -> DeviceStatus:
    if busy:
        return DeviceStatus(Readiness.READY)
    try:
        with services.devices.open(printer) as device:
            return device.status()
    except FapiaoError as error:
        return DeviceStatus(Readiness.OFFLINE, (error.message,))
