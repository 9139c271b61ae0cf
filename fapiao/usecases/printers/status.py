"""Ask the printers how they are; a printer that any desk has taken is left alone (the poll respects its lease)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fapiao.device import DeviceStatus, Readiness
from fapiao.errors import FapiaoError
from fapiao.reprint import AttemptState

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
    def label(self) -> str:
        """The state in words, the reason included; what nobody has words for stands as the printer said it."""
        if self.busy:
            return "正在打印"
        if self.blocked:
            return "有结果未知，待处理"
        if self.status.readiness is Readiness.READY:
            return self.status.readiness.label
        return "、".join(self.status.reasons) or self.status.raw or self.status.readiness.label


def printer_status(services: Services) -> list[PrinterState]:
    """Poll every printer once; takes as long as the slowest time-out, so it runs in a worker."""
    with services.store.reading() as unit:
        printers = unit.printers.all()
        sending = {a.machine for _, a in unit.reprints.in_states([AttemptState.SENDING])}
        taken = {p.machine for p in printers if unit.leases.is_taken(p.machine, services.now())}
        unknown = {
            a.machine
            for r, a in unit.reprints.in_states([AttemptState.UNKNOWN])
            if a.seen is None and not r.override_by
        }
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
