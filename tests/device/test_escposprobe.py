"""What a probe finds of receipt printers: emupos whole, with GS ( H, as a clone, mute, stopped, and by the model's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from escposscript import READY, ScriptedLink, scripted_device
from escposshim import escpos_shim
from escposwire import split
from fapiao.device import Readiness
from fapiao.errors import PrinterNotReady
from fapiao.paper import Paper, PrinterProfile
from fapiao.reprint import Evidence
from handclock import HandClock
from netports import until
from papers import a_receipt, a_ticket
from printing.devices.escpos.device import EscposDevice
from printing.devices.escpos.link import EscposTimes
from printing.devices.escpos.models import fitted, head_of
from printing.devices.escpos.serial import Flow, SerialLink
from printing.devices.escpos.tcp import TcpLink
from printing.devices.escpos.usb import UsbAddress, UsbLink
from serialline import serial_line
from usbprinter import PRODUCT, VENDOR, usb_printer

PATIENT = EscposTimes(status=60, probe=60, stall=60, answer=60, per_mm=0, trouble=60, poll=0.05)
"""Where a real printer must answer; where one must be silent, a script and a clock moved by hand stand instead."""
KNOWN = PrinterProfile()
BARRIER, REPORTS, IDENTITY, IDS = b"\x1dr", b"\x1da", b"\x1dI", b"\x1d(H"
STATUS = b"\x10\x04"
TICKET = a_ticket(Paper.ROLL_80)
STATUS_ALONE = {question: answer for question, answer in READY.items() if question.startswith(STATUS)}
WHOLE = READY | {
    b"\x1da\xff": b"\x10\0\0\0", b"\x1dIC": b"_TM-T20III\0", b"\x1dIB": b"_EPSON\0", b"\x1dIA": b"_1.01\0",
    b"\x1dIE": b"_CHINA GB18030\0", IDS: b"given back",
}  # fmt: skip
"""A printer that answers everything."""


def scripted(answers, always=b"", late=None, known=KNOWN):
    clock = HandClock()
    return scripted_device(ScriptedLink(clock, answers, always, late), clock).probe(known)


def tcp(port, times=PATIENT, profile=KNOWN):
    return EscposDevice(lambda: TcpLink("127.0.0.1", port, times), profile, times)


def probed(port, times=PATIENT, known=KNOWN):
    with tcp(port, times) as device:
        return device.probe(known)


def deliver(device):
    device.preflight(a_receipt(), TICKET)
    return device.send(device.begin(TICKET, a_receipt()), a_receipt(), lambda _: None)


def test_a_printer_that_gives_ids_back_is_worth_four(emupos):
    with escpos_shim(emupos.tcp) as shim:
        found = probed(shim.port).profile

    assert (found.evidence, found.completion_id, found.barrier, found.status) == (Evidence.PRINTED, True, True, True)
    assert found.model == "EPSON TM-T20III"


def test_one_that_does_not_is_worth_three():
    found = scripted(READY)

    assert (found.profile.evidence, found.profile.completion_id) == (Evidence.PROCESSED, False)
    assert any("GS ( H" in note for note in found.notes)


def test_a_probe_prints_nothing_and_leaves_no_text_in_the_line(emupos):
    with escpos_shim(emupos.tcp) as shim:
        probed(shim.port)
        until(lambda: shim.received.endswith(b"\x1b@"), what="the last word of the probe")
        pieces, rest = split(bytes(shim.received))

    assert (emupos.receipts(), rest) == ([], b"")
    assert [piece for piece in pieces if len(piece) == 1] == []
    assert pieces[-1] == b"\x1b@"


def test_a_clone_that_answers_status_alone_is_worth_two():
    found = scripted(STATUS_ALONE).profile

    assert (found.evidence, found.status, found.barrier) == (Evidence.RECEIVED, True, False)


def test_a_clone_that_answers_status_alone_prints_without_a_barrier(emupos):
    known = replace(KNOWN, barrier=False, completion_id=False)
    ignored = (BARRIER, REPORTS, IDENTITY, IDS)
    with escpos_shim(emupos.tcp, ignores=ignored) as shim, tcp(shim.port, PATIENT, known) as device:
        delivered = deliver(device)

    until(emupos.receipts, what="the receipt")
    assert (delivered.evidence, delivered.unknown) == (Evidence.RECEIVED, False)
    assert len(emupos.receipts()) == 1


def test_a_mute_printer_is_used_blind():
    found = scripted({})

    assert (found.profile.evidence, found.profile.status) == (Evidence.TAKEN, False)
    assert "盲打" in "".join(found.notes)


def test_a_printer_used_blind_says_so(emupos):
    known = replace(KNOWN, status=False, barrier=False, completion_id=False)
    ignored = (STATUS, BARRIER, REPORTS, IDENTITY, IDS)
    with escpos_shim(emupos.tcp, ignores=ignored) as shim, tcp(shim.port, PATIENT, known) as device:
        status = device.status()
        delivered = deliver(device)

    assert status.readiness is Readiness.UNASKABLE
    assert (delivered.evidence, delivered.unknown, bool(delivered.note)) == (Evidence.TAKEN, False, True)


@pytest.mark.parametrize("seconds", [2.1, 3.9])
@pytest.mark.parametrize("question", [STATUS, REPORTS, IDENTITY + b"\x43", BARRIER, IDS])
def test_one_slow_answer_does_not_make_a_printer_poorer(question, seconds):
    assert scripted(WHOLE, late={question: seconds}) == scripted(WHOLE)


def test_a_question_that_was_answered_twice_gives_no_answer_to_the_next():
    found = scripted(WHOLE, late={IDENTITY + b"\x43": 3}).profile

    assert (found.model, found.firmware) == ("EPSON TM-T20III", "1.01")


def test_a_printer_stopped_and_slow_is_not_ready():
    answers = READY | {b"\x10\x04\x04": b"\x72"}

    with pytest.raises(PrinterNotReady, match="缺纸"):
        scripted(answers, late={STATUS: 3})


@pytest.mark.parametrize("drawer", [b"\x12", b"\x16"])
def test_a_slow_printers_first_answers_are_not_taken_for_its_later_ones(drawer):
    assert scripted(READY | {b"\x10\x04\x01": drawer}, late={STATUS: 3}).profile.status


def test_a_printer_that_is_away_is_not_taken_for_a_mute_one(free_port):
    with pytest.raises(PrinterNotReady, match="连接不上"):
        probed(free_port)


@pytest.mark.parametrize(("fault", "word"), [("paper-out", "缺纸"), ("cover-open", "上盖")])
def test_a_stopped_printer_is_not_probed(emupos, fault, word):
    emupos.fault(fault)

    with pytest.raises(PrinterNotReady, match=word):
        probed(emupos.tcp)


def test_a_printer_that_hangs_up_is_not_ready(emupos):
    with escpos_shim(emupos.tcp, "cut", 14) as shim, pytest.raises(PrinterNotReady, match="中断"):
        probed(shim.port)


def test_the_wire_does_not_matter(emupos):
    with escpos_shim(emupos.tcp) as shim:
        with serial_line(shim.port, 115200) as line:
            serial = EscposDevice(lambda: SerialLink(line.path, 115200, Flow.XONXOFF), KNOWN, PATIENT).probe(KNOWN)
        with usb_printer(shim.port) as bus:
            usb = EscposDevice(lambda: UsbLink(UsbAddress(VENDOR, PRODUCT), bus), KNOWN, PATIENT).probe(KNOWN)
        network = probed(shim.port)

    assert serial == usb == network


def test_a_usb_printer_without_an_answering_pipe_is_found_to_be_blind(emupos):
    with usb_printer(emupos.tcp, two_way=False) as bus:
        found = EscposDevice(lambda: UsbLink(UsbAddress(VENDOR, PRODUCT), bus), KNOWN, PATIENT).probe(KNOWN)

    assert (found.profile.evidence, found.profile.status) == (Evidence.TAKEN, False)
    assert "IN 端点" in "".join(found.notes)


def test_a_printer_probed_before_may_have_lost_an_ability():
    before = PrinterProfile(probed=True, completion_id=True, evidence=4, model="X", firmware="1")
    answers = {question: answer for question, answer in WHOLE.items() if question != IDS}

    found = scripted(answers, known=before).profile

    assert (found.completion_id, found.evidence, found.model) == (False, Evidence.PROCESSED, "EPSON TM-T20III")


@pytest.mark.parametrize(
    ("font", "charset"),
    [(b"CHINA GB18030", "gb18030"), (b"CHINA GB2312", "gb2312"), (b"GBK", "gbk"), (b"KANJI JAPANESE", "ascii")],
)
def test_the_font_that_it_names_is_believed(font, charset):
    found = scripted(READY | {b"\x1dIC": b"_M1\0", b"\x1dIE": b"_" + font + b"\0"})

    assert found.profile.charset == charset


def test_a_name_from_outside_is_cleaned():
    assert scripted(READY | {b"\x1dIC": b"_A\x1b[2J" + b"B" * 80 + b"\0"}).profile.model.isprintable()


def test_a_name_without_its_header_is_no_barrier():
    answers = {k: v for k, v in READY.items() if k != b"\x1dr\x01"}

    found = scripted(answers | {b"\x1dIC": b"XP-80 ready"}).profile

    assert (found.barrier, found.model) == (False, "")


@pytest.mark.parametrize("noise", [b"\x12", b"\x00", b"\xff", b"_AB"])
def test_a_printer_that_never_stops_talking_is_left_alone_in_time(noise):
    assert scripted({}, noise).profile.completion_id is False


@pytest.mark.parametrize(
    ("model", "columns", "dots", "qr", "raster", "charset"),
    [
        ("TM-T20III", 48, 576, True, True, "gb18030"),
        ("TM-T88VI", 42, 512, True, True, "gb18030"),
        ("TM-U220", 40, 400, False, False, "gb18030"),
        ("POS-58", 32, 384, False, True, "gb2312"),
        ("XP-58IIH", 32, 384, False, True, "gb2312"),
        ("Sunmi V2", 32, 384, True, True, "gb18030"),
    ],
)
def test_a_known_model_brings_its_head(model, columns, dots, qr, raster, charset):
    found = fitted(KNOWN, model)

    assert (found.columns, found.dots, found.native_qr, found.raster, found.charset) == (
        columns, dots, qr, raster, charset,
    )  # fmt: skip


def test_a_narrow_roll_in_a_wide_printer_stays_narrow():
    assert fitted(PrinterProfile.for_paper(Paper.ROLL_57), "TM-T20III").columns == 32


def test_an_unknown_model_changes_nothing():
    assert (head_of("BX-9000"), fitted(KNOWN, "BX-9000")) == (None, KNOWN)
