"""The connection breaks at the worst moment: while the document is on its way, or its answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fapiao.reprint import Evidence
from ippproxy import ipp_proxy
from netports import stop
from papers import a_pdf, a_ticket
from printing.devices.ipp.device import IppDevice
from printing.devices.ipp.times import IppTimes

PATIENT = IppTimes(connect=60, poll=0.02, answer=60, finish=60, cancel=60)


def ignore(_words: str) -> None:
    """Nobody watches."""


def deliver(url):
    with IppDevice(url, PATIENT) as device:
        artefact, ticket = a_pdf(), a_ticket()
        device.preflight(artefact, ticket)
        return device.send(device.begin(ticket, artefact), artefact, ignore)


def test_a_lost_answer_is_settled_by_the_job_itself(ipp_sim):
    with ipp_proxy(ipp_sim.port, "after") as proxy:
        found = deliver(proxy.url())
    assert (found.evidence, len(ipp_sim.printed()), proxy.documents) == (Evidence.PRINTED, 1, 1)


def test_a_document_that_never_arrived_is_a_clean_failure(ipp_sim):
    with ipp_proxy(ipp_sim.port, "before") as proxy:
        found = deliver(proxy.url())
    assert (found.evidence, found.clean_failure, ipp_sim.printed(), proxy.documents) == (Evidence.NOTHING, True, [], 1)


def test_a_refused_document_is_a_clean_failure_once_the_job_is_seen_cancelled(ipp_sim):
    with ipp_proxy(ipp_sim.port, "refuse") as proxy:
        found = deliver(proxy.url())
    assert (found.evidence, found.clean_failure, ipp_sim.printed()) == (Evidence.NOTHING, True, [])


@pytest.mark.parametrize("loss", ["before", "after"])
def test_a_queue_that_lost_the_connection_is_not_believed(a4_queue, cups, loss):
    with ipp_proxy(cups.port, loss) as proxy:
        found = deliver(proxy.url("/printers/a4"))
    assert (found.unknown, found.clean_failure, proxy.documents) == (True, False, 1)


def test_a_refused_document_of_a_queue_is_a_clean_failure_where_the_job_never_started(a4_queue, cups, ipp_sim):
    with ipp_proxy(cups.port, "refuse") as proxy:
        found = deliver(proxy.url("/printers/a4"))
    assert (found.clean_failure, ipp_sim.printed()) == (True, [])


def test_a_printer_that_dies_between_the_two_steps_got_nothing(ipp_sim):
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        handover = device.begin(a_ticket(), a_pdf())
        stop(ipp_sim.process)
        found = device.send(handover, a_pdf(), ignore)
    assert (found.evidence, found.clean_failure) == (Evidence.NOTHING, True)


def test_a_job_whose_number_has_passed_to_another_is_left_alone(ipp_sim):
    artefact, ticket = a_pdf(), a_ticket()
    with ipp_proxy(ipp_sim.port, "refuse") as proxy, IppDevice(proxy.url(), PATIENT) as device:
        theirs = device.begin(ticket, artefact)
        found = device.send(replace(theirs, job="urn:uuid:ours-before-the-restart"), artefact, ignore)
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        delivered = device.send(theirs, artefact, ignore)
    assert (found.unknown, delivered.evidence) == (True, Evidence.PRINTED)
