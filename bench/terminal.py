"""A program in a terminal of its own: what it paints, when, and how much; for benches and tests of the whole."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self

SIZE = (80, 24)
"""Columns and rows."""
_CHUNK = 65536
_PATIENCE = 60.0


class Terminal:
    """A child process on a pseudo-terminal. A context manager that ends the program and closes the terminal."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str] | None = None, *, size: tuple[int, int] = SIZE
    ) -> None:
        """Start ``command``; ``env`` is added to a plain environment (xterm-256color, UTF-8, no colour settings)."""
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(ours, (size[1], size[0]))
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=_plain() | dict(env or {}), start_new_session=True
        )
        os.close(theirs)
        self._fd = ours
        self.painted = bytearray()
        """Everything the program wrote so far."""

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    def press(self, keys: str) -> None:
        """Send keys as the terminal would."""
        os.write(self._fd, keys.encode())

    def read(self, seconds: float) -> bytes:
        """Return what comes within ``seconds``, as soon as something does; empty if nothing did or the program ended."""
        if not select.select([self._fd], [], [], max(0.0, seconds))[0]:
            return b""
        try:
            got = os.read(self._fd, _CHUNK)
        except OSError:
            # Linux answers EIO once the program has closed its end.
            return b""
        self.painted += got
        return got

    def until(self, text: str, *, patience: float = _PATIENCE) -> float:
        """Read until ``text`` was painted; return the seconds since the start. Raises TimeoutError with the tail."""
        return self.when(lambda painted: text.encode() in painted, what=repr(text), patience=patience)

    def when(self, true: Callable[[bytearray], bool], *, what: str, patience: float = _PATIENCE) -> float:
        """Read until ``true`` of what was painted; return the seconds since the start."""
        deadline = time.perf_counter() + patience
        while not true(self.painted):
            ended = self._process.poll() is not None
            if not self.read(min(0.2, deadline - time.perf_counter())) and (ended or time.perf_counter() > deadline):
                tail = bytes(self.painted[-800:]).decode(errors="replace")
                raise TimeoutError(f"{what} never came; the terminal's tail: {tail!r}")
        return time.perf_counter() - self.started

    def forget(self) -> None:
        """Drop what was painted, so that :meth:`until` waits for something new."""
        self.painted.clear()

    def quiet(self, seconds: float, *, patience: float = _PATIENCE) -> None:
        """Read until nothing came for ``seconds``. Raises TimeoutError."""
        deadline = time.perf_counter() + patience
        while self.read(seconds):
            if time.perf_counter() > deadline:
                raise TimeoutError("the program never stops painting")

    def wait(self) -> int:
        """Read until the program ends; return its exit code."""
        while self._process.poll() is None:
            self.read(0.05)
        while self.read(0):
            pass
        return self._process.returncode

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *exc: object) -> None:
        """End the program: asked first, then killed."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            deadline = time.perf_counter() + 5
            while self._process.poll() is None and time.perf_counter() < deadline:
                self.read(0.05)
            if self._process.poll() is None:
                self._process.kill()
        self._process.wait()
        os.close(self._fd)


def _plain() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return kept | {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
