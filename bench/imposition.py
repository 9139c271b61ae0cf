"""Stored pages of 210 x 140 mm, two on an A4 sheet with their marks: invoices a second, beside naive typesetting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from bench.figure import Figure, seconds_of
from bench.invented_jobs import jobs
from bench.naive import document, placed
from fapiao.paper import Paper
from fapiao.ports.faces import FaceJob
from printing.layout.lay import lay
from printing.pdf.compiled import CompiledDrawing
from printing.pdf.pairs import impose_pairs

_FACE = (210.0, 140.0)
_MANY, _NAIVE = 400, 100


def figures() -> Iterator[Figure]:
    """Impose a batch of originals, each another file with fonts of its own, and the same invoices typeset."""
    typeset = list(islice(jobs(Paper.A4_2UP), _MANY))
    stored = [replace(job, original=_original(job)) for job in typeset]
    naive = [placed(replace(job, paper=Paper.A4_UPPER)) for job in typeset[:_NAIVE]]
    floor = _NAIVE / seconds_of(lambda: document(naive), times=3)
    against = "bare ReportLab, typeset pages"
    for name, work in (("originals", stored), ("typeset", typeset)):
        rate = _MANY / seconds_of(lambda work=work: impose_pairs(work), times=3)  # type: ignore[misc]  # bound early
        yield Figure(f"imposition.{name}", rate, "invoices/s", floor, against)


def _original(job: FaceJob) -> bytes:
    """Return the face of ``job`` alone, as an issuer's file holds it."""
    drawing = CompiledDrawing("original")
    drawing.begin_page(_FACE)
    page = lay(job)[0].page
    drawing.static(page.static)
    drawing.items(page.own)
    drawing.end_page()
    return drawing.finish()
