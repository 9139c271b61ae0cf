"""发票格式设置: a printer's own corrections of the layouts, value by value, with the face as cells beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from fapiao.errors import FapiaoError
from fapiao.people import Permission
from fapiao.said import in_words, say
from fapiao.sitelayout import SiteLayout
from screens.base import DeskScreen
from screens.keys import key
from screens.settings.layout_cells import ROWS, label, shown, stepped, typed
from screens.widgets.cells import fit, wrap
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from screens.desk import Desk
    from screens.places import Layout

_VALUES = 34
"""Cells of the list of values."""
_LABEL = 17
_SCOPE = say("字号和项目只用于按数据排版的票面")
_LINE = re.compile(r"^\D{1,8}\d+\D{0,3}[：:] ?")
"""Where a file is at fault; here there is none to look into."""


class LayoutScreen(DeskScreen[None]):
    """Up and down choose a value, left and right or a number change it, Enter keeps all."""

    DEFAULT_CSS = f"""
    LayoutScreen #values-side {{ width: {_VALUES}; height: 1fr; }}
    LayoutScreen #face-side {{ width: 1fr; height: 1fr; border-left: vkey $dim; padding: 0 0 0 1; }}
    """
    title_text = say("发票格式设置")
    active = ("up", "left", "page_down", "back", "menu")
    key_labels: ClassVar[dict[str, str]] = {
        "up": say("↓ 选行"),
        "left": say("→ 改值"),
        "page_down": say("翻预览"),
        "back": say("不改"),
    }
    enter_label = say("记下")

    def __init__(self, desk: Desk, place: Layout) -> None:
        super().__init__(desk)
        desk.signed_in.operator.require(Permission.PRINTERS)
        self._printer, self._paper = place.printer, place.paper
        self._kept = SiteLayout.of(desk.cases.printers.show_layout(place.printer, place.paper))
        self._layout = self._kept
        self._row = 0
        self._top = 0
        self._face: list[str] = []
        self._job = desk.cases.paper.sample_job(place.printer, place.paper, place.number)

    def on_mount(self) -> None:
        """Say how values change."""
        super().on_mount()
        self.status(say("用 ← → 改值，或输入数字再按 Enter"))

    def compose_body(self) -> Iterable[Widget]:
        """What is changed, the values, and the face."""
        return (
            Text(text_id="what"),
            Rule(),
            Horizontal(
                Vertical(Text(text_id="values"), id="values-side"), Vertical(Text(text_id="face"), id="face-side")
            ),
        )

    def fill(self) -> None:
        """Draw values and face."""
        changed = say("（有改动）") if self._layout.text else say("（自带的格式）")
        what = content("  ", (self._printer, "bold"), "   ", self._paper.label, "   ", changed, "   ", (_SCOPE, "dim"))
        self.query_one("#what", Text).show(what)
        room = self.app.size.height - 6
        first = max(0, min(self._row - room // 2, len(ROWS) - room))
        rows = [self._draw(n, row) for n, row in enumerate(ROWS[first : first + room], first)]
        self.query_one("#values", Text).show(lines(rows))
        self._draw_face(room)

    def _draw(self, index: int, row: str) -> Content:
        at = index == self._row
        value, differs = shown(self._layout, row)
        style = "reverse" if at else "bold" if differs else "dim"
        return content(
            (" ▸ " if at else "   ", "accent"), (fit(label(row), _LABEL), "bold" if at else "dim"), " ", (value, style)
        )

    def _draw_face(self, room: int) -> None:
        if self._job is None:
            self.query_one("#face", Text).show(content((say("导入发票后，这里显示票面"), "dim")))
            return
        job = replace(self._job, overlay=self._layout.text)
        cells = self.cells - _VALUES - 2
        try:
            found = self.desk.cases.paper.face_in_cells(job, cells)
        except FapiaoError as error:
            found = [*wrap(error.message, cells), *wrap(error.cure, cells)]
        self._show_change(found, room)
        self._top = max(0, min(self._top, len(found) - room))
        self.query_one("#face", Text).show(lines(fit(row, cells) for row in found[self._top : self._top + room]))

    def _show_change(self, found: list[str], room: int) -> None:
        """Scroll to the first line that a change made different."""
        pairs = enumerate(zip_longest(self._face, found))
        changed = next((n for n, (before, after) in pairs if before != after), 0) if self._face else 0
        if changed and not self._top <= changed < self._top + room:
            self._top = changed - room // 2
        self._face = found

    def _take(self, layout: SiteLayout) -> None:
        """Use a changed layout, where the layouts can; its risks are told."""
        risks = self.desk.cases.printers.risks_of(layout.text, self.title_text)
        self._layout = layout
        self.fill()
        self.status(
            f"! {_LINE.sub('', in_words(risks[0]))}" if risks else say("Enter 记下以后才用到纸上"),
            "warn" if risks else "",
        )

    @key("left")
    def press_left(self) -> None:
        """Smaller."""
        self._take(stepped(self._layout, ROWS[self._row], -1))

    @key("right")
    def press_right(self) -> None:
        """Larger."""
        self._take(stepped(self._layout, ROWS[self._row], 1))

    @key("up")
    def press_up(self) -> None:
        """Value above."""
        self._row = (self._row - 1) % len(ROWS)
        self.fill()

    @key("down", "next")
    def press_down(self) -> None:
        """Value below."""
        self._row = (self._row + 1) % len(ROWS)
        self.fill()

    @key("page_down")
    def press_page_down(self) -> None:
        """Further down the face."""
        self._top += self.app.size.height - 7
        self.fill()

    @key("page_up")
    def press_page_up(self) -> None:
        """Further up the face."""
        self._top -= self.app.size.height - 7
        self.fill()

    @key("back")
    def press_back(self) -> None:
        """Esc: nothing is kept."""
        self.desk.back()
        if self._layout != self._kept:
            self.desk.say(say("发票格式没有改动"))

    def enter(self, text: str) -> None:
        """Take a number, or keep the layout."""
        self.clear()
        if text:
            layout = typed(self._layout, ROWS[self._row], text)
            if layout is None:
                self.search(text)
            else:
                self._take(layout)
            return
        if self._layout != self._kept:
            self.desk.cases.printers.set_layout(self._printer, self._paper, self._layout.text)
            self.desk.say(say("{printer} {label} 的发票格式已记下", printer=self._printer, label=self._paper.label))
        self.desk.back()
