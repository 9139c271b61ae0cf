"""A serial line to a receipt printer.

pyserial opens the port, locks it and sets its speed; the bytes go through the port's own descriptor, because pyserial's
``write`` loses the count when it times out, and without a time-out it waits for ever for a printer that does not read.
Linux knows no DTR/DSR flow control, and a printer that is set to it drops bytes of long pictures: it must be set to
XON/XOFF or RTS/CTS (docs/printers.md).
"""

from __future__ import annotations

import errno
import os
import select
import stat
from enum import StrEnum
from pathlib import Path

import serial

from fapiao.errors import PrinterNotReady
from fapiao.said import say
from printing.devices.escpos.link import LinkClosed

BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)
USUAL_BAUD = 9600
_BITS = 10
"""A byte on the line: start bit, eight data bits, stop bit."""
_CURE = say("请核对串口名称；用 ls /dev/tty* 或 ls /dev/serial/by-id 查看")


class Flow(StrEnum):
    """Who says stop. XON/XOFF unless told otherwise; no answer of a printer looks like its two characters."""

    XONXOFF = "xonxoff"
    RTSCTS = "rtscts"
    NONE = "none"


class SerialLink:
    """Implements :class:`~printing.devices.escpos.link.Link` for the character device ``path``."""

    two_way = True
    vouches = False
    """A byte that left our side may have been overrun at the other."""

    def __init__(self, path: Path, baud: int, flow: Flow) -> None:
        """Open the port for ourselves alone, 8N1. Raises PrinterNotReady."""
        self._baud = baud
        self._port = _opened(path, baud, flow)
        self._handle = self._port.fileno()
        self.sent = 0

    def write_some(self, data: memoryview) -> int:
        """Hand over what is taken right now, perhaps nothing; return how much."""
        try:
            count = os.write(self._handle, data)
        except BlockingIOError:
            return 0
        self.sent += count
        return count

    def read_some(self) -> bytes:
        """Return what has arrived so far. Raises LinkClosed when the adapter is gone."""
        data = self._read()
        # A port without anything to read gives the same empty answer as one that was pulled out; only the latter claims
        # to be readable all the same.
        if not data and self.wait(0)[0]:
            data = self._read()
            if not data:
                message = "the serial line is gone"
                raise LinkClosed(message)
        return data

    def _read(self) -> bytes:
        try:
            return os.read(self._handle, 4096)
        except BlockingIOError:
            return b""

    def wait(self, seconds: float, *, writing: bool = False) -> tuple[bool, bool]:
        """Wait until there is something to read, or room to write where asked; return which."""
        readable, writable, _ = select.select([self._handle], [self._handle] if writing else [], [], seconds)
        return bool(readable), bool(writable)

    def pending(self) -> int:
        """Return the bytes that still wait on our side of the line."""
        return int(self._port.out_waiting)

    def seconds_for(self, size: int) -> float:
        """Return ``size`` x 10 / baud."""
        return size * _BITS / self._baud

    def close(self) -> None:
        """Close; never raises. The kernel first lets out what it holds, up to 30 seconds."""
        try:
            self._port.close()
        except OSError:
            return


def _opened(path: Path, baud: int, flow: Flow) -> serial.Serial:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise PrinterNotReady(say("没有这个串口：{path}", path=path), _CURE) from error
    if not stat.S_ISCHR(mode):
        raise PrinterNotReady(say("{path} 不是串口设备", path=path), _CURE)
    try:
        return serial.Serial(
            str(path),
            baud,
            exclusive=True,
            xonxoff=flow is Flow.XONXOFF,
            rtscts=flow is Flow.RTSCTS,
        )
    except OSError as error:
        match error.errno:
            case errno.EAGAIN | errno.EBUSY:
                raise PrinterNotReady(
                    say("串口 {path} 正被别的程序占用", path=path), say("请结束那个程序，或换一台打印机")
                ) from error
            case errno.EACCES | errno.EPERM:
                cure = say("请管理员把本用户加入 dialout 组，再重新登录")
                raise PrinterNotReady(say("没有权限使用串口 {path}", path=path), cure) from error
        raise PrinterNotReady(say("打不开串口 {path}", path=path), _CURE) from error
