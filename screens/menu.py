"""The digit menu (ctrl+g): everything that function keys do, for terminals that lose them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from fapiao.said import in_words, say
from screens.base import DeskScreen
from screens.keys import BY_ID, MENU_ORDER, key
from screens.places import COMMANDS
from screens.widgets.cells import fit
from screens.widgets.lines import Part, Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from screens.desk import Desk

_WORD, _MEANING = 11, 26
"""Cells of a command word and of what it does."""


class MenuScreen(DeskScreen[None]):
    """A digit acts on the screen below, at once; Esc or Enter leaves."""

    title_text = say("菜单")
    active = ("back",)
    enter_label = say("返回")

    def __init__(self, desk: Desk, below: DeskScreen[Any]) -> None:
        super().__init__(desk)
        self._below = below

    def compose_body(self) -> Iterable[Widget]:
        """Ten keys, then the words."""
        return (Rule(), Text(text_id="menu"))

    def fill(self) -> None:
        """Draw; what the screen below cannot do is dim."""
        rows = [
            content(""),
            content("   ", (say("在“{title_text}”上：", title_text=self._below.title_text or say("登录")), "dim")),
            content(""),
        ]
        for position, key_id in enumerate(MENU_ORDER, 1):
            key = BY_ID[key_id]
            label = self._below.key_labels.get(key_id, key.label)
            can = self._below.can_press(key_id)
            digit = str(position % 10)
            line = f"{fit(key.shown, 6)}{fit(label, 14)}{in_words(key.meaning)}"
            rows.append(content("     ", (digit, "accent" if can else "dim"), "  ", line if can else (line, "dim")))
        self.query_one("#menu", Text).show(lines([*rows, content(""), *self._commands()]))
        self.status(say("按数字再按 Enter"))

    def _commands(self) -> list[Content]:
        """The words that the line takes here, two beside each other."""
        signed_in = self.desk.session is not None
        shown = [each for each in COMMANDS if each.word]
        half = (len(shown) + 1) // 2
        rows = [content("   ", (say("或输入："), "dim"))]
        for pair in zip_longest(shown[:half], shown[half:]):
            parts: list[Part] = ["     "]
            for each in filter(None, pair):
                can = signed_in or each.for_anybody
                parts += [
                    (fit(each.shown, _WORD), "accent" if can else "dim"),
                    (fit(each.meaning, _MEANING), "" if can else "dim"),
                ]
            rows.append(content(*parts))
        return rows

    def enter(self, text: str) -> None:
        """Leave, and press that key on the screen below."""
        self.clear()
        if not text:
            self.desk.back()
        elif len(text) == 1 and text.isdigit():
            key_id = MENU_ORDER[(int(text) - 1) % 10]
            self.desk.back()
            self._below.action_press(key_id)
        else:
            self.status(say("请按一个数字"), "warn")

    @key("menu")
    def press_menu(self) -> None:
        """ctrl+g again leaves."""
        self.desk.back()
