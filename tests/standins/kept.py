"""One stand-in for many tests: begun when first asked for, cleaned between tests, begun anew where a test ended it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Generic, Protocol, TypeVar


class Cleanable(Protocol):
    """A running program that tests leave traces in."""

    def clean(self) -> bool:
        """Forget all that was; False where only a new one will do."""
        ...


_T = TypeVar("_T", bound=Cleanable)


class Kept(Generic[_T]):
    """The stand-in that ``begin`` starts."""

    def __init__(self, begin: Callable[[], AbstractContextManager[_T]]) -> None:
        self._begin, self._stack = begin, ExitStack()
        self._running: _T | None = None

    def clean(self) -> _T:
        """The stand-in as if nobody had used it yet."""
        if self._running is None or not self._running.clean():
            self.end()
            self._running = self._stack.enter_context(self._begin())
        return self._running

    def end(self) -> None:
        """End it, where it runs."""
        self._running = None
        self._stack.close()


@contextmanager
def kept(begin: Callable[[], AbstractContextManager[_T]]) -> Iterator[Kept[_T]]:
    """Keep one until the tests are over."""
    keeper = Kept(begin)
    try:
        yield keeper
    finally:
        keeper.end()
