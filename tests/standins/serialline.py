"""A serial line to a receipt printer: a pseudo-terminal here, the printer's TCP port at the far end, bytes at a baud's pace.

A pseudo-terminal has no speed, and one that nobody reads is a printer that hangs; so this reads as slowly as a line would
carry, and stops reading after ``stuck_after`` bytes where a test wants that.
"""

from __future__ import annotations

import os
import pty
import select
import socket
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_STEP = 0.005
"""Seconds between two reads of the line."""


@dataclass
class SerialLine:
    """One running line."""

    path: Path
    baud: int
    stuck_after: int | None = None
    carried: int = 0
    """Bytes that reached the printer."""
    stuck: Callable[[], None] = lambda: None
    """Called when it has stopped reading."""
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Its device URL."""
        return f"escpos+serial://{self.path}?baud={self.baud}"

    def serve(self, master: int, printer: socket.socket) -> None:
        """Carry bytes both ways until stopped; answers are few, so only the way to the printer is paced."""
        last, credit = time.monotonic(), 0.0
        while not self._stop.wait(_STEP):
            now = time.monotonic()
            credit, last = credit + (now - last) * self.baud / 10, now
            credit = self._carry(master, printer, credit)
            if select.select([printer], [], [], 0)[0] and (answer := printer.recv(256)):
                os.write(master, answer)

    def _carry(self, master: int, printer: socket.socket, credit: float) -> float:
        room = int(credit) if self.stuck_after is None else min(int(credit), self.stuck_after - self.carried)
        if not select.select([master], [], [], 0)[0]:
            return 0.0
        if room > 0:
            data = os.read(master, room)
            printer.sendall(data)
            self.carried += len(data)
            if self.carried == self.stuck_after:
                self.stuck()
            return credit - len(data)
        return credit

    def stop(self) -> None:
        """End it."""
        self._stop.set()


@contextmanager
def serial_line(
    upstream_port: int, baud: int, stuck_after: int | None = None, stuck: Callable[[], None] = lambda: None
) -> Iterator[SerialLine]:
    """Run a line to the printer at ``upstream_port``."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    line = SerialLine(Path(os.ttyname(slave)), baud, stuck_after, stuck=stuck)
    with socket.create_connection(("127.0.0.1", upstream_port), 60) as printer:
        printer.settimeout(None)
        thread = threading.Thread(target=line.serve, args=(master, printer), daemon=True)
        thread.start()
        try:
            yield line
        finally:
            line.stop()
            thread.join()
            os.close(slave)
            os.close(master)
