"""The app shell: first paint, then the store; signals; status polls; the idle lock. Screens own their flow."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import App
from textual.binding import BindingType
from textual.message import Message

from fapiao.errors import FapiaoError
from screens.base import DeskScreen
from screens.desk import Desk
from screens.keyboard import Stroke
from screens.people.sign_in import SignInScreen
from screens.themes import DARK, MONO, THEMES
from tui.terminal import is_hung_up

if TYPE_CHECKING:
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
    TITLE = "发票补打台"

    @dataclass
    class Opened(Message):
        """The store is open."""

        services: Services

    @dataclass
    class Polled(Message):
        """The printers answered."""

        states: Sequence[PrinterState]

    def __init__(
        self,
        open_services: Callable[[], Services],
        desk_name: str,
        *,
        training: bool = False,
        accounts: Sequence[tuple[str, str]] = (),
        theme: str = "",
    ) -> None:
        """``open_services`` is called in a worker once the first screen is painted."""
        super().__init__(ansi_color=False)
        for each in THEMES:
            self.register_theme(each)
        chosen = theme or os.environ.get(THEME, "")
        fallback = MONO.name if os.environ.get("NO_COLOR") else DARK.name
        self.theme = f"fapiao-{chosen}" if f"fapiao-{chosen}" in self.available_themes else fallback
        self.desk = Desk(self, desk_name, training=training, accounts=accounts)
        self.failure: FapiaoError | None = None
        self._open_services = open_services

    def get_default_screen(self) -> DeskScreen:
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

    @work(thread=True, group="open", exit_on_error=False)
    def _start(self) -> None:
        from fapiao.usecases.paper.recover import recover

        try:
            services = self._open_services()
            recover(services)
        except FapiaoError as error:
            self.call_from_thread(self._fail, error)
        else:
            self.post_message(self.Opened(services))

    def _fail(self, error: FapiaoError) -> None:
        self.failure = error
        self.exit(return_code=error.exit_code)

    def on_fapiao_app_opened(self, event: Opened) -> None:
        """Show the facts and begin to poll."""
        self.desk.open(event.services)
        self._show_polled()
        self.poll()
        self.set_interval(POLL_SECONDS, self.poll)
        self.set_interval(IDLE_CHECK_SECONDS, self._lock_when_idle)

    @work(thread=True, group="poll", exclusive=True, exit_on_error=False)
    def poll(self) -> None:
        """Ask the printers."""
        from fapiao.usecases.printers.status import printer_status

        try:
            self.post_message(self.Polled(printer_status(self.desk.services)))
        except FapiaoError:
            # The next poll says it again; the screens keep the clock time of the last answer.
            return

    def on_fapiao_app_polled(self, event: Polled) -> None:
        """Show the answers with the clock time."""
        self.desk.polled = event.states
        self._show_polled()

    def _show_polled(self) -> None:
        if isinstance(self.screen, DeskScreen):
            self.screen.polled()

    async def on_event(self, event: events.Event) -> None:
        """Take every key to the one keyboard; Textual's own bindings are never asked."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.desk.last_key = time.monotonic()
            character = event.character if event.is_printable and event.character else ""
            self.desk.keyboard.take(Stroke(event.key, character, event.time))
            return
        await super().on_event(event)

    def _lock_when_idle(self) -> None:
        if self.desk.session is None:
            return
        with self.desk.services.store.reading() as unit:
            seconds = self.desk.services.policy(unit).number("session.idle_seconds")
        idle = time.monotonic() - self.desk.last_key
        if seconds is not None and idle > seconds and not getattr(self.screen, "is_printing", False):
            self.desk.sign_out()
            self.desk.say("无操作已自动锁定，请重新登录")
