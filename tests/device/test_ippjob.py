from __future__ import annotations

import pytest

from fapiao.reprint import Evidence
from printing.devices.ipp.job import ABORTED, CANCELED, COMPLETED, JobFacts, Peer, delivery_of

PRINTER = Peer()
QUEUE = Peer(cups=True, backend="ipp://printer.example/ipp/print")
SOCKET = Peer(cups=True, backend="socket://printer.example:9100")


def a_job(state: int, impressions: int | None = None, *, started: bool = True) -> JobFacts:
    return JobFacts(7, "urn:uuid:1", "x 1p", state, (), impressions, started, "")


@pytest.mark.parametrize(
    ("peer", "job", "pages", "evidence", "clean", "unknown"),
    [
        (PRINTER, a_job(COMPLETED, 2), 2, Evidence.PRINTED, False, False),
        (PRINTER, a_job(COMPLETED, 1), 2, Evidence.PROCESSED, False, False),
        (PRINTER, a_job(COMPLETED, 0), 1, Evidence.PROCESSED, False, False),
        (PRINTER, a_job(COMPLETED, None), 1, Evidence.PROCESSED, False, False),
        (PRINTER, a_job(COMPLETED, 0), 0, Evidence.PROCESSED, False, False),
        (PRINTER, a_job(ABORTED, 0), 1, Evidence.NOTHING, True, False),
        (PRINTER, a_job(CANCELED, 0), 1, Evidence.NOTHING, True, False),
        (PRINTER, a_job(ABORTED, 1), 1, Evidence.RECEIVED, False, True),
        (PRINTER, a_job(CANCELED, None), 1, Evidence.RECEIVED, False, True),
        (QUEUE, a_job(COMPLETED, 1), 1, Evidence.PROCESSED, False, False),
        (QUEUE, a_job(CANCELED, 0), 1, Evidence.TAKEN, False, True),
        (QUEUE, a_job(CANCELED, 0, started=False), 1, Evidence.NOTHING, True, False),
        (SOCKET, a_job(COMPLETED, 1), 1, Evidence.TAKEN, False, False),
    ],
)
def test_what_an_ended_job_proves(peer, job, pages, evidence, clean, unknown):
    found = delivery_of(job, peer, pages)
    assert (found.evidence, found.clean_failure, found.unknown) == (evidence, clean, unknown)


@pytest.mark.parametrize(("name", "pages"), [("2442 第2次 abc 3p", 3), ("someone else's", 0), ("", 0)])
def test_a_job_name_says_how_many_pages_make_it_whole(name, pages):
    assert JobFacts(1, "", name, COMPLETED, (), 1, started=True, message="").pages == pages
