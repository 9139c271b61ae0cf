"""TCP to a receipt printer (port 9100).

``sendall`` loses the count when it fails, so the socket never blocks and each ``send`` is counted.
"""

from __future__ import annotations

import fcntl
import select
import socket
import struct

from fapiao.errors import PrinterNotReady
from fapiao.said import say
from printing.devices.escpos.link import EscposTimes, LinkClosed

_SIOCOUTQ = 0x5411
"""Linux: bytes that the other side has not acknowledged yet."""
_UNKNOWN = 1
"""Bytes said to be pending where the kernel does not tell: never proof of arrival."""


class TcpLink:
    """Implements :class:`~printing.devices.escpos.link.Link` for ``host``:``port``."""

    two_way = True
    vouches = True

    def __init__(self, host: str, port: int, times: EscposTimes) -> None:
        """Connect within ``times.connect``. Raises PrinterNotReady."""
        try:
            self._socket = socket.create_connection((host, port), times.connect)
        except OSError as error:
            raise PrinterNotReady(say("连接不上打印机"), say("请检查打印机电源、网线和地址")) from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)
        self.sent = 0

    def write_some(self, data: memoryview) -> int:
        """Hand over what is taken right now, perhaps nothing; return how much."""
        try:
            count = self._socket.send(data)
        except BlockingIOError:
            return 0
        self.sent += count
        return count

    def read_some(self) -> bytes:
        """Return what has arrived so far. Raises LinkClosed when the printer has hung up."""
        try:
            data = self._socket.recv(4096)
        except BlockingIOError:
            return b""
        if not data:
            message = "closed by the printer"
            raise LinkClosed(message)
        return data

    def wait(self, seconds: float, *, writing: bool = False) -> tuple[bool, bool]:
        """Wait until there is something to read, or room to write where asked; return which."""
        readable, writable, _ = select.select([self._socket], [self._socket] if writing else [], [], seconds)
        return bool(readable), bool(writable)

    def pending(self) -> int:
        """Return the bytes that the printer's TCP has not acknowledged."""
        try:
            left: int = struct.unpack("i", fcntl.ioctl(self._socket, _SIOCOUTQ, b"\0\0\0\0"))[0]
        except OSError:
            return _UNKNOWN
        return left

    def seconds_for(self, size: int) -> float:
        """Return 0: a network is faster than any printer."""
        del size
        return 0.0

    def close(self) -> None:
        """Close; never raises."""
        try:
            self._socket.close()
        except OSError:
            return
