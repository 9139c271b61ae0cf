"""Free ports, waiting without sleeping blindly, and ending what a test started."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable

STEP = 0.01
"""Seconds between two looks."""


def free_port() -> int:
    """A TCP port on the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(holds: Callable[[], object], *, within: float = 10.0, what: str = "") -> None:
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
        socket.create_connection((host, port), 0.2).close()
    except OSError:
        return False
    return True


def await_port(process: subprocess.Popen[bytes], port: int, *, host: str = "127.0.0.1", within: float = 20.0) -> None:
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
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
