"""The one way to work in the background: whatever happens there is said, logged, and gives the keyboard back.

Work runs in a worker thread and ends in one message to the app's own thread. A fault of the program goes to the log once,
under an id that the sentence on the screen names; the keyboard is released on every way out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from fapiao.errors import FapiaoError, as_fapiao

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from fapiao.ports.host import Log
    from screens.keyboard import Keyboard

T = TypeVar("T")


class Background:
    """Runs work beside the screens of one app."""

    def __init__(self, app: App[None], keyboard: Keyboard, log: Log) -> None:
        self._app, self._keyboard, self._log = app, keyboard, log

    def run(
        self,
        do: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[FapiaoError], None],
        *,
        where: str,
        hold: bool = False,
    ) -> None:
        """Do ``do`` in a thread, then ``done`` with what came of it or ``failed`` with why not, in the app's thread.

        ``where`` names the work in the log. ``hold`` keeps what is typed until the end, because the end decides which
        screen it is meant for.
        """
        if hold:
            self._keyboard.hold()

        def work() -> None:
            try:
                result = do()
            except Exception as error:  # noqa: BLE001 - whatever went wrong, somebody is waiting for the answer
                problem = as_fapiao(error, self._log, where)
                self._deliver(lambda: failed(problem), failed, where, hold=hold)
            else:
                self._deliver(lambda: done(result), failed, where, hold=hold)

        self._app.run_worker(work, name=where, exit_on_error=False, thread=True)

    def later(self, what: Callable[[], None], failed: Callable[[FapiaoError], None], *, where: str) -> None:
        """Have the app's thread do ``what`` soon; called from work that tells how far it is."""
        self._deliver(what, failed, where, hold=False)

    def _deliver(
        self, what: Callable[[], None], failed: Callable[[FapiaoError], None], where: str, *, hold: bool
    ) -> None:
        if self._app.is_running:
            self._app.call_later(self._end, what, failed, where, hold)

    def _end(self, what: Callable[[], None], failed: Callable[[FapiaoError], None], where: str, hold: bool) -> None:  # noqa: FBT001 - call_later passes it on
        try:
            self.guarded(what, failed, where=where)
        finally:
            if hold:
                self._keyboard.release()

    def guarded(self, what: Callable[[], None], failed: Callable[[FapiaoError], None], *, where: str) -> None:
        """Do ``what`` here and now; whatever it raises is said by ``failed``, and a failing ``failed`` is logged."""
        try:
            what()
        except Exception as error:  # noqa: BLE001 - a key must never end the desk
            problem = as_fapiao(error, self._log, where)
            try:
                failed(problem)
            except Exception as second:  # noqa: BLE001 - as above
                self._log.defect(second, f"{where}, saying so")
