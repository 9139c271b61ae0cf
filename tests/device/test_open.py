from __future__ import annotations

import pytest

from fapiao.errors import BadInput
from fapiao.paper import Printer
from printing.devices.escpos.device import EscposDevice
from printing.devices.faulty import FaultyDevice
from printing.devices.filefolder import FileFolderDevice
from printing.devices.ipp.device import IppDevice
from printing.devices.open import PrinterDevices

REAL, PRACTICE = PrinterDevices(), PrinterDevices(practice=True)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("ipp://printer.example/ipp/print", IppDevice),
        ("ipp://[::1]:8631/printers/a4", IppDevice),
        ("escpos+tcp://192.0.2.7", EscposDevice),
        ("escpos+tcp://192.0.2.7:9101", EscposDevice),
        ("escpos+serial:///dev/ttyS0", EscposDevice),
        ("escpos+serial:///dev/ttyUSB1?baud=115200&flow=rtscts", EscposDevice),
        ("escpos+serial:///dev/serial/by-id/usb-x-port0?flow=none", EscposDevice),
        ("escpos+usb://04b8:0e15", EscposDevice),
        ("escpos+usb://04B8:0202/J5GF%20001", EscposDevice),
        ("file:///srv/papers", FileFolderDevice),
    ],
)
def test_a_url_opens_its_device_without_connecting(url, kind):
    with REAL.open(Printer("p", url)) as device:
        assert type(device) is kind


@pytest.mark.parametrize(
    "url",
    [
        "",
        "printer",
        "http://printer.example/",
        "ipps://printer.example/",
        "socket://192.0.2.7:9100",
        "lpd://192.0.2.7/q",
        "escpos+serial://dev/ttyS0",
        "escpos+serial:///dev/ttyS0?baud=9601",
        "escpos+serial:///dev/ttyS0?baud=",
        "escpos+serial:///dev/ttyS0?flow=dtrdsr",
        "escpos+serial:///dev/ttyS0?speed=9600",
        "escpos+usb://",
        "escpos+usb://04b8",
        "escpos+usb://04b8:02",
        "escpos+usb://04b8:020g",
        "escpos+usb://user@04b8:0202",
        "escpos+usb://04b8:0202?baud=9600",
        "ipp:///ipp/print",
        "ipp://printer.example:nine/",
        "ipp://printer.example:99999/",
        "ipp://user:secret@printer.example/",
        "escpos+tcp://192.0.2.7/path",
        "file://elsewhere/srv",
        "file:relative",
        "file:///srv/\x1b[2Jpapers",
        "ipp://printer example/",
        "faulty:///srv/papers",
    ],
)
def test_a_url_this_store_may_not_use_is_refused_with_a_cure(url):
    with pytest.raises(BadInput) as refused:
        REAL.check(url)
    assert refused.value.cure


def test_a_refusal_repeats_no_control_characters():
    with pytest.raises(BadInput) as refused:
        REAL.check("file:///srv/\x1b[2Jpapers")
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("file:///srv/papers", FileFolderDevice),
        ("faulty:///srv/papers", FaultyDevice),
        ("faulty:///srv/papers?mode=cut", FaultyDevice),
    ],
)
def test_the_practice_desk_prints_to_folders(url, kind):
    with PRACTICE.open(Printer("p", url)) as device:
        assert type(device) is kind


@pytest.mark.parametrize("url", ["ipp://printer.example/", "escpos+tcp://192.0.2.7", "escpos+serial:///dev/ttyS0",
    "escpos+usb://04b8:0202", "faulty:///srv?mode=odd"])  # fmt: skip
def test_the_practice_desk_reaches_no_real_printer(url):
    with pytest.raises(BadInput):
        PRACTICE.check(url)


def test_a_folder_may_have_a_chinese_name(tmp_path):
    folder = tmp_path / "打印 输出"
    with REAL.open(Printer("p", folder.as_uri())) as device:
        assert device.folder == folder
