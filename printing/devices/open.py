"""Device URL -> device. The only place that knows every scheme."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from fapiao.errors import BadInput
from fapiao.paper import Printer, PrinterProfile
from fapiao.ports import Device
from fapiao.text import clean
from printing.devices.escpos_tcp import EscposTcpDevice
from printing.devices.escposlink import EscposTimes
from printing.devices.faulty import FaultyDevice, Mode
from printing.devices.filefolder import FileFolderDevice
from printing.devices.ipp import IppDevice
from printing.devices.ippclient import IppTimes

SUPPORTED = "ipp://主机:端口/路径、escpos+tcp://主机:9100、file:///文件夹"
PRACTICE_ONLY = "faulty"
ESCPOS_PORT = 9100


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
                return IppDevice(url, self.ipp)
            case "escpos+tcp":
                if parts.path not in {"", "/"}:
                    raise _bad(url, "escpos+tcp 地址后面不能有路径")
                return EscposTcpDevice(parts.hostname or "", parts.port or ESCPOS_PORT, profile, self.escpos)
            case "file":
                return FileFolderDevice(_folder(parts, url))
            case _:
                return FaultyDevice(_folder(parts, url), _mode(parts, url))

    def _allow(self, parts: SplitResult, url: str) -> None:
        scheme = parts.scheme
        if scheme in {"escpos+serial", "escpos+usb"}:
            raise _bad(url, "串口和 USB 小票机尚未支持")
        if scheme not in {"ipp", "escpos+tcp", "file", PRACTICE_ONLY}:
            raise _bad(url, "不认识这种设备地址")
        if self.practice and scheme not in {"file", PRACTICE_ONLY}:
            raise BadInput("练习台不能连接真实打印机", "请用 file:///文件夹")
        if not self.practice and scheme == PRACTICE_ONLY:
            raise _bad(url, "faulty 只供练习台使用")
        if scheme in {"ipp", "escpos+tcp"} and not parts.hostname:
            raise _bad(url, "设备地址里没有主机名")
        if parts.username or parts.password:
            raise BadInput("设备地址里不能写用户名或密码", "请去掉 @ 之前的部分")


def _split(url: str) -> SplitResult:
    if clean(url) != url or any(c.isspace() for c in url):
        raise _bad(url, "设备地址里有空格或控制字符")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise _bad(url, "设备地址写错了") from error
    return parts


def _folder(parts: SplitResult, url: str) -> Path:
    path = Path(unquote(parts.path))
    if parts.netloc not in {"", "localhost"} or not path.is_absolute():
        raise _bad(url, "文件夹要写绝对路径，以三个斜线开头")
    return path


def _mode(parts: SplitResult, url: str) -> Mode:
    asked = parse_qs(parts.query).get("mode", [Mode.CYCLE.value])[0]
    try:
        return Mode(asked)
    except ValueError as error:
        raise _bad(url, "mode 只能是 " + "、".join(Mode)) from error


def _bad(url: str, what: str) -> BadInput:
    return BadInput(f"{what}：{clean(url, limit=120)}", f"可用：{SUPPORTED}")
