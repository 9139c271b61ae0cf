"""A conversation with a receipt printer over any link: what it says, told apart, and the questions it answers at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Self, TypeVar

from printing.devices.escpos.link import EscposTimes, Link
from printing.devices.escpos.status import ASK, RealTime, Reply, ReplyStream

_T = TypeVar("_T", bound=Reply)
_LONGEST_ANSWER = 96
"""Bytes."""


class EscposTalk:
    """One open conversation. Raises OSError (TimeoutError, LinkClosed)."""

    def __init__(self, link: Link, times: EscposTimes, clock: Callable[[], float] = time.monotonic) -> None:
        """Say nothing yet. ``clock`` gives seconds that only ever grow."""
        self.link = link
        self.clock = clock
        self._times = times
        self._replies = ReplyStream()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close; what the printer has taken stays with it."""
        self.link.close()

    def write(self, data: bytes) -> None:
        """Hand over a few bytes within ``times.status``."""
        rest = memoryview(data)
        end = self.clock() + self._times.status + self.link.seconds_for(len(data))
        while rest:
            rest = rest[self.link.write_some(rest) :]
            if rest:
                self.link.wait(min(self._times.poll, max(0.0, end - self.clock())), writing=True)
                if self.clock() > end:
                    message = "nothing taken"
                    raise TimeoutError(message)

    def read(self) -> list[Reply]:
        """What has arrived so far. Raises LinkClosed when the printer has hung up."""
        return self._replies.feed(self.link.read_some())

    def ask(self) -> tuple[bytes, list[Reply]]:
        """``DLE EOT`` 1-4 one after the other: the four answers, and what else was said meanwhile.

        Where one is answered twice, as by a printer that was held up and asked again, its last word counts. Raises
        TimeoutError unless all are answered within ``times.status``.
        """
        end = self.clock() + self._times.status + self.link.seconds_for(4 * len(ASK))
        answers, other = bytearray(), list[Reply]()
        for command in ASK:
            said: int | None = None
            self.write(command)
            while said is None:
                if not self._heard_before(end):
                    message = "no status reply"
                    raise TimeoutError(message)
                for reply in self.read():
                    if isinstance(reply, RealTime):
                        said = reply.byte
                    else:
                        other.append(reply)
            answers.append(said)
        return bytes(answers), other

    def _heard_before(self, end: float) -> bool:
        """Wait for something to read; False once ``end`` is past, however much is being said."""
        left = end - self.clock()
        return left > 0 and self.link.wait(left)[0]

    def answer_to(self, command: bytes, kind: type[_T], fits: Callable[[_T], bool] = lambda _: True) -> _T | None:
        """What the printer says to ``command`` within ``times.probe``; None where it says nothing of that kind.

        What arrived before the command is no answer to it.
        """
        end = self.clock() + self._times.probe + self.link.seconds_for(len(command) + _LONGEST_ANSWER)
        self.link.read_some()
        self._replies = ReplyStream()
        self.write(command)
        while self._heard_before(end):
            for reply in self.read():
                if isinstance(reply, kind) and fits(reply):
                    return reply
        return None

    def hear_out(self) -> None:
        """Let what it still has to say go by, for ``times.probe``: no answer to a question that is asked afterwards."""
        end = self.clock() + self._times.probe
        while self._heard_before(end):
            self.read()
