"""Through a real CUPS server, whose word is worth less than a printer's."""

from __future__ import annotations

import signal

import pytest

from fapiao.device import Readiness
from fapiao.errors import PrinterNotReady
from fapiao.reprint import Evidence
from handclock import HandClock
from netports import stop
from papers import a_pdf, a_receipt, a_ticket
from printing.devices.ipp.device import IppDevice
from printing.devices.ipp.times import IppTimes

PATIENT = IppTimes(connect=60, poll=0.05, answer=60, finish=60, cancel=60, back=0.5)
"""``back``: nobody starts the server again."""
LONG = 61
"""Seconds: longer than any patience."""


def ignore(_words: str) -> None:
    """Nobody watches."""


def deliver(device, artefact, ticket, watch=ignore):
    device.preflight(artefact, ticket)
    return device.send(device.begin(ticket, artefact), artefact, watch)


@pytest.fixture
def null_queue(cups):
    """A queue whose backend takes bytes and follows nothing."""
    return cups.queue("raw", "file:/dev/null", "raw")


def test_a_completed_job_is_worth_less_than_a_printers_own_count(a4_queue, ipp_sim):
    with IppDevice(a4_queue, PATIENT) as device:
        found = deliver(device, a_pdf(), a_ticket())
    assert (found.evidence, found.unknown) == (Evidence.PROCESSED, False)
    assert len(ipp_sim.printed()) == 1


def test_it_prints_one_copy_one_side_on_a4(a4_queue, ipp_sim):
    with IppDevice(a4_queue, PATIENT) as device:
        deliver(device, a_pdf(), a_ticket())
    (asked,) = ipp_sim.asked()
    assert (asked["copies"] or "1", asked["sides"]) == ("1", "one-sided")
    assert "x-dimension=21000 y-dimension=29700" in asked["media"]


def test_a_backend_that_only_sends_proves_that_bytes_were_taken(null_queue):
    with IppDevice(null_queue, PATIENT) as device:
        found = deliver(device, a_pdf(), a_ticket())
    assert (found.evidence, found.unknown) == (Evidence.TAKEN, False)


def test_a_job_refused_at_the_printer_is_never_called_printed_nor_clean(a4_queue, ipp_sim):
    ipp_sim.mode("jam")
    with IppDevice(a4_queue, PATIENT) as device:
        found = deliver(device, a_pdf(), a_ticket())
    # A busy CUPS now and then says "completed" of a job that its printer aborted: then a person is asked all the same.
    assert found.unknown or found.evidence is Evidence.PROCESSED
    assert not found.clean_failure


def test_a_printer_switched_off_behind_the_queue_is_unknown(a4_queue, ipp_sim):
    stop(ipp_sim.process)
    clock = HandClock()

    def watch(words: str) -> None:
        if words != "任务在打印机里排队":
            clock.pass_by(LONG)

    with IppDevice(a4_queue, PATIENT, clock) as device:
        found = deliver(device, a_pdf(), a_ticket(), watch)
    assert (found.unknown, found.clean_failure) == (True, False)


def test_a_paused_queue_is_not_ready(a4_queue, cups):
    cups.run("cupsdisable", "-r", "service", "a4")
    with IppDevice(a4_queue, PATIENT) as device:
        assert device.status().readiness is Readiness.NOT_READY
        with pytest.raises(PrinterNotReady, match="暂停"):
            device.preflight(a_pdf(), a_ticket())


def test_a_job_that_never_started_is_a_clean_failure(a4_queue, cups):
    clock = HandClock()
    with IppDevice(a4_queue, PATIENT, clock) as device:
        artefact, ticket = a_pdf(), a_ticket()
        device.preflight(artefact, ticket)
        handover = device.begin(ticket, artefact)
        cups.run("cupsdisable", "-r", "service", "a4")
        found = device.send(handover, artefact, lambda _words: clock.pass_by(LONG))
    assert (found.evidence, found.clean_failure, found.unknown) == (Evidence.NOTHING, True, False)


def test_a_rejecting_queue_is_not_ready(a4_queue, cups):
    cups.run("cupsreject", "a4")
    with IppDevice(a4_queue, PATIENT) as device, pytest.raises(PrinterNotReady, match="不接收"):
        device.preflight(a_pdf(), a_ticket())


def test_no_such_queue_is_not_ready(cups):
    with IppDevice(cups.url("missing"), PATIENT) as device, pytest.raises(PrinterNotReady, match="没有这个"):
        device.preflight(a_pdf(), a_ticket())


def test_receipt_bytes_do_not_go_through_a_queue(a4_queue):
    with IppDevice(a4_queue, PATIENT) as device, pytest.raises(PrinterNotReady):
        device.preflight(a_receipt(), a_ticket())


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_server_that_dies_in_the_middle_leaves_it_unknown(a4_queue, cups, ipp_sim, end):
    ipp_sim.mode("slow")

    def watch(words: str) -> None:
        if words == "正在打印":
            cups.process.send_signal(end)
            cups.process.wait(60)

    with IppDevice(a4_queue, PATIENT) as device:
        found = deliver(device, a_pdf(), a_ticket(), watch)
    assert (found.unknown, found.clean_failure) == (True, False)


def test_the_job_is_found_again_by_another_process(a4_queue):
    ticket = a_ticket()
    with IppDevice(a4_queue, PATIENT) as device:
        handover = device.begin(ticket, a_pdf())
        device.send(handover, a_pdf(), ignore)
    with IppDevice(a4_queue, PATIENT) as another:
        by_uuid, by_name = another.inquire(handover.job, ""), another.inquire("", ticket.attempt)
    assert (by_uuid.evidence, by_name.evidence) == (Evidence.PROCESSED, Evidence.PROCESSED)


def test_an_empty_job_of_a_dead_process_is_cancelled_and_proves_that_nothing_came(a4_queue, ipp_sim):
    with IppDevice(a4_queue, PATIENT) as device:
        handover = device.begin(a_ticket(), a_pdf())
    with IppDevice(a4_queue, PATIENT) as another:
        found = another.inquire(handover.job, "")
    assert (found.clean_failure, ipp_sim.printed()) == (True, [])


def test_a_device_opened_only_to_send_knows_that_it_speaks_to_a_queue(a4_queue):
    with IppDevice(a4_queue, PATIENT) as device:
        handover = device.begin(a_ticket(), a_pdf())
    with IppDevice(a4_queue, PATIENT) as another:
        found = another.send(handover, a_pdf(), ignore)
    assert found.evidence is Evidence.PROCESSED
