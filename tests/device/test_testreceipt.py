"""The test receipt through a printer that the project did not write, and through heads that lack something."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from fapiao.errors import FaceError
from fapiao.paper import Paper, PrinterProfile
from fapiao.reprint import Evidence
from netports import until
from papers import a_ticket
from printing.cells.lay import cells
from printing.devices.escpos.device import EscposDevice
from printing.devices.escpos.link import EscposTimes
from printing.devices.escpos.models import fitted
from printing.devices.escpos.tcp import TcpLink
from printing.renderer import PaperRenderer

TIMES = EscposTimes(status=60, stall=60, answer=60, trouble=60, poll=0.05)
PRINTERS = {"front": Paper.ROLL_80, "narrow": Paper.ROLL_57, "middle": Paper.ROLL_76}
CODE, FOOT = "fapiao-desk test 1f0c", "till 80 卷 · 2026-11-24 12:00:00 · 张敏 · 一号台"
TEXT_ONLY = PrinterProfile(raster=False, bands=False)


def receipt(profile, paper=Paper.ROLL_80):
    return PaperRenderer().test_receipt(paper, profile, CODE, FOOT)


def lines_of(profile, paper=Paper.ROLL_80):
    return PaperRenderer().read_roll(receipt(profile, paper)).text.splitlines()


@pytest.fixture
def printed(emupos_all):
    def print_on(name, profile):
        printer, ticket = emupos_all[name], a_ticket(PRINTERS[name])
        artefact = receipt(profile, PRINTERS[name])
        with EscposDevice(lambda: TcpLink("127.0.0.1", printer.tcp, TIMES), profile, TIMES) as device:
            device.preflight(artefact, ticket)
            found = device.send(device.begin(ticket, artefact), artefact, lambda _: None)
        assert found.evidence is Evidence.PROCESSED
        until(printer.receipts, what="the receipt")
        return printer

    return print_on


@pytest.mark.parametrize("name", PRINTERS)
def test_every_printer_understands_it_whole(printed, name):
    profile = PrinterProfile.for_paper(PRINTERS[name])

    printer = printed(name, profile)

    lines = printer.text().splitlines()
    ruler = next(line for line in lines if line.startswith("........."))
    assert len(ruler) == profile.columns
    assert [part for part in ("测试小票", "壹佰圆整", "喆堃镕玥", "张敏", "一号台") if part not in printer.text()] == []
    assert any(line.startswith("[image") for line in lines)
    assert printer.unknown_commands() == []


@pytest.mark.parametrize("name", ["front", "narrow"])
def test_its_symbol_decodes(printed, name):
    printer = printed(name, PrinterProfile.for_paper(PRINTERS[name]))

    picture = Image.open(io.BytesIO(printer.image())).convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [CODE]


def test_a_clone_of_a_known_model_gets_what_its_head_takes(printed):
    profile = fitted(PrinterProfile.for_paper(Paper.ROLL_57), "POS-58")

    printer = printed("narrow", profile)

    assert "喆堃镕玥" not in printer.text()
    assert printer.text().count("[image") == 3
    assert printer.unknown_commands() == []


@pytest.mark.parametrize("columns", [24, 32, 40, 42, 48, 64])
def test_no_line_is_wider_than_the_paper(columns):
    assert [line for line in lines_of(PrinterProfile(columns=columns)) if cells(line) > columns] == []


@pytest.mark.parametrize(
    ("charset", "drawn"),
    [
        ("gb18030", {"GB18030"}),
        ("gbk", {"GB18030"}),
        ("gb2312", {"GBK", "GB18030"}),
        ("ascii", {"GB2312", "GBK", "GB18030"}),
    ],
)
def test_what_the_head_lacks_is_drawn_and_says_so(charset, drawn):
    lines = lines_of(PrinterProfile(charset=charset))

    assert {line.split()[0] for line in lines if " 画出 " in line} == drawn
    assert {line.split()[0] for line in lines if " 文字 " in line} == {"ASCII", "GB2312", "GBK", "GB18030"} - drawn


def test_a_head_that_takes_no_pictures_is_told_what_it_cannot():
    assert "GB18030 不能画图，打不了" in lines_of(TEXT_ONLY)
    assert b"\x1dv0" not in receipt(TEXT_ONLY).data


@pytest.mark.parametrize(
    "profile",
    [
        PrinterProfile(charset="ascii", raster=False, bands=False),
        PrinterProfile(native_qr=False, raster=False, bands=False),
    ],
)
def test_a_head_that_can_print_nothing_of_it_stops_it(profile):
    with pytest.raises(FaceError) as stopped:
        receipt(profile)
    assert stopped.value.cure
