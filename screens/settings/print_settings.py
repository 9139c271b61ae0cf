"""Print settings: every choice on one screen, a thumbnail of the paper, remembered per desk and printer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from fapiao.names import check_name
from fapiao.said import say
from fapiao.usecases.paper.order import Order
from fapiao.usecases.printers.desk_settings import check_settings
from screens.base import DeskScreen
from screens.keys import key
from screens.places import Layout, Preview, Settings, Wizard
from screens.settings.choices import Choices, Setting
from screens.widgets.cells import fit, width
from screens.widgets.lines import Part, Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.paper import Printer
    from screens.desk import Desk

_FIXED = say("单双面 单面   字体字号 按版式   票面印章 按原件   标记 印在票面之外")
_LIE_ANEW = frozenset({"printer", "paper"})
"""Choices after which the rest is as this desk left it there."""
_LABEL = 10
_SECOND = 42
"""Cell at which the second choice of a line begins."""


class SettingsScreen(DeskScreen[Order]):
    """Up and down choose, left and right change, Enter uses the settings."""

    title_text = say("打印设置")
    shows_printers = True
    active = ("up", "left", "preview", "back", "menu")
    key_labels: ClassVar[dict[str, str]] = {"up": say("↓ 选行"), "left": say("→ 改值"), "preview": say("票面预览")}
    enter_label = say("用这些设置")

    def __init__(self, desk: Desk, place: Settings) -> None:
        super().__init__(desk)
        self._order, self._seen = place.order, place.seen
        self._settings = place.order.settings if place.order else desk.cases.printers.load_settings()
        self._at = "printer"
        self._printers: Sequence[Printer] = desk.cases.printers.all()
        self._stamp = desk.cases.printers.stamp()

    def compose_body(self) -> Iterable[Widget]:
        """Choices, then the paper."""
        return (Text(text_id="choices"), Rule(), Text(text_id="thumbnail"))

    @property
    def _choices(self) -> Choices:
        return Choices(self._settings, self._printers, self.desk.signed_in, self._order, self._seen, self._stamp)

    @property
    def _chosen(self) -> Setting:
        return next(each for line in self._choices.lines() for each in line if each.id == self._at)

    def fill(self) -> None:
        """Draw choices and thumbnail."""
        choices = self._choices
        rows = [self._draw(line, choices) for line in choices.lines()]
        self.query_one("#choices", Text).show(lines([*rows, content("   ", (_FIXED, "dim"))]))
        self._draw_thumbnail(max(self.app.size.height - 4 - len(rows) - 3, 3))
        if self._order is None:
            self.status(say("本台会记住每台打印机的设置；附加说明只用于一张"))

    def _draw(self, line: tuple[Setting, ...], choices: Choices) -> Content:
        parts: list[Part] = []
        for setting in line:
            if parts:
                taken = sum(width(part if isinstance(part, str) else part[0]) for part in parts)
                parts.append(" " * max(_SECOND - taken, 1))
            at = setting.id == self._at
            parts += [(" ▸ " if at else "   ", "accent"), (fit(setting.label, _LABEL), "bold" if at else "dim"), "  "]
            parts += setting.shown(choices, at=at)
            if setting.id == "printer":
                parts += self._printer_state()
        return content(*parts)

    def _printer_state(self) -> list[Part]:
        label, ready = self.desk.printer_label(self._settings.printer)
        chosen = self._choices.printer
        backup = say("   备用 {backup}", backup=chosen.backup) if chosen and chosen.backup else ""
        return ["   ", (label, "" if ready else "warn"), backup]

    def _draw_thumbnail(self, rows: int) -> None:
        thumbnail = self.query_one("#thumbnail", Text)
        if self._order is None or self._seen is None:
            thumbnail.show("")
            return
        order = replace(self._order, settings=self._settings)
        drawn = self.desk.cases.paper.thumbnail(self._seen, order, 46, rows)
        thumbnail.show(lines([content("   ", row) for row in drawn]))

    def _move(self, step: int) -> None:
        names = [each.id for line in self._choices.lines() for each in line]
        self._at = names[(names.index(self._at) + step) % len(names)]
        self.fill()

    @key("up")
    def press_up(self) -> None:
        """The choice before."""
        self._move(-1)

    @key("down", "next")
    def press_down(self) -> None:
        """The choice after."""
        self._move(1)

    @key("left")
    def press_left(self) -> None:
        """Previous value."""
        self._change(-1)

    @key("right")
    def press_right(self) -> None:
        """Next value."""
        self._change(1)

    def _change(self, step: int) -> None:
        chosen = self._chosen
        if chosen.opens:
            self._open()
            return
        changed = check_settings(chosen.stepped(self._choices, step))
        if self._at in _LIE_ANEW:
            changed = self.desk.cases.printers.recalled(changed)
        self._settings = changed
        self.fill()

    def _open(self) -> None:
        """Open the screen of a choice that is one."""
        printer, paper = self._settings.printer, self._settings.paper
        if self._at == "wizard":
            self.desk.go(Wizard(printer, paper))
        else:
            self.desk.go(Layout(printer, paper, self._order.full_no if self._order else ""))

    def enter(self, text: str) -> None:
        """Take a remark, or use the settings."""
        self.clear()
        chosen = self._chosen
        if text and chosen.typed:
            if self._at == "remark":
                self._settings = check_settings(replace(self._settings, remark=text))
            elif self._order is not None:
                self._order = replace(self._order, applicant=check_name(text, say("申请人")))
            self.fill()
            self.status(say("{setting}已填；再按 Enter 使用", setting=chosen.label))
            return
        if text:
            self.search(text)
            return
        if self._order is not None:
            self.dismiss(replace(self._order, settings=self._settings))
        else:
            self.desk.cases.printers.save_settings(replace(self._settings, copies=1))
            self.desk.back()
            self.desk.say(say("打印设置已记住"))

    @key("preview")
    def press_preview(self) -> None:
        """F5."""
        if self._order is None or self._seen is None:
            self.status(say("先打开一张发票才能预览"))
            return
        self.desk.go(Preview(replace(self._order, settings=self._settings), self._seen))
