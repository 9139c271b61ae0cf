"""From Enter on the verify screen to the first byte at a receipt printer, and to a submitted IPP job: the real desk.

The floor is the bare work: the same paper rendered, a connection made, the bytes sent. 95 of 100 papers are quicker than
the figure. Needs tests/standins on the path (``make bench`` sees to it).
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events

from bench.figure import Figure
from bench.invented_jobs import jobs
from fapiao.paper import Paper, Printer, PrintSettings

if TYPE_CHECKING:
    from fapiao.invoice import Invoice
    from fapiao.services import Services

_PAPERS = 40
_WARM = 3
_PATIENCE = 0.6
"""Seconds after Enter in which the desk is left alone."""
_GLANCE = 0.3
"""Seconds that a quick operator looks."""
_RECEIPT, _A4 = "卷票-前台", "A4-前台"


def figures(scratch: Path) -> Iterator[Figure]:
    """Print some papers on each kind of printer."""
    with _clock("receipt") as (port, arrived):
        floor = _floor(Paper.ROLL_80, lambda data: _sent(port, data), arrived)
        taken = _desk(scratch / "receipt", Printer(_RECEIPT, f"escpos+tcp://127.0.0.1:{port}", Paper.ROLL_80), arrived)
        yield Figure("enter.first_byte.tcp.p95", _p95(taken), "ms", _p95(floor), "bare render and bare send")
    with _ipp_printer(scratch) as real, _clock("ipp", str(real)) as (port, arrived):
        floor = _floor(Paper.A4_UPPER, lambda data: _posted(port, data), arrived)
        url = f"ipp://127.0.0.1:{port}/ipp/print"
        taken = _desk(scratch / "a4", Printer(_A4, url, Paper.A4_UPPER), arrived)
        yield Figure("enter.submitted.ipp.p95", _p95(taken), "ms", _p95(floor), "bare render and bare IPP")


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1] * 1000


@contextmanager
def _clock(*kind: str) -> Iterator[tuple[int, Callable[[], float]]]:
    """Run a printer that tells the time of each paper; give its port, and what waits for the next paper."""
    program = [sys.executable, str(Path(__file__).with_name("printer_clock.py")), *kind]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        out = running.stdout
        try:
            yield int(out.readline()), lambda: float(out.readline())
        finally:
            running.kill()


@contextmanager
def _ipp_printer(scratch: Path) -> Iterator[int]:
    from ippbus import private_bus
    from ippsimulator import ipp_simulator

    folder = scratch / "ipp"
    folder.mkdir()
    with private_bus(folder) as env, ipp_simulator(folder / "sim", env) as printer:
        yield printer.port


def _floor(paper: Paper, send: Callable[[bytes], None], arrived: Callable[[], float]) -> list[float]:
    from printing.renderer import PaperRenderer

    renderer, work, taken = PaperRenderer(), jobs(paper), []
    for _ in range(_WARM + _PAPERS):
        job = next(work)
        began = time.monotonic()
        send(renderer.render(job).data)
        taken.append(arrived() - began)
    return taken[_WARM:]


def _sent(port: int, data: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as printer:
        printer.sendall(data + b"\x1dr\x01")
        printer.recv(1)


def _posted(port: int, data: bytes) -> None:
    """Create-Job and Send-Document by the bare client."""
    from printing.devices.ipp import client as ippclient
    from printing.devices.ipp.client import IppClient
    from printing.devices.ipp.codec import Tag, one
    from printing.devices.ipp.times import IppTimes

    with IppClient(f"ipp://127.0.0.1:{port}/ipp/print", IppTimes()) as client:
        made = client.call(ippclient.CREATE_JOB, {"job-name": one(Tag.NAME, "floor")})
        job_id = made.group(Tag.JOB).integer("job-id") or 0
        client.call(
            ippclient.SEND_DOCUMENT,
            {
                "job-id": one(Tag.INTEGER, job_id),
                "document-format": one(Tag.MIME, "application/pdf"),
                "last-document": one(Tag.BOOLEAN, value=True),
            },
            data=data,
        )


def _desk(folder: Path, printer: Printer, arrived: Callable[[], float]) -> list[float]:
    """Let the real desk print: scan, look, Enter."""
    from practicedesk import make_desk

    folder.mkdir()
    services = make_desk(folder, invoices=[])
    free = (job.invoice for job in jobs(printer.paper) if not job.invoice.voucher_forbidden)
    invoices = list(islice(free, _WARM + _PAPERS))
    with services.store.writing() as unit:
        known = unit.printers.get(printer.name)
        unit.printers.put(Printer(printer.name, printer.device, printer.paper, machine=secrets.token_hex(4)))
        assert known is not None
        for invoice in invoices:
            unit.invoices.put(invoice, ())
        unit.commit()
    settings = PrintSettings(printer=printer.name, paper=printer.paper)
    return asyncio.run(_printed(services, settings, invoices, arrived))[_WARM:]


async def _printed(
    services: Services, settings: PrintSettings, invoices: list[Invoice], arrived: Callable[[], float]
) -> list[float]:
    from deskdriver import driving
    from fapiao.usecases.printers.desk_settings import save_settings

    save_settings(services, settings)
    taken = []
    async with driving(services) as driver:
        await driver.sign_in()
        for invoice in invoices:
            await driver.scan(invoice.qr)
            await driver.shows("Verify")
            await asyncio.sleep(_GLANCE)
            await driver.calm()
            began = time.monotonic()
            driver.app.post_message(events.Key("enter", None))
            # Nobody looks meanwhile: a driver that polls the screen would slow the desk that it measures.
            await asyncio.sleep(_PATIENCE)
            await driver.until(lambda: driver.name == "Printing" and not driver.screen.is_printing)
            taken.append(arrived() - began)
            await driver.enter("1")
            await driver.shows("Home")
    return taken
