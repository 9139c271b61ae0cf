"""A printer that is one job's alone: leased, pushed on while it prints, given up at the end (docs/printers.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from fapiao.errors import PrinterBusy, StoreError
from fapiao.said import say
from fapiao.usecases.paper.blocked import require_unblocked
from fapiao.usecases.paper.take_lease import take_lease

if TYPE_CHECKING:
    from collections.abc import Callable

    from fapiao.paper import Printer
    from fapiao.ports.store import Unit
    from fapiao.services import Services
    from fapiao.stored import Lease

_SPENT = 0.1
"""Share of a lease after which it is worth a write to push it on."""


class HeldPrinter:
    """Not held until :meth:`take`; giving up what is not held does nothing."""

    def __init__(self, services: Services, printer: Printer, watch: Callable[[str], None]) -> None:
        """``watch`` gets words for the screen and must not raise."""
        self._services, self._printer, self._watch = services, printer, watch
        self._lease: Lease | None = None

    def take(self, holder: str) -> None:
        """Lease the printer, waiting a little for another desk. Raises PrinterBusy, PrinterBlocked."""
        self._lease = take_lease(self._services, self._printer, holder, self._watch)

    def require(self, unit: Unit) -> int:
        """Return the fencing token, in the unit of work that says that sending begins.

        Raises PrinterBusy where another desk took over meanwhile, PrinterBlocked where an unknown outcome waits.
        """
        if self._lease is None or not unit.leases.holds(self._lease, self._services.now()):
            raise PrinterBusy(say("打印机已被另一台接管"), say("请再按一次 Enter"))
        require_unblocked(unit, self._printer)
        return self._lease.token

    def progress(self, words: str) -> None:
        """Tell the screen, and push the lease on where that is worth a write; never raises."""
        self._watch(words)
        lease, length = self._lease, timedelta(seconds=self._services.patience.lease_seconds)
        expires = self._services.now() + length
        if lease is None or expires - lease.expires < length * _SPENT:
            return
        try:
            with self._services.store.writing() as unit:
                unit.leases.push(lease, expires)
                unit.commit()
        except StoreError:
            self._watch(say("记录暂时写不进去，打印仍在继续"))
        else:
            self._lease = replace(lease, expires=expires)

    def release(self, unit: Unit) -> None:
        """Give the printer up in the unit of work that writes the outcome."""
        if self._lease is not None:
            unit.leases.release(self._lease)

    def released(self) -> None:
        """Note that the unit of :meth:`release` was committed."""
        self._lease = None

    def give_up(self) -> None:
        """Give the printer up where no outcome did it; never raises."""
        if self._lease is None:
            return
        try:
            with self._services.store.writing() as unit:
                unit.leases.release(self._lease)
                unit.commit()
        except StoreError:
            self._watch(say("打印机占用未能释放，到期后自动解除"))
