"""The desk as screens see it: who is signed in, what may be done, where to go, when the printers were last asked.

Reads are a millisecond and run where they are asked for, so the next screen is there before the next key; what takes
longer (a password hash, a printer, an import) runs in the background.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from fapiao.errors import FapiaoError
from fapiao.hometime import HOME
from fapiao.said import joined, say, words
from screens.background import Background
from screens.keyboard import Keyboard, TakesKeys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App

    from fapiao.cases import Cases
    from fapiao.people import Session
    from fapiao.ports.host import Log
    from fapiao.usecases.printers.status import PrinterState
    from screens.places import Place


class Ways(Protocol):
    """Gets from place to place: :class:`screens.navigator.Navigator`."""

    def go(self, place: Place, then: Callable[[Any], None] | None = None) -> None:
        """Open ``place``; ``then`` gets what its screen answers."""
        ...

    def back(self) -> None:
        """One step back; home and sign-in stay."""
        ...


class Desk:
    """What all screens share. Holds no widget and knows no screen."""

    def __init__(
        self,
        app: App[None],
        name: str,
        log: Log,
        *,
        training: bool = False,
        accounts: Sequence[tuple[str, str]] = (),
        language: str = "",
    ) -> None:
        """``accounts`` are the practice desk's (name, password) pairs, shown on its sign-in screen.

        ``language`` goes before what an account chose; empty = nobody asked for one.
        """
        self.app = app
        self.name = name
        self.log = log
        self.accounts = accounts
        self.language = language
        self.training = training
        self.session: Session | None = None
        self.keyboard = Keyboard(app)
        self.background = Background(app, self.keyboard, log)
        self.last_enter = 0.0
        self.last_key = time.monotonic()
        self.polled: Sequence[PrinterState] = ()
        self.ways: Ways | None = None
        self._cases: Cases | None = None
        self._opened = threading.Event()

    @property
    def product(self) -> str:
        """The program's name, as line 1 says it."""
        return words("发票补打台（培训）") if self.training else words("发票补打台")

    @property
    def is_open(self) -> bool:
        """True once the store is open; the first screen is painted before that."""
        return self._cases is not None

    @property
    def cases(self) -> Cases:
        """What can be done here, by whoever is signed in; a worker waits here until the store is open."""
        self._opened.wait()
        assert self._cases is not None
        return self._cases

    def open(self, cases: Cases) -> None:
        """Take what can be done, once the store is there."""
        self._cases = cases
        self._opened.set()

    def signs_in(self, session: Session | None) -> None:
        """Change who is at the desk; None = nobody."""
        self.session = session
        self._cases = self.cases.of(session)

    @property
    def signed_in(self) -> Session:
        """The session; screens behind the sign-in screen always have one."""
        if self.session is None:
            raise FapiaoError(say("还没有登录"), say("请先登录"))
        return self.session

    def tidy(self) -> None:
        """Let the collector work now, and look only at what is new next time: else it takes its 150 ms at some Enter."""
        gc.collect()
        gc.freeze()

    def head_right(self) -> str:
        """Desk, operator, and when the printers were last asked."""
        if self.session is None:
            now = self.cases.care.now() if self.is_open else datetime.now(HOME)
            return f"{self.name}   {now.astimezone(HOME):%Y-%m-%d %H:%M}"
        operator = self.session.operator
        roles = joined(words("、"), (role.label for role in sorted(operator.roles)))
        asked = f" {self.polled[0].at.astimezone(HOME):%H:%M}" if self.polled else ""
        who = words("{name}（{roles}）", name=operator.display, roles=roles)
        return f"{self.name}   {who}  {words('本机')}{asked}"

    def printer_label(self, name: str) -> tuple[str, bool]:
        """Return a printer's last known state in words, and whether it is ready."""
        for state in self.polled:
            if state.printer.name == name:
                return f"{joined(words('、'), state.words)} {state.at.astimezone(HOME):%H:%M}", state.ready
        return words("未查询"), True

    def go(self, place: Place, then: Callable[[Any], None] | None = None) -> None:
        """Open ``place``; ``then`` gets what its screen answers, if it answers. Raises FapiaoError where it cannot be."""
        assert self.ways is not None
        self.ways.go(place, then)

    def back(self) -> None:
        """One step back; home and sign-in stay."""
        assert self.ways is not None
        self.ways.back()

    def say(self, sentence: str) -> None:
        """Say one sentence on the screen that comes up next."""
        self.app.call_later(self._say, sentence)

    def _say(self, sentence: str) -> None:
        if isinstance(self.app.screen, TakesKeys):
            self.app.screen.status(sentence)
