"""Choose a password: after a one-time code, typed twice (A3, A10)."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on, work
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from fapiao.errors import FapiaoError
from fapiao.usecases.sign_in import change_password
from screens.base import DeskScreen
from screens.widgets.field import Field
from screens.widgets.lines import Text


class NewPasswordScreen(DeskScreen):
    """Two fields; both must agree."""

    DEFAULT_CSS = """
    NewPasswordScreen #form { height: auto; width: 100%; margin: 2 0 1 0; }
    NewPasswordScreen .row { height: 1; width: 100%; }
    NewPasswordScreen .label { width: 29; text-align: right; color: $dim; }
    NewPasswordScreen Field { width: 24; text-style: underline; }
    """
    title_text = "设置新密码"
    active = ("help", "sign_out")
    enter_label = "保存"

    def compose_body(self) -> Iterable[Widget]:
        """The form."""
        return (
            Vertical(
                Horizontal(Text("新密码  ", classes="label"), Field(password=True, field_id="field"), classes="row"),
                Horizontal(Text("再输一次  ", classes="label"), Field(password=True, field_id="again"), classes="row"),
                id="form",
            ),
            Text("  至少 8 个字符，15 个以上更好；一句话最好记。不要含用户名。", classes="dim"),
        )

    def compose_entry(self) -> Iterable[Widget]:
        """The form is the input."""
        return ()

    def press_next(self) -> None:
        """Tab between the two fields."""
        self.query_one("#again" if self.field.has_focus else "#field", Field).focus()

    press_up = press_next
    press_down = press_next

    def press_back(self) -> None:
        """Nothing behind this screen but signing out."""
        self.desk.sign_out()

    @on(Field.Entered)
    def _entered(self, event: Field.Entered) -> None:
        event.stop()
        again = self.query_one("#again", Field)
        if self.field.has_focus:
            again.focus()
            return
        self.status("正在保存…")
        self._change(self.field.value, again.value)

    @work(thread=True, group="sign_in", exit_on_error=False)
    def _change(self, new: str, again: str) -> None:
        try:
            change_password(self.desk.services, self.desk.signed_in, new, again)
        except FapiaoError as error:
            self.app.call_from_thread(self._failed, error)
        else:
            self.app.call_from_thread(self.desk.home)

    def _failed(self, error: FapiaoError) -> None:
        for field in self.query(Field):
            field.value = ""
        self.field.focus()
        self.fail(error)
