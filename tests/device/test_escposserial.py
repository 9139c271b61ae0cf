"""Receipt printers on a serial line: emupos' own pseudo-terminal, a line at a baud's pace, and a line that hangs."""

from __future__ import annotations

import os
import pty
import tty
from contextlib import closing
from pathlib import Path

import pytest

from escposscript import READY, ScriptedLink
from escposshim import escpos_shim
from fapiao.device import Readiness
from fapiao.errors import PrinterNotReady
from fapiao.paper import Paper, Printer, PrinterProfile
from fapiao.reprint import Evidence
from handclock import HandClock, WaitingLink
from netports import until
from papers import a_receipt, a_ticket
from printing.devices.escpos.device import EscposDevice
from printing.devices.escpos.link import EscposTimes
from printing.devices.escpos.serial import Flow, SerialLink
from printing.devices.open import PrinterDevices
from serialline import serial_line

PATIENT = EscposTimes(status=60, stall=60, answer=60, per_mm=0, trouble=60, poll=0.05)
SHORT = EscposTimes(answer=0.3, per_mm=0)
LONG = 61
"""Seconds: longer than any patience."""
FAST = 921600
COUNTING = PrinterProfile(probed=True, completion_id=True)
BLIND = PrinterProfile(probed=True, status=False, barrier=False)
TICKET = a_ticket(Paper.ROLL_80)
PREFLIGHT_BYTES = 12


def ignore(_words: str) -> None:
    """Nobody watches."""


def a_device(path, baud=FAST, times=PATIENT, profile=PrinterProfile(), flow=Flow.XONXOFF):
    return EscposDevice(lambda: SerialLink(Path(path), baud, flow), profile, times)


def a_device_by(clock, path, profile=PrinterProfile()):
    """A device for which time passes by ``clock``."""
    return EscposDevice(lambda: WaitingLink(SerialLink(Path(path), FAST, Flow.XONXOFF), clock), profile, PATIENT, clock)


def deliver(device, artefact, watch=ignore):
    device.preflight(artefact, TICKET)
    return device.send(device.begin(TICKET, artefact), artefact, watch)


