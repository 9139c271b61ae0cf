"""Free ports, waiting without sleeping blindly, and ending what a test started."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator

STEP = 0.01
"""Seconds between two looks."""


def _own_ports() -> Iterator[int]:
    """Ports of this test process alone: below the range that outgoing connections take, one block a worker.

    A port that the kernel gives (bind to 0) may be some client's source port by the time the stand-in wants it.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    start = _FIRST + int(worker) % _BLOCKS * _BLOCK
    turn = os.getpid() * 37 % _BLOCK
    for step in itertools.count(turn):
        yield start + step % _BLOCK


_FIRST = 12_000
_BLOCK = 2_000
_BLOCKS = 10
"""12000 to 31999; Linux takes source ports from 32768 on."""
_PORTS = _own_ports()


def free_port() -> int:
    """A TCP port on the loopback interface that nobody listens on."""
    for port in itertools.islice(_PORTS, _BLOCK):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    message = "no free port"
    raise RuntimeError(message)


def until(holds: Callable[[], object], *, within: float = 60.0, what: str = "") -> None:
    """Look again and again until ``holds()`` is true; TimeoutError after ``within`` seconds."""
    end = time.monotonic() + within
    while not holds():
        if time.monotonic() > end:
            message = f"did not happen within {within} s: {what or holds}"
            raise TimeoutError(message)
        time.sleep(STEP)


def answers(port: int, host: str = "127.0.0.1") -> bool:
    """Whether somebody accepts connections there."""
    try:
        socket.create_connection((host, port), 5).close()
    except OSError:
        return False
    return True


def await_port(process: subprocess.Popen[bytes], port: int, *, host: str = "127.0.0.1", within: float = 60.0) -> None:
    """Wait until ``process`` listens on ``port``; RuntimeError at once if it ended instead."""

    def ready() -> bool:
        if process.poll() is not None:
            message = f"{process.args!r} ended with {process.returncode}"
            raise RuntimeError(message)
        return answers(port, host)

    until(ready, within=within, what=f"port {port}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End one process that the test started."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
