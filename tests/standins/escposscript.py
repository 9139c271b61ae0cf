"""A receipt printer that answers by a script and takes its time by a clock moved by hand: silence costs nothing here.

Whoever waits for its answer lets the time pass until it comes, or as long as he is willing to wait.
"""

from __future__ import annotations

from collections.abc import Mapping

from escposwire import split
from fapiao.paper import PrinterProfile
from handclock import HandClock
from printing.devices.escpos.device import EscposDevice
from printing.devices.escpos.link import EscposTimes

READY = {b"\x10\x04" + bytes([n]): b"\x12" for n in (1, 2, 3, 4)} | {b"\x1dr\x01": b"\x00"}
"""A printer that is ready and answers status and barrier."""
_GLANCE = 0.01
"""Seconds that even the quickest answer takes; one comes after the other."""


class ScriptedLink:
    """Implements :class:`~printing.devices.escpos.link.Link`.

    ``answers`` are given whatever state it is in; ``always`` is said without being asked. Commands that begin as a key
    of ``late`` says are answered so many seconds later, once each.
    """

    two_way = vouches = True

    def __init__(
        self,
        clock: HandClock,
        answers: Mapping[bytes, bytes],
        always: bytes = b"",
        late: Mapping[bytes, float] | None = None,
        baud: int = 0,
    ) -> None:
        self.sent = 0
        self._baud = baud
        self.heard = bytearray()
        self._clock, self._answers, self._always = clock, answers, always
        self._late = dict(late or {})
        self._free_at = 0.0
        self._said: list[tuple[float, bytes]] = []

    def write_some(self, data: memoryview) -> int:
        self.heard += data
        for command in split(bytes(data))[0]:
            for begins in [begins for begins in self._late if command.startswith(begins)]:
                self._free_at = self._clock() + self._late.pop(begins)
            if answer := self._answer(command):
                self._free_at = max(self._clock(), self._free_at) + _GLANCE
                self._said.append((self._free_at, answer))
        self.sent += len(data)
        return len(data)

    def _answer(self, command: bytes) -> bytes:
        if command.startswith(b"\x1d(H") and b"\x1d(H" in self._answers:
            return b"\x37\x22" + command[7:11] + b"\0"
        return self._answers.get(command, b"")

    def read_some(self) -> bytes:
        now = self._clock()
        ready = b"".join(answer for at, answer in self._said if at <= now)
        self._said = [(at, answer) for at, answer in self._said if at > now]
        return ready or self._always

    def wait(self, seconds: float, *, writing: bool = False) -> tuple[bool, bool]:
        if writing:
            return False, True
        until = self._clock() + seconds
        first = min([at for at, _ in self._said], default=until + 1)
        if self._always:
            first = min(first, self._clock() + _GLANCE)
        self._clock.pass_by(max(0.0, min(first, until) - self._clock()))
        return first <= until, False

    def pending(self) -> int:
        return 0

    def seconds_for(self, size: int) -> float:
        return size * 10 / self._baud if self._baud else 0.0

    def close(self) -> None: ...


def scripted_device(link: ScriptedLink, clock: HandClock, profile: PrinterProfile = PrinterProfile()) -> EscposDevice:
    """The product's device at the other end, with the patience that it has at a site."""
    return EscposDevice(lambda: link, profile, EscposTimes(), clock)
