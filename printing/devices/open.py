"""Device URL -> device. The only place that knows every scheme."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from fapiao.errors import BadInput
from fapiao.paper import Printer, PrinterProfile
from fapiao.ports.devices import Device
from fapiao.said import listed, say
from fapiao.text import clean
from printing.devices.escpos.device import EscposDevice
from printing.devices.escpos.link import EscposTimes
from printing.devices.escpos.serial import BAUDS, USUAL_BAUD, Flow, SerialLink
from printing.devices.escpos.tcp import TcpLink
from printing.devices.escpos.usb import UsbAddress, UsbLink
from printing.devices.faulty import FaultyDevice, Mode
from printing.devices.filefolder import FileFolderDevice
from printing.devices.ipp.times import IppTimes

if TYPE_CHECKING:
    from printing.devices.escpos.link import Link

SUPPORTED = say(
    "ipp://主机:端口/路径、escpos+tcp://主机:9100、escpos+serial:///dev/串口?baud=9600、escpos+usb://厂商:产品、file:///文件夹"
)
PRACTICE_ONLY = "faulty"
ESCPOS_PORT = 9100
_SCHEMES = ("ipp", "escpos+tcp", "escpos+serial", "escpos+usb", "file", PRACTICE_ONLY)
_USB = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True)
class PrinterDevices:
    """Opens devices; a ``practice`` store takes folders and the misbehaving printer only."""

    practice: bool = False
    ipp: IppTimes = IppTimes()
    escpos: EscposTimes = EscposTimes()

    def open(self, printer: Printer) -> Device:
        """The device of ``printer``, not connected yet. Raises BadInput for a URL this store may not use."""
        return self._device(printer.device, printer.profile)

    def check(self, url: str) -> None:
        """Raise BadInput unless ``url`` names a device that this store may use. Opens nothing."""
        self._device(url, PrinterProfile()).__exit__()

    def _device(self, url: str, profile: PrinterProfile) -> Device:
        parts = _split(url)
        self._allow(parts, url)
        match parts.scheme:
            case "ipp":
                # An HTTP client is 4 MiB and a twentieth of a second: who has no such printer does not load it.
                from printing.devices.ipp.device import IppDevice

                return IppDevice(url, self.ipp)
            case "escpos+tcp":
                if parts.path not in {"", "/"}:
                    raise _bad(url, say("escpos+tcp 地址后面不能有路径"))
                connect: Callable[[], Link] = partial(
                    TcpLink, parts.hostname or "", parts.port or ESCPOS_PORT, self.escpos
                )
                return EscposDevice(connect, profile, self.escpos)
            case "escpos+serial":
                return EscposDevice(partial(SerialLink, *_line(parts, url)), profile, self.escpos)
            case "escpos+usb":
                return EscposDevice(partial(UsbLink, _usb(parts, url)), profile, self.escpos)
            case "file":
                return FileFolderDevice(_local(parts, url, say("文件夹")))
            case _:
                return FaultyDevice(_local(parts, url, say("文件夹")), _mode(parts, url))

    def _allow(self, parts: SplitResult, url: str) -> None:
        scheme = parts.scheme
        if scheme not in _SCHEMES:
            raise _bad(url, say("不认识这种设备地址"))
        if self.practice and scheme not in {"file", PRACTICE_ONLY}:
            raise BadInput(say("练习台不能连接真实打印机"), say("请用 file:///文件夹"))
        if not self.practice and scheme == PRACTICE_ONLY:
            raise _bad(url, say("faulty 只供练习台使用"))
        if scheme in {"ipp", "escpos+tcp"} and not parts.hostname:
            raise _bad(url, say("设备地址里没有主机名"))
        if "@" in parts.netloc:
            raise BadInput(say("设备地址里不能写用户名或密码"), say("请去掉 @ 之前的部分"))


def _split(url: str) -> SplitResult:
    if clean(url) != url or any(c.isspace() for c in url):
        raise _bad(url, say("设备地址里有空格或控制字符"))
    try:
        parts = urlsplit(url)
        if parts.scheme != "escpos+usb":
            # The product number of a USB printer stands where others have a port, and has letters.
            _ = parts.port
    except ValueError as error:
        raise _bad(url, say("设备地址写错了")) from error
    return parts


def _local(parts: SplitResult, url: str, what: str) -> Path:
    path = Path(unquote(parts.path))
    if parts.netloc not in {"", "localhost"} or not path.is_absolute():
        raise _bad(url, say("{what}要写绝对路径，以三个斜线开头", what=what))
    return path


def _line(parts: SplitResult, url: str) -> tuple[Path, int, Flow]:
    """Return port, speed and flow control of a serial URL."""
    asked = parse_qs(parts.query, keep_blank_values=True)
    if set(asked) - {"baud", "flow"}:
        raise _bad(url, say("串口地址只能写 baud 和 flow"))
    baud = asked.get("baud", [str(USUAL_BAUD)])[0]
    if baud not in map(str, BAUDS):
        raise _bad(url, say("baud 只能是 {choices}", choices=listed(map(str, BAUDS))))
    try:
        flow = Flow(asked.get("flow", [Flow.XONXOFF.value])[0])
    except ValueError as error:
        raise _bad(url, say("flow 只能是 {choices}", choices=listed(Flow))) from error
    return _local(parts, url, say("串口")), int(baud), flow


def _usb(parts: SplitResult, url: str) -> UsbAddress:
    found = _USB.fullmatch(parts.netloc)
    if not found or parts.query:
        raise _bad(url, say("USB 地址写作 escpos+usb://04b8:0202 或 escpos+usb://04b8:0202/序列号"))
    return UsbAddress(int(found[1], 16), int(found[2], 16), unquote(parts.path).strip("/"))


def _mode(parts: SplitResult, url: str) -> Mode:
    asked = parse_qs(parts.query).get("mode", [Mode.CYCLE.value])[0]
    try:
        return Mode(asked)
    except ValueError as error:
        raise _bad(url, say("mode 只能是 {choices}", choices=listed(Mode))) from error


def _bad(url: str, what: str) -> BadInput:
    return BadInput(
        say("{what}：{url}", what=what, url=clean(url, limit=120)), say("可用：{supported}", supported=SUPPORTED)
    )
