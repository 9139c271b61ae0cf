"""Printers that make a paper only when they are let: a desk can be looked at in the middle of a run."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Self

from fapiao.device import Delivery, DeviceStatus, Handover, Ticket
from fapiao.errors import FapiaoError
from fapiao.paper import Printer
from fapiao.ports.devices import Devices
from fapiao.ports.faces import Artefact

_TRIES = 1_200
_STEP = 0.05


class GatedDevices:
    """Devices behind a gate."""

    def __init__(self, inner: Devices) -> None:
        self._inner = inner
        self._gate = threading.Semaphore(0)
        self.sending = threading.Semaphore(0)
        """Released whenever a paper waits at the gate."""
        self.opens: Callable[[], bool] = lambda: False
        """Lets everything out once it holds."""
        self.refuses: FapiaoError | None = None
        """Raised by every pre-flight."""

    def let(self, papers: int = 1) -> None:
        """Let so many papers out."""
        self._gate.release(papers)

    def open(self, printer: Printer) -> Any:
        return _Gated(self._inner.open(printer), self)

    def check(self, url: str) -> None:
        self._inner.check(url)

    def wait(self) -> None:
        """Wait for the gate."""
        self.sending.release()
        for _ in range(_TRIES):
            if self._gate.acquire(timeout=_STEP) or self.opens():
                return
        raise AssertionError("nobody let this paper out")


class _Gated:
    def __init__(self, inner: Any, owner: GatedDevices) -> None:
        self._inner, self._owner = inner, owner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __enter__(self) -> Self:
        self._inner.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._inner.__exit__(*exc)

    def preflight(self, artefact: Artefact, ticket: Ticket) -> DeviceStatus:
        if self._owner.refuses:
            raise self._owner.refuses
        status: DeviceStatus = self._inner.preflight(artefact, ticket)
        return status

    def send(self, handover: Handover, artefact: Artefact, watch: Callable[[str], None]) -> Delivery:
        self._owner.wait()
        delivery: Delivery = self._inner.send(handover, artefact, watch)
        return delivery
