"""A real cupsd that is killed in the middle of a job and started again on the same port with what it had kept."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cupsserver import USER, CupsServer, cups_server
from netports import await_port, stop, until
from printing.devices.ipp.client import GET_JOBS, IppClient
from printing.devices.ipp.codec import Tag, one
from printing.devices.ipp.times import IppTimes


@dataclass
class KillableCups:
    """One cupsd and its queue to a printer."""

    server: CupsServer
    queue: str

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server.port

    def end(self, end: signal.Signals) -> None:
        """End it so."""
        self.server.process.send_signal(end)
        self.server.process.wait(60)

    def begin(self) -> None:
        """Start it again, with what it had kept."""
        self.server.process = subprocess.Popen(self.server.process.args, user=USER, group=USER, extra_groups=[])
        await_port(self.server.process, self.server.port)

    def restart(self, end: signal.Signals) -> None:
        """End it so, and start it again."""
        self.end(end)
        self.begin()

    def jobs(self) -> int:
        """How many jobs are not done."""
        wanted = {"which-jobs": one(Tag.KEYWORD, "not-completed")}
        with IppClient(self.server.url(self.queue), IppTimes()) as client:
            return len(client.call(GET_JOBS, wanted).all(Tag.JOB))

    def clear(self) -> None:
        """Take all jobs out: what a person does with a queue that got stuck."""
        subprocess.run(["cancel", "-h", f"127.0.0.1:{self.port}", "-a"], check=False, capture_output=True, timeout=100)


@contextmanager
def killable_cups(printer: str, queue: str = "a4") -> Iterator[KillableCups]:
    """Run one with a driverless queue to the IPP printer at ``printer``, kept on disk."""
    # Everything cupsd knows is written when it is stopped in order, and else long after the last paper of a test: a
    # cupsd that had written a job down and dies would print it twice (apple/cups 3810), which no client can prevent.
    with cups_server(clean_seconds=3600) as server:
        first = server.process
        cups = KillableCups(server, queue)
        server.lpadmin("-p", queue, "-E", "-v", printer, "-m", "everywhere")
        until(lambda: _is_whole(server.url(queue)), what="the queue")
        cups.restart(signal.SIGTERM)
        until(lambda: _is_whole(server.url(queue)), what="the queue after a restart")
        try:
            yield cups
        finally:
            if server.process is not first and server.process.poll() is None:
                stop(server.process)


def _is_whole(url: str) -> bool:
    """CUPS goes on setting up a driverless queue behind lpadmin's back."""
    from fapiao.errors import PrinterError
    from printing.devices.ipp.device import IppDevice

    with IppDevice(url) as device:
        try:
            return "iso_a4_210x297mm" in device._ask_printer().texts("media-supported")
        except PrinterError:
            return False
