"""What a probe finds of receipt printers: emupos whole, with GS ( H, as a clone, mute, stopped, and by the model's name."""

from __future__ import annotations

import pytest

from escposshim import escpos_shim
from escposwire import split
from fapiao.device import Readiness
from fapiao.errors import PrinterNotReady
from fapiao.paper import Paper, PrinterProfile
from fapiao.reprint import Evidence
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

QUICK = EscposTimes(status=10, probe=10, stall=5, answer=5, per_mm=0, trouble=20, poll=0.05)
HASTY = EscposTimes(status=0.5, probe=0.3, stall=5, answer=5, per_mm=0, trouble=20, poll=0.05)
"""For printers that do not answer some question: the silence has to be waited for."""
KNOWN = PrinterProfile()
BARRIER, REPORTS, IDENTITY, IDS = b"\x1dr", b"\x1da", b"\x1dI", b"\x1d(H"
STATUS = b"\x10\x04"
TICKET = a_ticket(Paper.ROLL_80)


def tcp(port, times=QUICK, profile=KNOWN):
    return EscposDevice(lambda: TcpLink("127.0.0.1", port, times), profile, times)


def probed(port, times=QUICK, known=KNOWN):
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


def test_one_that_does_not_is_worth_three(emupos):
    found = probed(emupos.tcp, HASTY)

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


def test_a_clone_that_answers_status_alone_is_worth_two_and_prints_without_a_barrier(emupos):
    with escpos_shim(emupos.tcp, ignores=(BARRIER, REPORTS, IDENTITY, IDS)) as shim:
        found = probed(shim.port, HASTY)
        with tcp(shim.port, HASTY, found.profile) as device:
            delivered = deliver(device)

    assert (found.profile.evidence, found.profile.status, found.profile.barrier) == (Evidence.RECEIVED, True, False)
    assert (delivered.evidence, delivered.unknown) == (Evidence.RECEIVED, False)
    assert len(emupos.receipts()) == 1


def test_a_mute_printer_is_used_blind_and_says_so(emupos):
    with escpos_shim(emupos.tcp, ignores=(STATUS, BARRIER, REPORTS, IDENTITY, IDS)) as shim:
        found = probed(shim.port, HASTY)
        with tcp(shim.port, HASTY, found.profile) as device:
            status = device.status()
            delivered = deliver(device)

    assert (found.profile.evidence, found.profile.status) == (Evidence.TAKEN, False)
    assert "盲打" in "".join(found.notes)
    assert status.readiness is Readiness.UNASKABLE
    assert (delivered.evidence, delivered.unknown, bool(delivered.note)) == (Evidence.TAKEN, False, True)


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
    with serial_line(emupos.tcp, 115200) as line:
        serial = EscposDevice(lambda: SerialLink(line.path, 115200, Flow.XONXOFF), KNOWN, HASTY).probe(KNOWN)
    with usb_printer(emupos.tcp) as bus:
        usb = EscposDevice(lambda: UsbLink(UsbAddress(VENDOR, PRODUCT), bus), KNOWN, HASTY).probe(KNOWN)

    assert serial == usb == probed(emupos.tcp, HASTY)


def test_a_usb_printer_without_an_answering_pipe_is_found_to_be_blind(free_port, emupos):
    with usb_printer(emupos.tcp, two_way=False) as bus:
        found = EscposDevice(lambda: UsbLink(UsbAddress(VENDOR, PRODUCT), bus), KNOWN, HASTY).probe(KNOWN)

    assert (found.profile.evidence, found.profile.status) == (Evidence.TAKEN, False)
    assert "IN 端点" in "".join(found.notes)


def test_a_printer_probed_before_may_have_lost_an_ability(emupos):
    before = PrinterProfile(probed=True, completion_id=True, evidence=4, model="X", firmware="1")

    found = probed(emupos.tcp, HASTY, before).profile

    assert (found.completion_id, found.evidence, found.model) == (False, Evidence.PROCESSED, "EPSON TM-T20III")


class ScriptedLink:
    """A printer that gives fixed answers, whatever state it is in; ``always`` is said without being asked."""

    two_way = vouches = True

    def __init__(self, answers: dict[bytes, bytes], always: bytes = b"") -> None:
        self.sent = 0
        self._answers, self._always, self._said = answers, always, b""

    def write_some(self, data: memoryview) -> int:
        for command in split(bytes(data))[0]:
            self._said += self._answers.get(command, b"")
        self.sent += len(data)
        return len(data)

    def read_some(self) -> bytes:
        said, self._said = self._said, b""
        return said or self._always

    def wait(self, seconds: float, *, writing: bool = False) -> tuple[bool, bool]:
        return bool(self._said or self._always), writing

    def pending(self) -> int:
        return 0

    def seconds_for(self, size: int) -> float:
        return 0.0

    def close(self) -> None: ...


READY = {STATUS + bytes([n]): b"\x12" for n in (1, 2, 3, 4)} | {b"\x1dr\x01": b"\x00"}


def scripted(answers, always=b""):
    link = ScriptedLink(answers, always)
    return EscposDevice(lambda: link, KNOWN, EscposTimes(status=0.2, probe=0.2)).probe(KNOWN)


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
