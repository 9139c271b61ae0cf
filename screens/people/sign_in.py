"""Sign in: name, password, Enter; the printers and the store in three lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from fapiao.errors import FapiaoError
from fapiao.people import Session
from fapiao.said import in_words, say
from screens.base import DeskScreen
from screens.keys import key
from screens.places import SignedIn
from screens.widgets.cells import fit
from screens.widgets.field import Field
from screens.widgets.lines import Text, content, lines

if TYPE_CHECKING:
    from screens.desk import Desk

_BLANK = "_" * 22
"""Shows where to type, in every theme."""


class SignInScreen(DeskScreen[None]):
    """The first screen. Two fields; Enter in the first goes to the second."""

    DEFAULT_CSS = """
    SignInScreen #form { height: auto; width: 100%; margin: 2 0 1 0; }
    SignInScreen .row { height: 1; width: 100%; }
    SignInScreen .label { width: 29; text-align: right; color: $dim; }
    SignInScreen Field { width: 24; }
    """
    shows_printers = True
    active = ("help", "sign_out", "menu")
    enter_label = say("登录")
    key_labels: ClassVar[dict[str, str]] = {"sign_out": say("关闭程序")}

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._at_password = False

    def compose_body(self) -> Iterable[Widget]:
        """The form in the middle, facts below."""
        return (
            Vertical(
                Horizontal(
                    Text(text_id="name-label", classes="label"),
                    Field(field_id="field", placeholder=_BLANK),
                    classes="row",
                ),
                Horizontal(
                    Text(text_id="password-label", classes="label"),
                    Field(password=True, field_id="password", placeholder=_BLANK),
                    classes="row",
                ),
                id="form",
            ),
            Text(text_id="facts"),
        )

    def compose_entry(self) -> Iterable[Widget]:
        """No further input row: the form is the input."""
        return ()

    def fill(self) -> None:
        """Show what is known without asking any printer."""
        self.query_one("#name-label", Text).show(content(say("用户名"), "  "))
        self.query_one("#password-label", Text).show(content(say("密  码"), "  "))
        rows = [content(" " * 29, (say("Enter 登录"), "dim")), content("")]
        if self.desk.accounts:
            rows.append(content(say("  培训台账户："), (say("每张纸都印“培训 · 非发票”"), "warn")))
            for name, password in self.desk.accounts:
                rows.append(content("    ", (name, "bold"), say("  密码 "), (password, "bold")))
            rows.append(content(""))
        rows += [
            content("  ", (fit(say("打印机"), 8), "dim"), state_words(self.desk)),
            content("  ", (fit(say("数据"), 8), "dim"), store_words(self.desk)),
        ]
        self.query_one("#facts", Text).show(lines(rows))

    @property
    def field(self) -> Field:
        """The field that takes the keys now."""
        return self.query_one("#password" if self._at_password else "#field", Field)

    def _go_to(self, *, password: bool) -> None:
        self._at_password = password
        self.field.focus()

    @key("next", "up", "down")
    def press_next(self) -> None:
        """Tab between the two fields."""
        self._go_to(password=not self._at_password)

    @key("back")
    def press_back(self) -> None:
        """Esc empties the form."""
        self._empty()

    def _empty(self) -> None:
        for field in self.query(Field):
            field.value = ""
        self._go_to(password=False)

    @key("sign_out")
    def press_sign_out(self) -> None:
        """Nobody is signed in: F10 ends the program."""
        self.app.exit()

    def entered(self, at: float) -> None:  # noqa: ARG002 - nothing prints from here
        """Enter in the first field goes to the second; there it signs in, and what is typed next waits for home."""
        name, password = self.query_one("#field", Field), self.query_one("#password", Field)
        if not self._at_password and not password.value:
            self._go_to(password=True)
        elif not name.value.strip() or not password.value:
            self.status(say("请输入用户名和密码"))
            self._go_to(password=bool(name.value.strip()))
        else:
            self.status(say("正在核对…"))
            given = (name.value, password.value)
            password.value = ""
            self.background(lambda: self.desk.cases.people.arrive(*given), self._arrived, self._refused, hold=True)

    def _arrived(self, arrived: tuple[Session, bool]) -> None:
        """Go on: home, or a new password first."""
        session, must_change = arrived
        self._empty()
        self.status("")
        self.desk.go(SignedIn(session, must_change))

    def _refused(self, error: FapiaoError) -> None:
        """Say so; the name stays, the password goes."""
        self._go_to(password=True)
        self.fail(error)


def state_words(desk: Desk) -> str:
    """Return the printers' states in one line."""
    if not desk.is_open:
        return "…"
    if not desk.polled:
        return say("正在查询…")
    return "   ".join(f"{s.printer.name} {in_words(s.label)}" for s in desk.polled)


def store_words(desk: Desk) -> str:
    """Return the store's size in one line."""
    if not desk.is_open:
        return say("正在打开…")
    facts = desk.cases.care.facts()
    return say("本机 {invoices:,} 张发票   账本 {entries:,} 条", invoices=facts.invoices, entries=facts.entries)
