"""A desk each call of which is a step: at a chosen one it dies, its disk fails, or time passes; all in one process.

Like ``plug``, but the desk's death is an exception that nothing of the product catches, after which no port answers
any more, so that handlers on the way out can do nothing either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from fapiao.errors import StoreError, StoreFull
from plug import Plug, Port


class Death(BaseException):
    """The process ends here, whatever would have caught an Exception."""


class Mishap(StrEnum):
    """What happens at a step, or at the next commit after it."""

    DEATH = "desk died"
    FULL = "store full at a commit"
    LOST = "commit made, its answer lost"
    PAUSE = "desk paused past its lease"


def _nothing() -> None:
    return


@dataclass
class Living:
    """Which processes live; every desk's ``Processes`` looks here."""

    alive: set[str] = field(default_factory=set)

    def born(self, name: str) -> Process:
        """A new process."""
        self.alive.add(name)
        return Process(name, self)


@dataclass(frozen=True)
class Process:
    """One process' view; implements :class:`fapiao.ports.host.Processes`."""

    name: str
    living: Living

    def me(self) -> str:
        return self.name

    def is_alive(self, holder: str) -> bool | None:
        return holder in self.living.alive


class Steps(Plug):
    """The steps of one desk; :meth:`arm` says what happens at which."""

    def __init__(self, *, pause: Callable[[], None] = _nothing, elapse: Callable[[], None] = _nothing) -> None:
        super().__init__(-1, Path())
        self._pause, self._elapse = pause, elapse
        self._mishaps: dict[int, Mishap] = {}
        self._commit: Mishap | None = None
        self.inside = 0
        self.dead = False
        self.happened: list[Mishap] = []

    def arm(self, mishaps: Mapping[int, Mishap] | None = None) -> None:
        """Count from 0 again; what was armed before no longer happens."""
        self.steps, self._mishaps, self._commit = 0, dict(mishaps or {}), None

    def step(self, what: str) -> None:
        if self.dead:
            raise Death
        if not self.inside:
            self._pause()
        self.steps += 1
        mishap = self._mishaps.pop(self.steps, None)
        if mishap is Mishap.DEATH:
            self.happened.append(mishap)
            self.dead = True
            raise Death
        if mishap is Mishap.PAUSE and not self.inside:
            self.happened.append(mishap)
            self._elapse()
            for _ in range(20):
                self._pause()
        if mishap in {Mishap.FULL, Mishap.LOST}:
            self._commit = mishap
        self._at_commit(what)

    def _at_commit(self, what: str) -> None:
        if self._commit is Mishap.FULL and what == "before writing.commit":
            self.happened.append(self._commit)
            self._commit = None
            raise StoreFull("数据无法写入：磁盘已满或只读", "请清出磁盘空间后再试")
        if self._commit is Mishap.LOST and what == "after writing.commit":
            self.happened.append(self._commit)
            self._commit = None
            raise StoreError("与数据库的连接中断", "请查看记录")


class SteppedStore(Port):
    """The store: its units are ports, and whoever is inside a writing unit is not interrupted by other desks."""

    _plug: Steps

    @contextmanager
    def reading(self) -> Iterator[Any]:
        with self._inner.reading() as unit:
            yield Port(self._plug, unit, "reading")

    @contextmanager
    def writing(self) -> Iterator[Any]:
        self._plug.step("before writing")
        with self._inner.writing() as unit:
            self._plug.inside += 1
            try:
                yield Port(self._plug, unit, "writing")
            finally:
                self._plug.inside -= 1


class SteppedDevices:
    """Devices: what they open are ports, and they may step while they send."""

    def __init__(self, steps: Steps, opens: Callable[[Any, Steps], Any]) -> None:
        self._steps, self._opens = steps, opens

    def open(self, printer: Any) -> Any:
        self._steps.step("before devices.open")
        return Port(self._steps, self._opens(printer, self._steps), "device")

    def check(self, url: str) -> None:
        del url
