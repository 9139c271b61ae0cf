"""What waits for a person: unknown outcomes first, then papers nobody has looked at, then those without a place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from fapiao.hometime import HOME
from fapiao.reprint import Outcome, Reprint
from fapiao.said import in_words, say, words
from fapiao.text import grouped
from screens.list_screen import ListScreen
from screens.places import Record
from screens.widgets.cells import fit
from screens.widgets.lines import Text, content
from screens.widgets.paged_list import PagedList
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from screens.desk import Desk

_COLUMNS = ((say("状态"), 12), (say("时间"), 13), (say("号码"), 26), (say("次"), 4))
_WAITS_FOR = {Outcome.UNKNOWN: say("! 结果未知"), Outcome.HANDED_OVER: say("· 等看纸")}


class WorklistScreen(ListScreen):
    """The list; Enter opens the record with its question."""

    title_text = say("待办")
    active = ("up", "page_down", "back", "menu")
    key_labels: ClassVar[dict[str, str]] = {"up": say("↓ 选")}
    enter_label = say("处理")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._list: PagedList[Reprint] = PagedList(self._draw, empty=say("没有待办"))

    def compose_body(self) -> Iterable[Widget]:
        """Heads and list."""
        return (Rule(), Text(text_id="columns"), self._list, Rule())

    def fill(self) -> None:
        """Draw the heads, and load."""
        head = "  " + "".join(fit(name, size) for name, size in _COLUMNS) + words("打印机")
        self.query_one("#columns", Text).show(content((head, "dim")))
        desk = self.desk
        rows, after = desk.cases.records.worklist()
        self._list.load(rows, after, desk.cases.records.worklist, keep=True)

    def _draw(self, reprint: Reprint, cells: int) -> list[tuple[str, str]]:
        last = reprint.last
        unknown = reprint.outcome is Outcome.UNKNOWN
        return [
            (fit(_WAITS_FOR.get(reprint.outcome, say("· 未填存放")), 12), "warn" if unknown else ""),
            (fit(f"{reprint.at.astimezone(HOME):%m-%d %H:%M}", 13), ""),
            (fit(reprint.title if reprint.is_test else grouped(reprint.full_no), 26), ""),
            (fit("" if reprint.is_test else str(reprint.copy_no), 4), ""),
            (fit(f"{last.printer}  {in_words(last.note)}" if last else "", max(cells - 55, 6)), ""),
        ]

    def enter(self, text: str) -> None:
        """Open the record."""
        self.clear()
        if text:
            self.search(text)
            return
        reprint = self._list.selected
        if reprint is None:
            return
        self.desk.go(Record(reprint.id))
