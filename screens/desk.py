"""The desk as screens see it: services, who is signed in, and the ways from one screen to another.

Reads are a millisecond and run where they are asked for, so the next screen is there before the next key; what takes
longer (a password hash, a printer, an import) runs in a worker thread that ends in one message.
"""

from __future__ import annotations

import gc
import secrets
import threading
import time
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from fapiao.errors import FapiaoError, NotFound
from fapiao.hometime import HOME
from fapiao.identity import split_full
from fapiao.reprint import Reason, Reprint
from fapiao.stored import RecordFilter
from fapiao.usecases.invoices.find import find, find_one
from fapiao.usecases.invoices.inspect import inspect_invoice
from fapiao.usecases.paper.order import Order
from fapiao.usecases.people.sign_in import check_session, sign_out
from fapiao.usecases.printers.desk_settings import load_settings
from fapiao.usecases.records.history import records
from fapiao.usecases.records.slip import check_slip
from screens.keyboard import Keyboard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App

    from fapiao.people import Session
    from fapiao.services import Services
    from fapiao.usecases.invoices.inspect import Inspection
    from fapiao.usecases.printers.status import PrinterState
    from screens.base import DeskScreen

PRODUCT = "发票补打台"
HEAD_START = 0.05
"""Seconds in which a print has Python to itself before its screen is drawn: drawing at once doubles the time until the
first byte, and nobody sees a twentieth of a second."""


