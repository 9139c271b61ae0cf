"""The app shell: first paint, then the store; signals; status polls; the idle lock. Screens own their flow."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType

from fapiao.errors import Defect, FapiaoError, as_fapiao
from fapiao.said import read_in, say
from screens.desk import Desk
from screens.keyboard import Stroke, TakesKeys
from screens.navigator import Navigator
from screens.people.sign_in import SignInScreen
from screens.places import SignedOut
from screens.themes import DARK, MONO, THEMES
from tui.language import asked_language
from tui.terminal import is_hung_up

if TYPE_CHECKING:
    from fapiao.cases import Cases
    from fapiao.ports.host import Log
    from fapiao.services import Services
    from fapiao.usecases.printers.status import PrinterState

POLL_SECONDS = 60.0
IDLE_CHECK_SECONDS = 15.0
HANG_UP_SECONDS = 2.0
THEME = "FAPIAO_THEME"


class FapiaoApp(App[None], inherit_bindings=False):
    """The desk in a terminal. Nothing quits it but F10 twice, a signal, or the end of the terminal."""

    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "app.tcss"
    TITLE = say("发票补打台")

    def __init__(
        self,
        open_services: Callable[[], Services],
        desk_name: str,
        log: Log,
        *,
        training: bool = False,
        accounts: Sequence[tuple[str, str]] = (),
        theme: str = "",
        language: str = "",
    ) -> None:
        """``open_services`` is called in a worker once the first screen is painted; ``language`` goes before accounts'."""
        super().__init__(ansi_color=False)
        for each in THEMES:
            self.register_theme(each)
        chosen = theme or os.environ.get(THEME, "")
        fallback = MONO.name if os.environ.get("NO_COLOR") else DARK.name
        self.theme = f"fapiao-{chosen}" if f"fapiao-{chosen}" in self.available_themes else fallback
        asked = language or asked_language()
        read_in(asked)
        self.desk = Desk(self, desk_name, log, training=training, accounts=accounts, language=asked)
        Navigator(self, self.desk)
        self.failure: FapiaoError | None = None
        self._open_services = open_services
        self._polling = False

    def get_default_screen(self) -> SignInScreen:
        """The sign-in screen lies at the bottom, so the first paint is the only one."""
        return SignInScreen(self.desk)

    def on_mount(self) -> None:
        """Take signals, then open the store behind the first paint."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, self._leave)
            except (NotImplementedError, RuntimeError, ValueError):
                # Under the tests' driver the loop may run outside the main thread.
                break
        self.set_interval(HANG_UP_SECONDS, self._leave_when_hung_up)
        self.call_after_refresh(self._start)

    def _leave_when_hung_up(self) -> None:
        if is_hung_up():
            self._leave()

    def _leave(self) -> None:
        """End the screens; a printing thread writes its outcome before the process ends."""
        self.exit()

    def _start(self) -> None:
        # What the first paint needed lives as long as the desk: no collection looks at it again.
        gc.freeze()
        gc.enable()

        def work() -> Cases:
            from fapiao.cases import Cases

            cases = Cases(self._open_services())
            cases.paper.recover()
            return cases

        self.desk.background.run(work, self._opened, self._fail, where="open the store")

    def _fail(self, error: FapiaoError) -> None:
        self.failure = error
        self.exit(return_code=error.exit_code)

    def _opened(self, cases: Cases) -> None:
        """Show the facts and begin to poll."""
        self.desk.open(cases)
        self._show_polled()
        self.poll()
        self.set_interval(POLL_SECONDS, self.poll)
        self.set_interval(IDLE_CHECK_SECONDS, self._lock_when_idle)

    def poll(self) -> None:
        """Ask the printers; while an answer is awaited, nobody asks again."""
        if not self._polling:
            self._polling = True
            self.desk.background.run(self._ask_printers, self._polled, self._not_polled, where="poll")

    def _ask_printers(self) -> Sequence[PrinterState]:
        return self.desk.cases.printers.status()

    def _polled(self, states: Sequence[PrinterState]) -> None:
        """Show the answers with the clock time."""
        self._polling = False
        self.desk.polled = states
        self._show_polled()

    def _not_polled(self, error: FapiaoError) -> None:
        """Say a fault of the program; else the next poll says it again, and screens keep the time of the last answer."""
        self._polling = False
        if isinstance(error, Defect):
            self.desk.say(error.message)

    def _show_polled(self) -> None:
        if isinstance(self.screen, TakesKeys):
            self.screen.polled()

    def _handle_exception(self, error: Exception) -> None:
        """Log what nobody caught, and end with a sentence that names it: a traceback on a kiosk helps nobody."""
        if self.failure is None:
            self.failure = as_fapiao(error, self.desk.log, "uncaught")
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self.exit(return_code=self.failure.exit_code)

    async def on_event(self, event: events.Event) -> None:
        """Take every key to the one keyboard; Textual's own bindings are never asked."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.desk.last_key = time.monotonic()
            character = event.character if event.is_printable and event.character else ""
            self.desk.keyboard.take(Stroke(event.key, character, event.time))
            return
        await super().on_event(event)

    def _lock_when_idle(self) -> None:
        self.desk.background.guarded(self._lock, lambda _: None, where="idle lock")

    def _lock(self) -> None:
        if self.desk.session is None:
            return
        seconds = self.desk.cases.care.policy().number("session.idle_seconds")
        idle = time.monotonic() - self.desk.last_key
        if (
            seconds is not None
            and idle > seconds
            and not (isinstance(self.screen, TakesKeys) and self.screen.is_printing)
        ):
            self.desk.go(SignedOut())
            self.desk.say(say("无操作已自动锁定，请重新登录"))
