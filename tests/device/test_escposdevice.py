"""Receipt printers over TCP: emupos as printer, a shim between where something has to go wrong."""

from __future__ import annotations

import socket

import pytest

from escposscript import READY, ScriptedLink, scripted_device
from escposshim import escpos_shim
from fapiao.device import Readiness
from fapiao.errors import PrinterNotReady
from fapiao.paper import Paper, PrinterProfile
from fapiao.reprint import Evidence
from handclock import HandClock, WaitingLink
from netports import until
from papers import a_pdf, a_receipt, a_ticket
from printing.devices.escpos.device import EscposDevice
from printing.devices.escpos.link import EscposTimes
from printing.devices.escpos.tcp import TcpLink

PATIENT = EscposTimes(status=60, stall=60, answer=60, per_mm=0, trouble=60, poll=0.05)
LONG = 61
"""Seconds: longer than any patience."""
SHORT_OF_HEARING = EscposTimes(status=0.5)
"""Where nobody answers."""
COUNTING = PrinterProfile(probed=True, completion_id=True)
TICKET = a_ticket(Paper.ROLL_80)
PREFLIGHT_BYTES = 12


def ignore(_words: str) -> None:
    """Nobody watches."""


def a_device(port, times=PATIENT, profile=PrinterProfile()):
    return EscposDevice(lambda: TcpLink("127.0.0.1", port, times), profile, times)


def a_device_by(clock, port):
    """A device for which time passes by ``clock``."""
    return EscposDevice(
        lambda: WaitingLink(TcpLink("127.0.0.1", port, PATIENT), clock), PrinterProfile(), PATIENT, clock
    )


@pytest.fixture
def clock():
    return HandClock()


def deliver(device, artefact, watch=ignore):
    device.preflight(artefact, TICKET)
    return device.send(device.begin(TICKET, artefact), artefact, watch)


def test_a_receipt_is_processed(emupos):
    with a_device(emupos.tcp) as device:
        found = deliver(device, a_receipt())
    assert (found.evidence, found.unknown, found.clean_failure) == (Evidence.PROCESSED, False, False)


def test_what_came_out_is_what_was_sent(emupos):
    with a_device(emupos.tcp) as device:
        deliver(device, a_receipt(3))
    until(emupos.receipts, what="the receipt")
    assert len(emupos.receipts()) == 1
    assert "第03行 电子发票（普通发票） ￥3.00" in emupos.text()
    assert emupos.unknown_commands() == []


def test_the_wire_carries_the_artefact_between_our_own_commands(emupos):
    artefact = a_receipt()
    with escpos_shim(emupos.tcp) as shim:
        with a_device(shim.port) as device:
            deliver(device, artefact)
        body = bytes(shim.received[PREFLIGHT_BYTES:])
    assert body.startswith(b"\x1b@\x1da\xff" + artefact.data.removeprefix(b"\x1b@") + b"\x1dr\x01")


def test_a_printer_that_gives_the_id_back_has_printed(emupos):
    with escpos_shim(emupos.tcp) as shim, a_device(shim.port, profile=COUNTING) as device:
        found = deliver(device, a_receipt())
    assert found.evidence is Evidence.PRINTED


def test_a_printer_thought_to_count_that_does_not_is_unknown(clock):
    with scripted_device(ScriptedLink(clock, READY), clock, COUNTING) as device:
        found = deliver(device, a_receipt())
    assert found.unknown


@pytest.mark.parametrize(("fault", "word"), [("paper-out", "缺纸"), ("cover-open", "上盖"), ("offline", "离线")])
def test_a_printer_that_is_not_ready_gets_no_print_data(emupos, fault, word):
    emupos.fault(fault)
    with escpos_shim(emupos.tcp) as shim:
        with a_device(shim.port) as device, pytest.raises(PrinterNotReady, match=word):
            device.preflight(a_receipt(), TICKET)
        assert len(shim.received) == PREFLIGHT_BYTES


def test_little_paper_is_said_and_prints(emupos):
    emupos.fault("paper-near-end")
    with a_device(emupos.tcp) as device:
        status = device.preflight(a_receipt(), TICKET)
        found = device.send(device.begin(TICKET, a_receipt()), a_receipt(), ignore)
    assert (status.readiness, status.reasons, found.evidence) == (Readiness.LOW, ("纸将尽",), Evidence.PROCESSED)


