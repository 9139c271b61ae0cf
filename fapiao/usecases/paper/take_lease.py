"""Take a printer for one paper, waiting a little for another desk; what a dead desk left on it is surfaced first."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from fapiao.errors import PrinterBlocked, PrinterBusy
from fapiao.usecases.paper.intent import require_unblocked
from fapiao.usecases.paper.recover import surface_lost

if TYPE_CHECKING:
    from collections.abc import Callable

    from fapiao.paper import Printer
    from fapiao.services import Services
    from fapiao.stored import Lease


def take_lease(services: Services, printer: Printer, holder: str, watch: Callable[[str], None]) -> Lease:
    """Return the lease of ``printer`` for ``holder``. Raises PrinterBusy, PrinterBlocked.

    A dead desk's sending becomes an unknown outcome, which blocks the printer until a person has looked.
    """
    patience = services.patience
    deadline = time.monotonic() + patience.busy_seconds
    while True:
        with services.store.writing() as unit:
            # One moment for both looks: a lease that runs out between them would be taken and its paper never named.
            now = services.now()
            surface_lost(services, unit, printer.machine)
            try:
                require_unblocked(unit, printer)
            except PrinterBlocked:
                unit.commit()
                raise
            lease = unit.leases.take(printer.machine, holder, now, now + timedelta(seconds=patience.lease_seconds))
            unit.commit()
        if lease is not None:
            return lease
        if time.monotonic() > deadline:
            raise PrinterBusy(f"{printer.name} 正被另一台使用", "稍等片刻再按 Enter，或换备用打印机")
        watch(f"等待 {printer.name}（另一台正在打印）")
        time.sleep(patience.busy_step)
