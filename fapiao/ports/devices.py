"""Printers: one way to one of them, and URLs to ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from fapiao.device import Delivery, DeviceStatus, Handover, Probe, Ticket
    from fapiao.paper import Printer, PrinterProfile
    from fapiao.ports.faces import Artefact


class Device(Protocol):
    """One way to one printer. Time-outs are constructor parameters. A context manager that closes its connection.

    Order: ``preflight`` -> ``begin`` -> (SENDING is committed) -> ``send``. Before ``send`` no print data leaves.
    """

    def __enter__(self) -> Self:
        """Return itself."""
        ...

    def __exit__(self, *exc: object) -> None:
        """Close the connection; never raises."""
        ...

    def status(self) -> DeviceStatus:
        """Ask the printer; never raises, an unreachable one is OFFLINE."""
        ...

    def probe(self, known: PrinterProfile) -> Probe:
        """Ask once what the printer is and can do; sends no print data. Raises PrinterNotReady where it cannot say."""
        ...

    def preflight(self, artefact: Artefact, ticket: Ticket) -> DeviceStatus:
        """Raise PrinterNotReady unless this artefact can be printed now."""
        ...

    def begin(self, ticket: Ticket, artefact: Artefact) -> Handover:
        """Arrange the job without print data (IPP: Create-Job). Raises PrinterNotReady."""
        ...

    def send(self, handover: Handover, artefact: Artefact, watch: Callable[[str], None]) -> Delivery:
        """Send the print data and gather evidence; ``watch`` gets words for the screen. Never raises."""
        ...

    def abandon(self, handover: Handover) -> None:
        """Undo :meth:`begin` (cancel the empty job); never raises."""
        ...

    def inquire(self, job: str, attempt: str) -> Delivery | None:
        """After a crash: what became of that job; None where the device cannot tell."""
        ...


class Devices(Protocol):
    """Device URL -> Device."""

    def open(self, printer: Printer) -> Device:
        """Return the device of ``printer``. Raises BadInput for a URL this program does not know."""
        ...

    def check(self, url: str) -> None:
        """Raise BadInput unless ``url`` names a device that this store may use."""
        ...
