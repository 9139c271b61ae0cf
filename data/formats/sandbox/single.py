"""One whole file read in a fork: what it says, or why it cannot be read; its pictures and pages in forks of that fork."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from data.formats.readers import FileReaders
from data.formats.sandbox.asked import told
from data.formats.sandbox.fork import allow, in_fork, spent
from data.formats.sandbox.parent import Sandbox
from data.formats.sandbox.wire import packed
from fapiao.errors import UnreadableFile
from fapiao.said import say
from ofd.zip_members import Budget

if TYPE_CHECKING:
    from collections.abc import Callable

_LARGEST_PART, _KEPT = 0.5, 0.3
"""Of the time for a file: what one picture or page text may take, and what is left for everything else."""


class Inside(Sandbox):
    """Asks forks of this fork; all of them together take no more time than the file may."""

    def __init__(self, jobs: dict[bytes, Callable[[bytes], dict[str, Any]]], seconds: float) -> None:
        self._jobs = jobs
        self._seconds = seconds
        self._began = spent()

    def ask(self, job: bytes, data: bytes) -> dict[str, Any]:
        """Return the answer. Raises UnreadableFile where the fork crashed or ran out of its limits."""
        share = min(_LARGEST_PART * self._seconds, self._left() - _KEPT * self._seconds)
        answer = in_fork(lambda: self._jobs[job](data), share) if share > 0 else b""
        allow(self._left())
        if not answer:
            raise UnreadableFile(say("文件已损坏或内容异常"), say("请重新下载该文件"))
        found: dict[str, Any] = json.loads(answer)
        return found

    def close(self) -> None:
        """Nothing is kept open."""

    def _left(self) -> float:
        return self._seconds - (spent() - self._began)


def read(asked: bytes, jobs: dict[bytes, Callable[[bytes], dict[str, Any]]], seconds: float) -> dict[str, Any]:
    """Return the readings without the file's own bytes, and how many bytes it unpacked to."""
    path, content, room, data = told(asked)
    budget = Budget(room)
    readings = FileReaders(Inside(jobs, seconds)).read_here(path, data, content, budget)
    return {"readings": packed(readings), "used": room - budget.left}
