"""Choose a password: after a one-time code, typed twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from fapiao.errors import FapiaoError
from fapiao.said import say
from screens.base import DeskScreen
from screens.keys import key
from screens.places import SignedIn, SignedOut
from screens.widgets.field import Field
from screens.widgets.lines import Text, content

if TYPE_CHECKING:
    from fapiao.people import Session
    from screens.desk import Desk

_BLANK = "_" * 22
"""Shows where to type, in every theme."""


class NewPasswordScreen(DeskScreen[None]):
    """Two fields; both must agree."""

    DEFAULT_CSS = """
    NewPasswordScreen #form { height: auto; width: 100%; margin: 2 0 1 0; }
    NewPasswordScreen .row { height: 1; width: 100%; }
    NewPasswordScreen .label { width: 29; text-align: right; color: $dim; }
    NewPasswordScreen Field { width: 24; }
    """
    title_text = say("设置新密码")
    active = ("help", "sign_out")
    enter_label = say("保存")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._at_again = False

    def compose_body(self) -> Iterable[Widget]:
        """The form."""
        return (
            Vertical(
                Horizontal(
                    Text(text_id="new-label", classes="label"),
                    Field(password=True, field_id="field", placeholder=_BLANK),
                    classes="row",
                ),
                Horizontal(
                    Text(text_id="again-label", classes="label"),
                    Field(password=True, field_id="again", placeholder=_BLANK),
                    classes="row",
                ),
                id="form",
            ),
            Text(text_id="advice", classes="dim"),
        )

    def fill(self) -> None:
        """Draw the labels and what makes a good password."""
        self.query_one("#new-label", Text).show(content(say("新密码"), "  "))
        self.query_one("#again-label", Text).show(content(say("再输一次"), "  "))
        advice = say("  至少 8 个字符，15 个以上更好；一句话最好记。不要含用户名。")
        self.query_one("#advice", Text).show(advice)

    def compose_entry(self) -> Iterable[Widget]:
        """The form is the input."""
        return ()

    @property
    def field(self) -> Field:
        """The field that takes the keys now."""
        return self.query_one("#again" if self._at_again else "#field", Field)

    @key("next", "up", "down")
    def press_next(self) -> None:
        """Tab between the two fields."""
        self._at_again = not self._at_again
        self.field.focus()

    @key("back")
    def press_back(self) -> None:
        """Nothing behind this screen but signing out."""
        self.desk.go(SignedOut())

    def entered(self, at: float) -> None:  # noqa: ARG002 - nothing prints from here
        """Enter in the first field goes to the second; there it saves."""
        if not self._at_again:
            self.press_next()
            return
        self.status(say("正在保存…"))
        new, again = self.query_one("#field", Field).value, self.field.value
        self.background(
            lambda: self.desk.cases.people.change_password(new, again), self._saved, self._failed, hold=True
        )

    def _saved(self, session: Session) -> None:
        self.desk.go(SignedIn(session))

    def _failed(self, error: FapiaoError) -> None:
        for field in self.query(Field):
            field.value = ""
        self.press_next()
        self.fail(error)