@pytest.fixture
def unread():
    """A line with nobody at its other end."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    yield os.ttyname(slave)
    os.close(slave)
    os.close(master)


@pytest.mark.parametrize("flow", Flow)
def test_a_receipt_is_processed_whatever_says_stop(emupos, flow):
    with a_device(emupos.serial, flow=flow) as device:
        found = deliver(device, a_receipt(3))

    until(emupos.receipts, what="the receipt")
    assert (found.evidence, found.unknown) == (Evidence.PROCESSED, False)
    assert "第03行 电子发票（普通发票） ￥3.00" in emupos.text()
    assert emupos.unknown_commands() == []


def test_a_url_leads_to_it(emupos):
    printer = Printer("till", f"escpos+serial://{emupos.serial}?baud=115200&flow=rtscts", Paper.ROLL_80)

    with PrinterDevices(escpos=PATIENT).open(printer) as device:
        assert device.status().readiness is Readiness.READY


def test_a_slow_line_is_waited_for_as_long_as_its_bytes_take():
    clock, artefact = HandClock(), a_receipt(30)
    seconds = len(artefact.data) * 10 / 9600
    line = ScriptedLink(clock, READY, late={b"\x1dr": seconds}, baud=9600)
    with EscposDevice(lambda: line, PrinterProfile(), SHORT, clock) as device:
        found = deliver(device, artefact)

    assert seconds > SHORT.answer
    assert (found.evidence, found.note) == (Evidence.PROCESSED, "")


def test_a_receipt_comes_whole_over_a_slow_line(emupos):
    with serial_line(emupos.tcp, 9600) as line, a_device(line.path, 9600) as device:
        found = deliver(device, a_receipt(5))

    until(emupos.receipts, what="the receipt")
    assert (found.evidence, found.note) == (Evidence.PROCESSED, "")
    assert "第05行" in emupos.text()


def test_a_printer_that_gives_the_id_back_has_printed(emupos):
    with (
        escpos_shim(emupos.tcp) as shim,
        serial_line(shim.port, FAST) as line,
        a_device(line.path, profile=COUNTING) as device,
    ):
        found = deliver(device, a_receipt())

    assert found.evidence is Evidence.PRINTED


def test_paper_that_runs_out_midway_is_told_and_the_receipt_goes_on_by_itself(emupos):
    said: list[str] = []

    def watch(words: str) -> None:
        if not said:
            emupos.fault("paper-out")
        said.append(words)
        if "缺纸" in words:
            emupos.fault("paper-out", on=False)

    with serial_line(emupos.tcp, 115200) as line, a_device(line.path, 115200) as device:
        found = deliver(device, a_receipt(60), watch)

    until(emupos.receipts, what="the receipt")
    assert found.evidence is Evidence.PROCESSED
    assert any("不会重发" in words for words in said)
    assert len(emupos.receipts()) == 1


@pytest.mark.parametrize("after", [PREFLIGHT_BYTES, 400])
def test_a_printer_that_stops_reading_is_unknown_with_the_count(emupos, after):
    clock = HandClock()

    def stuck() -> None:
        clock.in_vain = LONG

    with serial_line(emupos.tcp, FAST, after, stuck) as line, a_device_by(clock, line.path) as device:
        found = deliver(device, a_receipt(10_000))

    assert (found.unknown, found.clean_failure, found.evidence) == (True, False, Evidence.TAKEN)
    assert "已发出" in found.note
    assert "已发出 0 字节" not in found.note


def test_a_line_that_nobody_reads_never_holds_a_blind_paper_for_ever(unread):
    clock = HandClock()
    clock.in_vain = LONG
    with a_device_by(clock, unread, BLIND) as device:
        found = deliver(device, a_receipt(10_000))

    assert (found.unknown, found.evidence) == (True, Evidence.TAKEN)


def test_a_line_that_says_nothing_is_not_ready(unread):
    with a_device(unread, times=EscposTimes(status=0.3)) as device, pytest.raises(PrinterNotReady, match="没有回答"):
        device.preflight(a_receipt(), TICKET)


def test_a_line_that_is_pulled_out_midway_is_unknown():
    master, slave = pty.openpty()
    tty.setraw(slave)
    path = os.ttyname(slave)
    os.close(slave)
    watched = []

    def watch(words: str) -> None:
        watched.append(words)
        if len(watched) == 2:
            os.close(master)

    with a_device(path, profile=BLIND) as device:
        found = deliver(device, a_receipt(10_000), watch)

    assert (found.unknown, found.evidence) == (True, Evidence.TAKEN)
    assert "中断（已发出" in found.note


def test_a_port_in_another_programs_hands_is_not_ready(unread):
    with (
        closing(SerialLink(Path(unread), 9600, Flow.NONE)),
        a_device(unread) as device,
        pytest.raises(PrinterNotReady, match="占用"),
    ):
        device.preflight(a_receipt(), TICKET)


def test_only_a_serial_port_is_opened(tmp_path):
    plain = tmp_path / "plain"
    plain.write_text("not a port")

    for path, words in ((tmp_path / "gone", "没有这个串口"), (plain, "不是串口"), (Path("/dev/null"), "打不开串口")):
        with a_device(path) as device, pytest.raises(PrinterNotReady, match=words) as refused:
            device.preflight(a_receipt(), TICKET)
        assert refused.value.cure
    assert plain.read_text() == "not a port"


def test_a_missing_port_is_offline(tmp_path):
    with a_device(tmp_path / "gone") as device:
        status = device.status()

    assert (status.readiness, status.reasons) == (Readiness.OFFLINE, (f"没有这个串口：{tmp_path / 'gone'}",))
