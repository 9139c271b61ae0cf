"""Receipt printers on USB: the real pyusb on a stand-in for libusb, whose pipes lead to emupos."""

from __future__ import annotations

import builtins
import errno
import time
from functools import partial

import pytest
from usb.backend import libusb1

from fapiao.device import Readiness
from fapiao.errors import PrinterNotReady
from fapiao.paper import Paper, Printer, PrinterProfile
from fapiao.reprint import Evidence
from handclock import HandClock
from netports import until
from papers import a_receipt, a_ticket
from printing.devices.escpos.device import EscposDevice
from printing.devices.escpos.link import EscposTimes
from printing.devices.escpos.usb import UsbAddress, UsbLink
from printing.devices.open import PrinterDevices
from usbprinter import PRODUCT, VENDOR, usb_printer

PATIENT = EscposTimes(status=60, stall=60, answer=60, per_mm=0, trouble=60, poll=0.05)
LONG = 61
"""Seconds: longer than any patience."""
TICKET = a_ticket(Paper.ROLL_80)
PREFLIGHT_BYTES = 12


def ignore(_words: str) -> None:
    """Nobody watches."""


def a_device(bus, serial="", clock=time.monotonic):
    link = partial(UsbLink, UsbAddress(VENDOR, PRODUCT, serial), bus)
    return EscposDevice(link, PrinterProfile(), PATIENT, clock)


def deliver(device, artefact, watch=ignore):
    device.preflight(artefact, TICKET)
    return device.send(device.begin(TICKET, artefact), artefact, watch)


def test_a_receipt_is_processed(emupos):
    with usb_printer(emupos.tcp) as bus, a_device(bus) as device:
        found = deliver(device, a_receipt(3))

    until(emupos.receipts, what="the receipt")
    assert (found.evidence, found.unknown) == (Evidence.PROCESSED, False)
    assert "第03行 电子发票（普通发票） ￥3.00" in emupos.text()
    assert emupos.unknown_commands() == []


def test_the_kernel_gets_its_printer_back(emupos):
    with usb_printer(emupos.tcp) as bus:
        with a_device(bus) as device:
            deliver(device, a_receipt())
        assert (bus.claimed, bus.usblp) == (False, True)


def test_a_url_leads_to_it(emupos, monkeypatch):
    with usb_printer(emupos.tcp, serials=("A1", "B 2")) as bus:
        monkeypatch.setattr(libusb1, "get_backend", lambda: bus)
        printer = Printer("till", f"escpos+usb://{VENDOR:04x}:{PRODUCT:04x}/B%202", Paper.ROLL_80)
        with PrinterDevices(escpos=PATIENT).open(printer) as device:
            assert device.status().readiness is Readiness.READY


def test_a_printer_without_an_answering_pipe_is_used_blind_and_says_so(emupos):
    with usb_printer(emupos.tcp, two_way=False) as bus, a_device(bus) as device:
        status = device.status()
        found = deliver(device, a_receipt())

    until(emupos.receipts, what="the receipt")
    assert status.readiness is Readiness.UNASKABLE
    assert (found.evidence, found.unknown) == (Evidence.TAKEN, False)
    assert "不会回话" in found.note


def test_paper_that_runs_out_midway_is_told_and_the_receipt_goes_on_by_itself(emupos):
    said: list[str] = []

    def watch(words: str) -> None:
        if not said:
            emupos.fault("paper-out")
        said.append(words)
        if "缺纸" in words:
            emupos.fault("paper-out", on=False)

    with usb_printer(emupos.tcp) as bus, a_device(bus) as device:
        found = deliver(device, a_receipt(200), watch)

    until(emupos.receipts, what="the receipt")
    assert found.evidence is Evidence.PROCESSED
    assert any("不会重发" in words for words in said)
    assert len(emupos.receipts()) == 1


@pytest.mark.parametrize("fault", ["stuck_after", "unplugged_after"])
@pytest.mark.parametrize("after", [PREFLIGHT_BYTES + 1, 700])
def test_any_break_after_the_first_byte_is_unknown_with_the_count(emupos, fault, after):
    clock = HandClock()
    stuck = partial(clock.pass_by, LONG)
    with usb_printer(emupos.tcp, stuck=stuck, **{fault: after}) as bus, a_device(bus, clock=clock) as device:
        found = deliver(device, a_receipt(100))

    assert (found.unknown, found.clean_failure) == (True, False)
    assert f"已发出 {after - PREFLIGHT_BYTES} 字节" in found.note


def test_a_printer_unplugged_before_the_first_byte_is_a_clean_failure(emupos):
    with usb_printer(emupos.tcp, unplugged_after=PREFLIGHT_BYTES) as bus, a_device(bus) as device:
        found = deliver(device, a_receipt())

    assert (found.evidence, found.clean_failure) == (Evidence.NOTHING, True)


@pytest.mark.parametrize(
    ("facts", "serial", "words"),
    [
        ({"serials": ()}, "", "没有找到"),
        ({"serials": ("A1",)}, "B2", "没有找到"),
        ({"serials": ("A1", "B2")}, "", "有 2 台"),
        ({"interface_class": 3}, "", "不是打印机"),
        ({"refuses": errno.EACCES}, "", "没有权限"),
        ({"refuses": errno.EBUSY}, "", "占用"),
        ({"refuses": errno.EIO}, "", "打不开"),
    ],
)
def test_what_cannot_be_opened_is_said_with_a_cure(free_port, facts, serial, words):
    with (
        usb_printer(free_port, **facts) as bus,
        a_device(bus, serial=serial) as device,
        pytest.raises(PrinterNotReady, match=words) as refused,
    ):
        device.preflight(a_receipt(), TICKET)
    assert refused.value.cure


def test_a_host_without_libusb_says_so(monkeypatch):
    monkeypatch.setattr(libusb1, "get_backend", lambda: None)

    with a_device(None) as device:
        assert device.status().reasons == ("系统里没有 libusb，用不了 USB 小票机",)


def test_an_installation_without_pyusb_says_so(monkeypatch):
    really = builtins.__import__

    def without(name, *args, **kwargs):
        if name.partition(".")[0] == "usb":
            raise ImportError(name)
        return really(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)

    with a_device(None) as device, pytest.raises(PrinterNotReady, match="pyusb"):
        device.preflight(a_receipt(), TICKET)
