"""对齐向导: print a ruler page, read two numbers where it was folded, and the printer's papers move by them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.errors import FapiaoError
from fapiao.people import Permission
from fapiao.reprint import AttemptState
from fapiao.said import in_words, say
from fapiao.usecases.paper.loose_page import LooseResult
from screens.base import DeskScreen
from screens.keys import key
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from screens.desk import Desk
    from screens.places import Wizard

_NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{1,2})?")
_DRAWING = (
    say("                           ┊ 折痕"),
    "         -3   -2   -1    0 ┊ +1   +2   +3",
    "    ──────┴────┴────┴────┴─┊──┴────┴────┴──",
    "                           ┊",
    say("    折痕在 0 的右边（下边）读正数，在左边（上边）读负数，读到 0.5 毫米"),
)
_ENTER = {"print": say("打印测试页"), "right": say("横尺读数"), "down": say("竖尺读数"), "busy": say("请稍候")}


class WizardScreen(DeskScreen[None]):
    """Enter prints; then the two numbers; then Enter prints a page to see whether it is right."""

    title_text = say("对齐向导")
    prints = True
    active = ("back", "help", "menu")

    def __init__(self, desk: Desk, place: Wizard) -> None:
        super().__init__(desk)
        desk.signed_in.operator.require(Permission.PRINTERS)
        self._printer, self._paper = place.printer, place.paper
        self._offset = desk.cases.printers.offset_of(place.printer, place.paper)
        self._step = "print"
        self._right: float | None = None
        self._printed = ""

    @property
    def enter_word(self) -> str:
        """What is asked now."""
        return _ENTER[self._step]

    @property
    def is_printing(self) -> bool:
        """True until the page's end is written; the idle lock waits for it."""
        return self._step == "busy"

    def compose_body(self) -> Iterable[Widget]:
        """What is moved, the steps, how a crease is read."""
        return (Text(text_id="what"), Rule(), Text(text_id="steps"), Text(text_id="drawing"), Rule())

    def on_mount(self) -> None:
        """Say how it begins."""
        super().on_mount()
        self.status(say("测试页不计次数；已有测试页时，可直接输入横尺读数"))

    def fill(self) -> None:
        """Draw the steps done and the one that waits."""
        right, down = self._offset
        what = content(
            "  ", (self._printer, "bold"), "   ", self._paper.label, "   ",
            (say("现在的偏移"), "dim"), say(" 右 {right}  下 {down} 毫米", right=f"{right:+.2f}", down=f"{down:+.2f}"),
        )  # fmt: skip
        self.query_one("#what", Text).show(what)
        read = say("{length} 毫米", length=f"{self._right:+.2f}") if self._right is not None else ""
        steps = [
            self._draw("print", "1", say("打印测试页"), self._printed),
            self._draw("right", "2", say("左右对折，压出折痕，输入横尺上的读数"), read),
            self._draw("down", "3", say("上下对折，压出折痕，输入竖尺上的读数"), ""),
        ]
        self.query_one("#steps", Text).show(lines(["", *steps, ""]))
        self.query_one("#drawing", Text).show(lines([content((row, "dim")) for row in _DRAWING] + [content("")]))
        self.refresh_keys()

    def _draw(self, step: str, digit: str, task: str, done: str) -> Content:
        at = step == self._step or (step == "print" and self.is_printing)
        return content(
            (" ▸ " if at else "   ", "accent"), (f"{digit} {in_words(task)}", "bold" if at else "dim"), "   ", done
        )

    def enter(self, text: str) -> None:
        """Print, or take a number."""
        self.clear()
        if self._step == "busy":
            self.status(say("请稍候，测试页还在打印"))
        elif _NUMBER.fullmatch(text):
            self._take(float(text))
        elif text:
            self.search(text)
        elif self._step != "print":
            self.status(say("请输入读数；没有偏差就输入 0"), "warn")
        else:
            self.print_now(self._print)

    def _take(self, number: float) -> None:
        if self._step in {"print", "right"}:
            self._right, self._step = number, "down"
            self.fill()
            self.status(say("再输入竖尺读数"))
            return
        right, self._right, self._step = self._right or 0.0, None, "print"
        try:
            self._offset = self.desk.cases.printers.apply_reading(self._printer, self._paper, right, number)
        finally:
            self.fill()
        self.status(say("已记下；再打印一张，两道折痕都应落在 0 上；不打就按 Esc"))

    def _print(self) -> None:
        self._step, self._printed = "busy", ""
        self.fill()

        def work() -> LooseResult:
            watch = partial(self.later, self.status)
            return self.desk.cases.printers.print_test_page(self._printer, self._paper, watch)

        self.background(work, self._finished, self._stopped)

    def _finished(self, page: LooseResult) -> None:
        """Ask for the numbers, where there is a page to read."""
        self._step = "right"
        unknown = page.state is AttemptState.UNKNOWN
        self._printed = say("! 结果未知") if unknown else say("✓ 已交打印机")
        self.fill()
        if unknown:
            self.app.bell()
            self.status(say("请看出纸口，到待办里回答；出来了就输入读数"), "warn")
        else:
            self.status(say("取纸，对折，输入横尺读数"))

    def _stopped(self, error: FapiaoError) -> None:
        """Say why there is no page."""
        self._step = "print"
        self.fill()
        self.fail(error)

    @key("back")
    def press_back(self) -> None:
        """Esc, once nothing is being printed."""
        if self.is_printing:
            self.status(say("请稍候，测试页还在打印"))
        else:
            self.desk.back()
