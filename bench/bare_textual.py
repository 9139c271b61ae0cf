"""A bare Textual program: the sign-in screen's widgets, one for one, and nothing else of the desk."""

from __future__ import annotations

import os

os.environ["TEXTUAL_ANIMATIONS"] = "none"

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static


class Bare(App[None]):
    """Ten lines in the same containers."""

    CSS = "Static, Horizontal { height: 1; } Vertical { height: auto; } #body { height: 1fr; } Input { width: 24; }"
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """The same tree as ``screens.people.sign_in``."""
        name, password = Input(compact=True), Input(compact=True, password=True)
        name.cursor_blink = password.cursor_blink = False
        yield Static("发票补打台")
        yield Vertical(
            Vertical(Horizontal(Static("用户名"), name), Horizontal(Static("密  码"), password)),
            Static("打印机\n数据"),
            id="body",
        )
        yield Static("")
        yield Static("Enter 登录  F1 帮助  F10 关闭程序")


if __name__ == "__main__":
    Bare().run(mouse=False)
