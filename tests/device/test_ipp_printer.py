"""Straight to an IPP printer: the real ippeveprinter, told to behave and to misbehave."""

from __future__ import annotations

import socket
import subprocess
import threading
import time

import pytest

from fapiao.device import Readiness
from fapiao.errors import PrinterNotReady
from fapiao.paper import Paper
from fapiao.reprint import Evidence
from handclock import HandClock
from netports import stop, until
from papers import a_pdf, a_receipt, a_ticket
from printing.devices.ipp.device import IppDevice
from printing.devices.ipp.times import IppTimes

PATIENT = IppTimes(connect=60, poll=0.02, answer=60, finish=60, cancel=60)
LONG = 61
"""Seconds: longer than any patience."""


def ignore(_words: str) -> None:
    """Nobody watches."""


def deliver(device, artefact, ticket, watch=ignore):
    device.preflight(artefact, ticket)
    return device.send(device.begin(ticket, artefact), artefact, watch)


@pytest.mark.parametrize("pages", [1, 3])
def test_a_counted_paper_is_printed(ipp_sim, pages):
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        found = deliver(device, a_pdf(pages), a_ticket())
    assert (found.evidence, found.unknown, found.clean_failure) == (Evidence.PRINTED, False, False)


def test_the_printer_gets_the_very_bytes(ipp_sim):
    artefact = a_pdf()
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        deliver(device, artefact, a_ticket())
    assert [path.read_bytes() for path in ipp_sim.printed()] == [artefact.data]


def test_one_copy_one_side_on_a4_under_the_attempts_name(ipp_sim):
    ticket = a_ticket()
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        deliver(device, a_pdf(), ticket)
    (asked,) = ipp_sim.asked()
    assert asked == {
        "copies": "1",
        "sides": "one-sided",
        "media": "iso_a4_210x297mm",
        "name": f"{ticket.title} {ticket.attempt} 1p",
    }


def test_begin_prints_nothing_and_gives_a_uuid(ipp_sim):
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        handover = device.begin(a_ticket(), a_pdf())
        device.abandon(handover)
        found = device.inquire(handover.job, handover.ticket.attempt)
    assert handover.job.startswith("urn:uuid:")
    assert (ipp_sim.printed(), found.clean_failure) == ([], True)


def test_a_jam_before_the_first_sheet_is_a_clean_failure(ipp_sim):
    ipp_sim.mode("jam")
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        found = deliver(device, a_pdf(), a_ticket())
    assert (found.evidence, found.clean_failure) == (Evidence.NOTHING, True)


def test_a_failure_after_the_first_sheet_is_unknown(ipp_sim):
    ipp_sim.mode("half")
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        found = deliver(device, a_pdf(2), a_ticket())
    assert (found.unknown, found.clean_failure) == (True, False)


def test_a_printer_that_does_not_count_leaves_the_question_to_eyes(ipp_sim):
    ipp_sim.mode("mute")
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        found = deliver(device, a_pdf(), a_ticket())
    assert (found.evidence, found.unknown) == (Evidence.PROCESSED, False)


def test_out_of_paper_is_told_and_goes_on_by_itself(ipp_sim):
    ipp_sim.mode("media-empty")
    said: list[str] = []

    def watch(words: str) -> None:
        said.append(words)
        if "缺纸" in words:
            ipp_sim.mode("ok")

    with IppDevice(ipp_sim.uri, PATIENT) as device:
        found = deliver(device, a_pdf(), a_ticket(), watch)
    assert found.evidence is Evidence.PRINTED
    assert len(ipp_sim.printed()) == 1
    assert any("不会重发" in words for words in said)


def test_a_paper_that_may_still_come_is_unknown_and_its_late_success_is_found(ipp_sim):
    ipp_sim.mode("media-empty")
    ticket, clock = a_ticket(), HandClock()

    def watch(words: str) -> None:
        if "缺纸" in words:
            clock.runs = LONG

    with IppDevice(ipp_sim.uri, PATIENT, clock) as device:
        artefact = a_pdf()
        device.preflight(artefact, ticket)
        handover = device.begin(ticket, artefact)
        found = device.send(handover, artefact, watch)
        ipp_sim.mode("ok")
        until(ipp_sim.printed, what="the paper")
        until(lambda: not device.inquire(handover.job, ticket.attempt).note.startswith("任务还在"), what="the end")
        late = device.inquire(handover.job, ticket.attempt)
    assert (found.unknown, late.clean_failure, late.evidence >= Evidence.RECEIVED) == (True, False, True)


def test_after_a_crash_the_job_is_found_by_uuid_or_by_attempt(ipp_sim):
    ticket = a_ticket()
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        artefact = a_pdf(2)
        handover = device.begin(ticket, artefact)
        device.send(handover, artefact, ignore)
    with IppDevice(ipp_sim.uri, PATIENT) as another:
        by_uuid = another.inquire(handover.job, "")
        by_name = another.inquire("", ticket.attempt)
    assert (by_uuid.evidence, by_name.evidence) == (Evidence.PRINTED, Evidence.PRINTED)


