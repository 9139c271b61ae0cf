"""A clock that a test moves by hand: how long something takes is then never a matter of how busy the machine is."""

from __future__ import annotations


class HandClock:
    """Seconds, for whatever takes ``time.monotonic``."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at

    def pass_by(self, seconds: float) -> None:
        """Let so much time pass."""
        self.at += seconds
