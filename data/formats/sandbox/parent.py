"""The parent's end of the child process: asks it, and waits no longer than a person would."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from threading import Lock
from typing import Any

from data.formats.sandbox.limits import ANSWER, CHILD_WALL_SECONDS
from fapiao.errors import UnreadableFile
from fapiao.said import say

_LENGTH = 8
_DAMAGED = (say("文件已损坏或内容异常"), say("请重新下载该文件"))


class Sandbox:
    """One child, started when first needed and again after it had to be ended. Safe to use from several threads."""

    def __init__(self, wall_seconds: float = CHILD_WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        atexit.register(self.close)

    def ask(self, job: bytes, data: bytes) -> dict[str, Any]:
        """Return the answer. Raises UnreadableFile where the child crashed, ran out of its limits, or took too long."""
        with self._lock:
            answer = self._ask(job + data)
        if answer.get("error") == "crashed":
            raise UnreadableFile(*_DAMAGED)
        return answer

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def _ask(self, request: bytes) -> dict[str, Any]:
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            answer = _exchange(child.stdin.fileno(), child.stdout.fileno(), request, self._wall_seconds)
            found = json.loads(answer)
        except (OSError, ValueError):
            self._end()
            raise UnreadableFile(*_DAMAGED) from None
        return found if isinstance(found, dict) else {"error": "crashed"}

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._owner != os.getpid() or self._child.poll() is not None:
            self._end()
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", "data.formats.sandbox.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                bufsize=0,
            )
            assert self._child.stdin is not None
            assert self._child.stdout is not None
            os.set_blocking(self._child.stdin.fileno(), False)
            os.set_blocking(self._child.stdout.fileno(), False)
            self._owner = os.getpid()
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if self._owner != os.getpid():  # a fork of the desk: the child belongs to the process it came from
            child.returncode = 0
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        child.wait()


def _exchange(to_child: int, from_child: int, request: bytes, seconds: float) -> bytes:
    """Write a frame and read one. Raises OSError where the pipe breaks or the time is over."""
    waiting = memoryview(len(request).to_bytes(_LENGTH, "big") + request)
    received = bytearray()
    deadline = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(from_child, selectors.EVENT_READ)
        selector.register(to_child, selectors.EVENT_WRITE)
        while len(received) < _LENGTH or len(received) < _LENGTH + int.from_bytes(received[:_LENGTH], "big"):
            events = selector.select(max(0.0, deadline - time.monotonic()))
            if not events:
                raise TimeoutError
            for key, _ in events:
                if key.fd == to_child:
                    waiting = waiting[os.write(to_child, waiting[:65536]) :]
                    if not waiting:
                        selector.unregister(to_child)
                    continue
                piece = os.read(from_child, 1 << 20)
                if not piece or len(received) > ANSWER + _LENGTH:
                    raise BrokenPipeError
                received += piece
    return bytes(received[_LENGTH:])


SHARED = Sandbox()
"""The child of this process; readers share it unless they are given one."""