def test_after_a_crash_before_the_document_the_empty_job_proves_that_nothing_came(ipp_sim):
    ticket = a_ticket()
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        handover = device.begin(ticket, a_pdf())
    with IppDevice(ipp_sim.uri, PATIENT) as another:
        found = another.inquire(handover.job, ticket.attempt)
    assert found.clean_failure


def test_a_job_nobody_knows_proves_nothing(ipp_sim):
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        assert device.inquire("urn:uuid:0", "no such attempt") is None


def test_a_medium_the_printer_lacks_is_refused_before_anything_is_made(ipp_sim):
    with IppDevice(ipp_sim.uri, PATIENT) as device, pytest.raises(PrinterNotReady, match="没有这种纸"):
        device.preflight(a_pdf(), a_ticket(Paper.A5))


def test_a_custom_medium_is_validated_by_the_printer_itself(ipp_sim):
    with IppDevice(ipp_sim.uri, PATIENT) as device, pytest.raises(PrinterNotReady):
        device.preflight(a_pdf(), a_ticket(Paper.FORM))


def test_receipt_bytes_do_not_go_to_a_page_printer(ipp_sim):
    with IppDevice(ipp_sim.uri, PATIENT) as device, pytest.raises(PrinterNotReady):
        device.preflight(a_receipt(), a_ticket())


def test_a_ready_printer_says_so(ipp_sim):
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        assert device.status().readiness is Readiness.READY


def test_nobody_there_is_offline_and_not_ready(free_port):
    with IppDevice(f"ipp://127.0.0.1:{free_port}/ipp/print", PATIENT) as device:
        assert device.status().readiness is Readiness.OFFLINE
        with pytest.raises(PrinterNotReady, match="连接不上"):
            device.preflight(a_pdf(), a_ticket())


def test_a_printer_gone_before_the_document_is_a_clean_failure(ipp_sim):
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        handover = device.begin(a_ticket(), a_pdf())
    stop(ipp_sim.process)
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        found = device.send(handover, a_pdf(), ignore)
    assert (found.evidence, found.clean_failure) == (Evidence.NOTHING, True)


def test_a_printer_gone_in_the_middle_is_unknown(ipp_sim):
    ipp_sim.mode("slow")
    clock = HandClock()

    def watch(words: str) -> None:
        if words == "正在打印":
            stop(ipp_sim.process)
            clock.runs = LONG

    with IppDevice(ipp_sim.uri, PATIENT, clock) as device:
        found = deliver(device, a_pdf(), a_ticket(), watch)
    assert (found.unknown, found.clean_failure, found.evidence) == (True, False, Evidence.RECEIVED)


def test_another_job_under_the_same_number_is_not_ours(ipp_sim):
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        artefact = a_pdf()
        handover = device.begin(a_ticket(), artefact)
        stranger = type(handover)(job="urn:uuid:of-before-the-restart", job_id=handover.job_id)
        found = device.send(stranger, artefact, ignore)
    assert found.unknown


class OneWordServer:
    """Answers every request with the same bytes; for printers that talk nonsense."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with client:
                client.settimeout(60)
                try:
                    client.recv(65536)
                    client.sendall(self.answer)
                except OSError:
                    continue


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nhey",
        b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
        b"SSH-2.0-something\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n\x02\x00\x00\x00\x00\x00\x00\x01\x03",
    ],
)
def test_a_peer_that_talks_nonsense_is_not_ready(answer):
    server = OneWordServer(answer)
    with server.listener, IppDevice(f"ipp://127.0.0.1:{server.port}/", PATIENT) as device:
        with pytest.raises(PrinterNotReady):
            device.begin(a_ticket(), a_pdf())
        assert device.status().readiness in {Readiness.OFFLINE, Readiness.UNASKABLE}


def test_proxies_of_the_environment_are_ignored(ipp_sim, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        assert device.status().readiness is Readiness.READY


def test_watchers_hear_at_every_poll(ipp_sim):
    ipp_sim.mode("slow")
    heard: list[float] = []

    def watch(_words: str) -> None:
        heard.append(time.monotonic())
        if len(heard) == 5:
            ipp_sim.mode("ok")

    with IppDevice(ipp_sim.uri, PATIENT) as device:
        deliver(device, a_pdf(), a_ticket(), watch)
    assert len(heard) >= 5


@pytest.mark.needs("poppler")
def test_what_arrived_reads_as_text(ipp_sim):
    with IppDevice(ipp_sim.uri, PATIENT) as device:
        deliver(device, a_pdf(), a_ticket())
    text = subprocess.run(["pdftotext", ipp_sim.printed()[0], "-"], capture_output=True, check=True, text=True).stdout
    assert "invoice page 1" in text
