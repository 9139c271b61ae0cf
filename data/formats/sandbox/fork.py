"""One job in a fork of its own, under hard limits: a crash or too much work costs that job alone."""

from __future__ import annotations

import json
import os
import resource
import signal
import time
from typing import TYPE_CHECKING, Any

from data.formats.sandbox.limits import ANSWER, CHILD_CPU_SECONDS, CHILD_MEMORY

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_FILES = 64
"""Open files of the child, its pipes among them."""


def in_fork(job: Callable[[], dict[str, Any]], seconds: float) -> bytes:
    """Return the answer of ``job`` as JSON; empty where it crashed or took more than ``seconds`` of processor."""
    readable, writable = os.pipe()
    pid = os.fork()
    if pid == 0:
        _work(job, seconds, writable)
    os.close(writable)
    with os.fdopen(readable, "rb") as pipe:
        answer = pipe.read(ANSWER + 1)
    _, status = os.waitpid(pid, 0)
    return answer if status == 0 and len(answer) <= ANSWER else b""


def spent() -> float:
    """Return the seconds of processor that this process and its ended forks took."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _work(job: Callable[[], dict[str, Any]], seconds: float, writable: int) -> None:
    """Do the job and leave, whatever happens."""
    status = 1
    try:
        # The pipe of the process that forks is not ours to hold open.
        os.closerange(3, writable)
        os.closerange(writable + 1, _MOST_FILES)
        for what, limit in (
            (resource.RLIMIT_AS, CHILD_MEMORY),
            (resource.RLIMIT_CPU, CHILD_CPU_SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (limit, limit))
        allow(seconds)
        answer = json.dumps(job()).encode()
        with os.fdopen(writable, "wb") as pipe:
            pipe.write(answer)
        status = 0
    finally:
        os._exit(status)


def allow(seconds: float) -> None:
    """End this process by a signal when it has taken ``seconds`` more of processor."""
    signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.001))