class Desk:
    """What all screens share. Holds no widget."""

    def __init__(
        self, app: App[None], name: str, *, training: bool = False, accounts: Sequence[tuple[str, str]] = ()
    ) -> None:
        """``accounts`` are the practice desk's (name, password) pairs, shown on its sign-in screen."""
        self.app = app
        self.name = name
        self.accounts = accounts
        self.product = f"{PRODUCT}（培训）" if training else PRODUCT
        self.session: Session | None = None
        self.keyboard = Keyboard(app)
        self.last_enter = 0.0
        self.last_key = time.monotonic()
        self.polled: Sequence[PrinterState] = ()
        self._services: Services | None = None
        self._opened = threading.Event()

    @property
    def is_open(self) -> bool:
        """True once the store is open; the first screen is painted before that."""
        return self._services is not None

    @property
    def services(self) -> Services:
        """The services; a worker waits here until the store is open."""
        self._opened.wait()
        assert self._services is not None
        return self._services

    def open(self, services: Services) -> None:
        """Take the services once they are there."""
        self._services = services
        self._opened.set()

    @property
    def signed_in(self) -> Session:
        """The session; screens behind the sign-in screen always have one."""
        if self.session is None:
            raise FapiaoError("还没有登录", "请先登录")
        return self.session

    def tidy(self) -> None:
        """Let the collector work now, and look only at what is new next time: else it takes its 150 ms at some Enter."""
        gc.collect()
        gc.freeze()

    def head_right(self) -> str:
        """Desk, operator, and when the printers were last asked."""
        if self.session is None:
            now = self.services.now() if self.is_open else datetime.now(HOME)
            return f"{self.name}   {now.astimezone(HOME):%Y-%m-%d %H:%M}"
        operator = self.session.operator
        role = "、".join(r.label for r in sorted(operator.roles))
        asked = f"本机 {self.polled[0].at.astimezone(HOME):%H:%M}" if self.polled else "本机"
        return f"{self.name}   {operator.display}（{role}）  {asked}"

    def printer_label(self, name: str) -> tuple[str, bool]:
        """Return a printer's last known state in words, and whether it is ready."""
        for state in self.polled:
            if state.printer.name == name:
                ready = state.label in {"就绪", "纸将尽", "不能查询"}
                return f"{state.label} {state.at.astimezone(HOME):%H:%M}", ready
        return "未查询", True

    def is_command(self, text: str) -> bool:
        """Tell whether a line is a command word, or a whole number, that works from any screen."""
        first, *rest = text.split()
        word = first.upper()
        if split_full(text) is not None:
            return True
        return (word in {"RL", "B", "H", "Z"} and not rest) or (word in {"R", "W"} and len(rest) in {1, 2})

    def go(self, text: str) -> None:
        """Follow a scan, a number or a command."""
        check_session(self.services, self.signed_in, self.services.now())
        first, *rest = text.split()
        word = first.upper()
        if word == "RL" and not rest:
            self.open_last()
        elif word == "B" and not rest:
            self.open_batches()
        elif word == "H" and not rest:
            self.open_records()
        elif word == "Z" and not rest:
            self.open_day()
        elif word == "R" and rest:
            reason = self._reason(rest[1]) if len(rest) > 1 else None
            self.open_verify(find_one(self.services, self.signed_in, rest[0]), reason=reason)
        elif word == "W" and rest:
            self.open_why(find_one(self.services, self.signed_in, rest[0]))
        else:
            self.open_verify(find_one(self.services, self.signed_in, text))

    def _reason(self, digit: str) -> Reason | None:
        with self.services.store.reading() as unit:
            offered = self.services.policy(unit)["reasons"].split(",")
        if digit.isascii() and digit.isdigit() and 1 <= int(digit) <= len(offered):
            return Reason(offered[int(digit) - 1])
        raise NotFound(f"没有原因 {digit[:4]}", f"请用 1 到 {len(offered)}")

    def search(self, text: str) -> None:
        """Open the one hit of a typed search, or the list."""
        found = find(self.services, self.signed_in, text, limit=2)
        if len(found.rows) == 1:
            self.open_verify(found.rows[0].full_no)
        else:
            self.open_find(text)

    def home(self) -> None:
        """Show the home screen alone, above the sign-in screen that always lies at the bottom."""
        from screens.home import HomeScreen

        self._leave_only(1)
        self.app.push_screen(HomeScreen(self))

    def open_verify(self, full_no: str, *, reason: Reason | None = None) -> None:
        """Open the verify screen with a fresh idempotency key."""
        from screens.paper.verify import VerifyScreen

        settings = load_settings(self.services)
        order = Order(full_no, replace(settings, copies=1), secrets.token_hex(16), reason=reason)
        seen = inspect_invoice(self.services, self.signed_in, full_no, order.wish())
        self._over_home(VerifyScreen(self, order, seen))

    def open_printing(self, order: Order, seen: Inspection) -> None:
        """Print ``order`` and show how it goes, instead of this screen."""
        from screens.paper.printing import PrintingScreen

        screen = PrintingScreen(self, order, seen)
        self.keyboard.hold()
        screen.start()
        self.app.set_timer(HEAD_START, lambda: self._show_printing(screen))

    def _show_printing(self, screen: DeskScreen) -> None:
        self.replace(screen)
        self.keyboard.release()

    def open_why(self, full_no: str) -> None:
        """Open the verdict in full."""
        from screens.paper.why import WhyScreen

        seen = inspect_invoice(self.services, self.signed_in, full_no)
        self._over_home(WhyScreen(self, seen))

    def open_find(self, text: str = "") -> None:
        """Open the search screen."""
        from screens.invoices.find import FindScreen

        self._over_home(FindScreen(self, text))

    def open_records(self) -> None:
        """Open the history."""
        from screens.records.history import HistoryScreen

        self._over_home(HistoryScreen(self))

    def open_batches(self) -> None:
        """Open the list of batches."""
        from screens.batch.batches import BatchesScreen

        self._over_home(BatchesScreen(self))

    def open_batch(self, batch_id: int | None, said: str = "") -> None:
        """Open one batch, or a new one; Esc comes to the list of batches. ``said`` is its first sentence."""
        from screens.batch.lines import BatchLinesScreen

        self.open_batches()
        self.app.push_screen(BatchLinesScreen(self, batch_id, said))

    def open_record(self, reprint: Reprint) -> None:
        """The record of a paper, as it stands now."""
        from screens.records.record import RecordScreen

        with self.services.store.reading() as unit:
            rows = unit.reprints.records(RecordFilter(full_no=reprint.full_no))
        self.push(RecordScreen(self, next(row for row in rows if row.reprint.id == reprint.id)))

    def open_day(self) -> None:
        """Open the day's figures."""
        from screens.records.day import DayScreen

        self._over_home(DayScreen(self))

    def open_slip(self, text: str) -> None:
        """Say whether a paper is ours, by the code on it."""
        from screens.records.slip import SlipScreen

        self._over_home(SlipScreen(self, check_slip(self.services, self.signed_in, text)))

    def open_last(self) -> None:
        """Open the invoice that was printed last on this desk."""
        mine = records(self.services, self.signed_in, RecordFilter(desk=self.services.desk, limit=1))
        if not mine:
            raise NotFound("本台还没有打印过", "请扫码或输入号码")
        self.open_verify(mine[0].reprint.full_no)

    def open_help(self) -> None:
        """Open the help screen over this one."""
        from screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))

    def open_menu(self, below: DeskScreen) -> None:
        """Open the digit menu over this screen."""
        from screens.menu import MenuScreen

        self.app.push_screen(MenuScreen(self, below))

    def say(self, sentence: str) -> None:
        """Say one sentence on the screen that comes up next."""
        self.app.call_later(lambda: self._say(sentence))

    def _say(self, sentence: str) -> None:
        from screens.base import DeskScreen

        if isinstance(self.app.screen, DeskScreen):
            self.app.screen.status(sentence)

    def push(self, screen: DeskScreen) -> None:
        """Open a further screen; Esc comes back here."""
        self.app.push_screen(screen)

    def replace(self, screen: DeskScreen) -> None:
        """Open a screen instead of this one."""
        self.app.switch_screen(screen)

    def back(self) -> None:
        """One step back; home and sign-in stay."""
        if len(self.app.screen_stack) > self.floor:
            self.app.pop_screen()

    @property
    def floor(self) -> int:
        """How many screens always stay: sign-in, and home once somebody is signed in."""
        return 1 if self.session is None else 2

    def sign_out(self) -> None:
        """End the session and show the sign-in screen."""
        if self.session is not None:
            sign_out(self.services, self.session)
            self.session = None
        self._leave_only(1)

    def _over_home(self, screen: DeskScreen) -> None:
        """Leave only home below the new screen, so Esc always comes home after a scan."""
        self._leave_only(self.floor)
        self.app.push_screen(screen)

    def _leave_only(self, count: int) -> None:
        while len(self.app.screen_stack) > count:
            self.app.pop_screen()
