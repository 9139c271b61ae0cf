"""A4 pages a second, many in one file and one a file, beside bare ReportLab drawn the naive way; and QR symbols."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, cycle, islice

import segno

from bench.figure import Figure, rate_of, seconds_of
from bench.invented_jobs import jobs
from bench.naive import document, picture_by_segno, picture_by_table, placed
from bench.peers import peers
from fapiao.paper import Paper
from printing import qr
from printing.pdf.pages import typeset_all
from printing.renderer import PaperRenderer

_SECONDS = 3.0
_MANY, _NAIVE = 500, 100
"""Pages in one file. The naive file is shorter because a page of it takes as long as ten."""
_PAYLOAD = "01,31,,{:020d},1234.00,20260318,,ABCD"


def figures() -> Iterator[Figure]:
    """Draw pages for a few seconds each way; laying out is part of ours and given to the others."""
    work = jobs(Paper.A4_UPPER)
    many = list(islice(work, _MANY))
    naive = [placed(job) for job in islice(work, _NAIVE)]
    naive_rate = _NAIVE / seconds_of(lambda: document(naive), times=3)
    quick_rate = _NAIVE / seconds_of(lambda: document(naive, picture_by_table), times=3)
    ours = _MANY / seconds_of(lambda: typeset_all(many, "bench"), times=3)
    yield Figure("pages.many", ours, "pages/s", naive_rate, "bare ReportLab, segno's default QR, one file")
    yield Figure("pages.many_same_qr", ours, "pages/s", quick_rate, "bare ReportLab, our QR, one file")
    for name, make in peers():
        peer = _NAIVE / seconds_of(lambda make=make: make(naive), times=2)  # type: ignore[misc]  # bound early
        yield Figure(f"pages.many_{name}", peer, "pages/s", naive_rate, "bare ReportLab, segno's default QR, one file")
    size, naive_size = len(typeset_all(many, "bench").data) / _MANY, len(document(naive)) / _NAIVE
    yield Figure("pages.many_bytes", size, "B/page", naive_size, "bare ReportLab, one file")
    yield from _single()
    yield _symbols()


def _single() -> Iterator[Figure]:
    renderer = PaperRenderer()
    work = jobs(Paper.A4_UPPER)
    floors = cycle([placed(job) for job in islice(work, 40)])
    floor = rate_of(lambda: document([next(floors)]), within=_SECONDS)
    ours = rate_of(lambda: renderer.render(next(work)), within=_SECONDS)
    yield Figure("pages.a4_typeset", ours, "pages/s", floor, "bare ReportLab, one page a file")
    yield Figure("pages.a4_single", 1000 / ours, "ms/file", 1000 / floor, "bare ReportLab, one page a file")
    size, naive_size = len(renderer.render(next(work)).data), len(document([next(floors)], picture_by_segno))
    yield Figure("pages.a4_bytes", size, "B/file", naive_size, "bare ReportLab, one page a file")


def _symbols() -> Figure:
    numbers = count(1)
    floor = rate_of(lambda: segno.make(_PAYLOAD.format(next(numbers)), error="m", micro=False))
    ours = rate_of(lambda: qr.modules(_PAYLOAD.format(next(numbers))))
    return Figure("pages.qr_symbols", ours, "symbols/s", floor, "segno, its default")
