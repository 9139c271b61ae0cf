"""A clock that a test moves by hand: how long something takes is then never a matter of how busy the machine is."""

from __future__ import annotations

from typing import Any

from printing.devices.escpos.link import Link


class HandClock:
    """Seconds, for whatever takes ``time.monotonic``."""

    def __init__(self) -> None:
        self.at = 1_000.0
        self.runs = 0.0
        """How much time passes with every look at it."""
        self.in_vain = 0.0
        """How much time passes while somebody waits at a :class:`WaitingLink` and nothing comes of it."""

    def __call__(self) -> float:
        self.at += self.runs
        return self.at

    def pass_by(self, seconds: float) -> None:
        """Let so much time pass."""
        self.at += seconds


class WaitingLink:
    """A real link; waiting at it in vain is what moves the clock."""

    def __init__(self, inner: Link, clock: HandClock) -> None:
        self._inner, self._clock = inner, clock

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def wait(self, seconds: float, *, writing: bool = False) -> tuple[bool, bool]:
        found = self._inner.wait(seconds, writing=writing)
        if not any(found):
            self._clock.pass_by(self._clock.in_vain)
        return found
