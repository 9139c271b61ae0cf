"""A screen that goes on: what its handlers, keys and background work raise is said and logged, and the next key is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.screen import Screen

from fapiao.errors import as_fapiao
from screens.keyboard import TakesKeys

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message import Message

    from fapiao.errors import FapiaoError
    from screens.desk import Desk

A = TypeVar("A")
T = TypeVar("T")


class GuardedScreen(Screen[A], TakesKeys, Generic[A]):
    """Subclasses say how an error is shown in ``fail``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._gone = False
        self._turns: dict[str, int] = {}

    def fail(self, error: FapiaoError) -> None:
        """Show an error: what is wrong, what to do."""
        raise NotImplementedError

    async def _dispatch_message(self, message: Message) -> None:
        """Dispatch as Textual does; a fault in a handler is said and logged, and the screen goes on."""
        try:
            await super()._dispatch_message(message)
        except Exception as error:  # noqa: BLE001 - a fault in a handler would end the desk
            self.fault(error, f"{type(self).__name__} {type(message).__name__}")

    def after(self, seconds: float, what: Callable[[], None]) -> None:
        """Do ``what`` that much later; what hinders it is said. A timer's own fault would end the desk."""
        self.set_timer(seconds, lambda: None if self._gone else self.guarded(what, "timer"))

    def on_unmount(self) -> None:
        """What is still under way for this screen has nobody to tell any more."""
        self._gone = True

    def fault(self, error: Exception, where: str) -> None:
        """Log a fault of the program that happened at ``where`` and say its id."""
        problem = as_fapiao(error, self.desk.log, where)
        try:
            self.fail(problem)
        except Exception as second:  # noqa: BLE001 - a screen that could not be laid out has no line to say it on
            self.desk.log.defect(second, f"{where}, saying so")

    def guarded(self, act: Callable[[], None], where: str) -> None:
        """Do ``act`` here and now; what hinders it is said."""
        self.desk.background.guarded(act, self.fail, where=f"{type(self).__name__} {where}")

    def background(
        self,
        do: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[FapiaoError], None] | None = None,
        *,
        hold: bool = False,
    ) -> None:
        """Do ``do`` in a thread, then ``done`` with what came of it, or ``failed`` (else :meth:`fail`) with why not.

        ``hold`` keeps what is typed until then. A screen that was left meanwhile is told nothing.
        """
        where = f"{type(self).__name__} {getattr(do, '__name__', 'work')}"

        def finished(result: T) -> None:
            if not self._gone:
                done(result)

        def stopped(error: FapiaoError) -> None:
            if not self._gone:
                (failed or self.fail)(error)

        self.desk.background.run(do, finished, stopped, where=where, hold=hold)

    def newest(self, what: str) -> Callable[[], bool]:
        """Return what tells whether this is still the newest question about ``what`` and the screen is still there."""
        turn = self._turns[what] = self._turns.get(what, 0) + 1
        return lambda: not self._gone and self.app.is_running and self._turns[what] == turn

    def later(self, what: Callable[..., None], *arguments: object) -> None:
        """Have the app's thread do ``what`` soon; for work that tells how far it is."""

        def shown() -> None:
            if not self._gone:
                what(*arguments)

        self.desk.background.later(shown, self.fail, where=f"{type(self).__name__} progress")
