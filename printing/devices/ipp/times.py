"""How long an IPP printer is waited for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IppTimes:
    """Seconds. ``answer`` bounds each read of an answer, ``finish`` a job from hand-over to its last state.

    ``back`` is how long a queue that was stopped in the middle of a job is waited for, to take the job out of it.
    """

    connect: float = 2.0
    answer: float = 20.0
    poll: float = 0.5
    finish: float = 180.0
    cancel: float = 3.0
    back: float = 15.0