def test_paper_that_runs_out_midway_is_told_and_the_receipt_goes_on_by_itself(emupos):
    said: list[str] = []

    def watch(words: str) -> None:
        if not said:
            emupos.fault("paper-out")
        said.append(words)
        if "缺纸" in words:
            emupos.fault("paper-out", on=False)

    with a_device(emupos.tcp) as device:
        found = deliver(device, a_receipt(200), watch)
    until(emupos.receipts, what="the receipt")
    assert found.evidence is Evidence.PROCESSED
    assert any("不会重发" in words for words in said)
    assert len(emupos.receipts()) == 1


def test_paper_that_is_not_put_in_leaves_it_unknown(emupos, clock):
    def watch(words: str) -> None:
        emupos.fault("paper-out")
        if "缺纸" in words:
            clock.pass_by(LONG)

    with a_device_by(clock, emupos.tcp) as device:
        found = deliver(device, a_receipt(), watch)
    assert (found.unknown, found.clean_failure, found.evidence >= Evidence.TAKEN) == (True, False, True)


def breaking(emupos, clock, fault, after):
    """A shim after whose fault nobody waits for long."""

    def happened() -> None:
        clock.in_vain = LONG

    return escpos_shim(emupos.tcp, fault, after, happened=happened)


@pytest.mark.parametrize("fault", ["cut", "reset", "stall"])
@pytest.mark.parametrize("after", [PREFLIGHT_BYTES + 1, 400, 1500])
def test_any_break_after_the_first_byte_is_unknown(emupos, clock, fault, after):
    artefact = a_receipt(60)
    with breaking(emupos, clock, fault, after) as shim, a_device_by(clock, shim.port) as device:
        found = deliver(device, artefact)
    assert (found.unknown, found.clean_failure) == (True, False)


def test_a_stuck_printer_that_swallows_nothing_more_is_unknown(emupos, clock):
    artefact = a_receipt(200_000)
    with breaking(emupos, clock, "stall", 5000) as shim, a_device_by(clock, shim.port) as device:
        found = deliver(device, artefact)
    assert (found.unknown, found.evidence) == (True, Evidence.TAKEN)


def test_a_connection_that_says_nothing_is_not_ready(emupos):
    with escpos_shim(emupos.tcp, "silent") as shim, a_device(shim.port, SHORT_OF_HEARING) as device:
        with pytest.raises(PrinterNotReady, match="没有回答"):
            device.preflight(a_receipt(), TICKET)
        assert shim.received == b""


def test_a_printer_in_another_programs_hands_is_not_ready(emupos):
    with escpos_shim(emupos.tcp) as shim, socket.create_connection(("127.0.0.1", shim.port)) as other:
        other.sendall(b"\x10\x04\x01")
        assert other.recv(1) == b"\x12"
        with a_device(shim.port, SHORT_OF_HEARING) as device, pytest.raises(PrinterNotReady, match="没有回答"):
            device.preflight(a_receipt(), TICKET)


def test_a_connection_gone_before_the_first_byte_is_a_clean_failure(emupos):
    with a_device(emupos.tcp) as device:
        handover = device.begin(TICKET, a_receipt())
        device.abandon(handover)
        found = device.send(handover, a_receipt(), ignore)
    assert (found.evidence, found.clean_failure) == (Evidence.NOTHING, True)


def test_nobody_there_is_offline(free_port):
    with a_device(free_port) as device:
        assert device.status().readiness is Readiness.OFFLINE
        with pytest.raises(PrinterNotReady, match="连接不上"):
            device.preflight(a_receipt(), TICKET)


def test_a_status_poll_lets_go_of_the_printer(emupos):
    with escpos_shim(emupos.tcp) as shim, a_device(shim.port) as poller, a_device(shim.port) as printer:
        assert poller.status().readiness is Readiness.READY
        assert printer.preflight(a_receipt(), TICKET).readiness is Readiness.READY


def test_pages_do_not_go_to_a_receipt_printer(emupos):
    with a_device(emupos.tcp) as device, pytest.raises(PrinterNotReady):
        device.preflight(a_pdf(), TICKET)


def test_begin_sends_nothing(emupos):
    with escpos_shim(emupos.tcp) as shim:
        with a_device(shim.port) as device:
            device.preflight(a_receipt(), TICKET)
            device.begin(TICKET, a_receipt())
        assert len(shim.received) == PREFLIGHT_BYTES
    assert emupos.receipts() == []
