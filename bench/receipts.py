"""80 mm receipts a second, beside bare python-escpos given the finished lines of the same receipts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from bench.figure import Figure, rate_of
from bench.invented_jobs import jobs
from fapiao.paper import Paper
from fapiao.ports.faces import FaceJob
from printing.receipt import dummy
from printing.receipt.order import Printed, parts
from printing.renderer import PaperRenderer

_SECONDS = 3.0
_FLOORS = 40
_COLUMNS = 48


def figures() -> Iterator[Figure]:
    """Compose receipts for a few seconds each way."""
    renderer = PaperRenderer()
    work = jobs(Paper.ROLL_80)
    finished = cycle([_finished(next(work)) for _ in range(_FLOORS)])
    floor = rate_of(lambda: _bare(*next(finished)), within=_SECONDS)
    ours = rate_of(lambda: renderer.render(next(work)), within=_SECONDS)
    yield Figure("receipts.roll_80", ours, "receipts/s", floor, "bare escpos Dummy, lines already laid out")


def _finished(job: FaceJob) -> tuple[list[str], str]:
    lines = [part.text for part in parts(job, _COLUMNS) if isinstance(part, Printed)]
    return lines, job.invoice.qr


def _bare(lines: list[str], payload: str) -> bytes:
    """Compose the text and the symbol with nothing but the library."""
    printer = dummy.new()
    printer.set(align="left")
    for line in lines:
        printer._raw(b"\x1c&" + line.encode("gb18030") + b"\n")  # noqa: SLF001 - its text() drops Chinese
    printer.qr(payload, native=True, size=6, model=2)
    printer.cut()
    return bytes(printer.output)
