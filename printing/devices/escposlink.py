"""The TCP connection to a receipt printer: how many bytes have left, what came back, and nothing hidden between.

``sendall`` loses the count when it fails, and a printer may speak while it is being written to; so sending and
listening are one loop over a socket that never blocks.
"""

from __future__ import annotations

import fcntl
import select
import socket
import struct
import time
from dataclasses import dataclass
from typing import Self

from printing.devices.escposstatus import ASK, RealTime, Reply, ReplyStream

_SIOCOUTQ = 0x5411
"""Linux: bytes that the other side has not acknowledged yet."""


@dataclass(frozen=True, slots=True)
class EscposTimes:
    """Seconds.

    ``connect`` to be let in; ``status`` for all four ``DLE EOT``; ``stall`` without the printer taking a byte;
    ``answer`` plus ``per_mm`` of paper for the barrier; ``trouble`` for a person to put paper in; ``poll`` between two
    looks meanwhile.
    """

    connect: float = 2.0
    status: float = 2.0
    stall: float = 10.0
    answer: float = 5.0
    per_mm: float = 0.02
    trouble: float = 600.0
    poll: float = 1.0


class LinkClosed(OSError):
    """The printer ended the connection."""


class EscposLink:
    """One open connection. Raises OSError (TimeoutError, LinkClosed) and keeps ``sent`` right whatever happens."""

    def __init__(self, host: str, port: int, times: EscposTimes) -> None:
        """Connect within ``times.connect``."""
        self._socket = socket.create_connection((host, port), times.connect)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)
        self._replies = ReplyStream()
        self._times = times
        self.sent = 0
        """Bytes our kernel has taken."""

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close; what the printer has taken stays with it."""
        self.close()

    def close(self) -> None:
        """Close; never raises."""
        try:
            self._socket.close()
        except OSError:
            return

    def write_some(self, data: memoryview) -> int:
        """Hand over what is taken right now, perhaps nothing; gives how much."""
        try:
            count = self._socket.send(data)
        except BlockingIOError:
            return 0
        self.sent += count
        return count

    def write(self, data: bytes) -> None:
        """Hand over a few bytes within ``times.status``."""
        rest = memoryview(data)
        end = time.monotonic() + self._times.status
        while rest:
            rest = rest[self.write_some(rest) :]
            if rest and not self.wait(max(0.0, end - time.monotonic()), writing=True)[1]:
                message = "nothing taken"
                raise TimeoutError(message)

    def wait(self, seconds: float, *, writing: bool = False) -> tuple[bool, bool]:
        """Wait until there is something to read, or room to write where asked; gives which."""
        readable, writable, _ = select.select([self._socket], [self._socket] if writing else [], [], seconds)
        return bool(readable), bool(writable)

    def read(self) -> list[Reply]:
        """What has arrived so far. Raises LinkClosed when the printer has hung up."""
        try:
            data = self._socket.recv(4096)
        except BlockingIOError:
            return []
        if not data:
            message = "closed by the printer"
            raise LinkClosed(message)
        return self._replies.feed(data)

    def ask(self) -> tuple[bytes, list[Reply]]:
        """``DLE EOT`` 1-4 one after the other: the four answers, and what else was said meanwhile.

        Raises TimeoutError unless all are answered within ``times.status``.
        """
        end = time.monotonic() + self._times.status
        answers, other = bytearray(), list[Reply]()
        for command in ASK:
            before = len(answers)
            self.write(command)
            while len(answers) == before:
                if not self.wait(max(0.0, end - time.monotonic()))[0]:
                    message = "no status reply"
                    raise TimeoutError(message)
                for reply in self.read():
                    if isinstance(reply, RealTime):
                        answers.append(reply.byte)
                    else:
                        other.append(reply)
        return bytes(answers[: len(ASK)]), other

    def all_acknowledged(self) -> bool:
        """Whether the printer's TCP has acknowledged every byte; False where that cannot be known."""
        try:
            left: int = struct.unpack("i", fcntl.ioctl(self._socket, _SIOCOUTQ, b"\0\0\0\0"))[0]
        except OSError:
            return False
        return left == 0
