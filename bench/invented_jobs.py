"""Print jobs for the paper benches: every job another invoice, so that nothing of the last one helps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count, cycle

from fapiao.identity import build_qr, split_full
from fapiao.invoice import Invoice, Kind
from fapiao.paper import Paper, PrinterProfile
from fapiao.ports.faces import FaceJob, Mark
from tui.practice_invoices import invented

_TODAY = date(2026, 11, 24)
_AT = datetime(2026, 11, 24, 3, 5, 9, tzinfo=UTC)
_MOST_LINES = 8
_KINDS = frozenset({Kind.DIGITAL_SPECIAL, Kind.DIGITAL_ORDINARY})


def jobs(paper: Paper) -> Iterator[FaceJob]:
    """Yield jobs without end: 数电票 of one to five lines on ``paper``, each a second copy with its mark."""
    invoices = [
        each.invoice
        for each in invented(_TODAY)
        if each.invoice.kind in _KINDS and 0 < len(each.invoice.lines or ()) <= _MOST_LINES
    ]
    profile = PrinterProfile.for_paper(paper)
    for serial, invoice in zip(count(1), cycle(invoices)):
        mark = Mark(f"1-{serial:06d}", f"{serial % 10_000:04d}", 2, _AT, "样例操作员", "desk-1", again=True)
        yield FaceJob(_another(invoice, serial), paper, mark, profile)


def _another(invoice: Invoice, serial: int) -> Invoice:
    number = f"{invoice.number[:10]}{serial:010d}"
    identity = split_full(number)
    assert identity is not None
    assert invoice.issued_on is not None
    qr = build_qr(invoice.kind, identity, f"{invoice.gross:.2f}", invoice.issued_on)
    return replace(invoice, number=number, qr=qr)
