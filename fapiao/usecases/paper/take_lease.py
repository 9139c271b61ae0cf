"""Take a printer for one job, waiting a little for another desk; what a dead desk left on it is settled first."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from fapiao.errors import PrinterBlocked, PrinterBusy
from fapiao.said import say
from fapiao.usecases.paper.blocked import require_unblocked
from fapiao.usecases.paper.recover import ask_printers, surface_lost

if TYPE_CHECKING:
    from collections.abc import Callable

    from fapiao.device import Delivery
    from fapiao.paper import Printer
    from fapiao.reprint import Attempt
    from fapiao.services import Services
    from fapiao.stored import Lease
    from fapiao.usecases.paper.recover import Answers


def take_lease(services: Services, printer: Printer, holder: str, watch: Callable[[str], None]) -> Lease:
    """Return the lease of ``printer`` for ``holder``. Raises PrinterBusy, PrinterBlocked.

    The printer is asked about a dead desk's sending; where it cannot tell, that becomes an unknown outcome, which blocks
    it until a person has looked.
    """
    patience = services.patience
    deadline = time.monotonic() + patience.busy_seconds
    answers: dict[str, Delivery | None] = {}
    while True:
        lease, unasked = _try(services, printer, holder, answers)
        if lease is not None:
            return lease
        if unasked:
            watch(say("向 {printer} 查询中断的一张", printer=printer.name))
            answers |= ask_printers(services, unasked)
            continue
        if time.monotonic() > deadline:
            raise PrinterBusy(
                say("{printer} 正被另一台使用", printer=printer.name), say("稍等片刻再按 Enter，或换备用打印机")
            )
        watch(say("等待 {printer}（另一台正在打印）", printer=printer.name))
        time.sleep(patience.busy_step)


def _try(services: Services, printer: Printer, holder: str, answers: Answers) -> tuple[Lease | None, list[Attempt]]:
    """Return the lease, or the attempts that have to be asked about first; neither while another desk prints."""
    with services.store.writing() as unit:
        # One moment for both looks: a lease that runs out between them would be taken and its page never named.
        now = services.now()
        unasked = surface_lost(services, unit, printer.machine, answers)
        if unasked:
            return None, unasked
        try:
            require_unblocked(unit, printer)
        except PrinterBlocked:
            unit.commit()
            raise
        expires = now + timedelta(seconds=services.patience.lease_seconds)
        lease = unit.leases.take(printer.machine, holder, now, expires)
        unit.commit()
    return lease, []
