"""Import: a file, folder or zip named on the line; one result a file, nothing lost when one is bad."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from fapiao.errors import FapiaoError
from fapiao.people import Permission
from fapiao.said import in_turn, in_words, say
from fapiao.text import clean, grouped
from fapiao.usecases.invoices.import_files import Imported, ImportResult
from screens.list_screen import ListScreen
from screens.places import Verify
from screens.widgets.cells import fit
from screens.widgets.lines import Text, content
from screens.widgets.paged_list import PagedList
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from screens.desk import Desk


class ImportScreen(ListScreen):
    """The path on the line, the results above."""

    title_text = say("发票登记与导入")
    active = ("up", "page_down", "back", "menu")
    key_labels: ClassVar[dict[str, str]] = {"up": say("↓ 选")}
    enter_label = say("导入 / 打开")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        desk.signed_in.operator.require(Permission.IMPORT)
        self._lines: list[Imported] = []
        self._importing = False
        self._list: PagedList[Imported] = PagedList(self._draw, empty=say("输入文件、文件夹或 zip 的路径，再按 Enter"))

    def compose_body(self) -> Iterable[Widget]:
        """Counts and list."""
        return (Text(text_id="count"), Rule(), self._list, Rule(), Text(text_id="detail"))

    def fill(self) -> None:
        """Draw."""
        counts = "   ".join(
            f"{in_words(result.label)} {sum(line.result is result for line in self._lines)}" for result in ImportResult
        )
        self.query_one("#count", Text).show(content(("  " + counts, "bold")))
        self._list.load(self._lines, keep=True)
        self.moved()

    def _draw(self, line: Imported, cells: int) -> list[tuple[str, str]]:
        style = "bad" if line.result is ImportResult.REFUSED else "warn" if line.findings or line.conflicts else ""
        symbol = "✗" if line.result is ImportResult.REFUSED else "!" if style else "✓"
        number = grouped(line.code + line.number)
        name = clean(line.path.rpartition("/")[2])
        return [
            (fit(f"{symbol} {in_words(line.result.label)}", 10), style),
            (fit(number, 26), ""),
            (fit(name, max(cells - 36, 8)), ""),
        ]

    def moved(self) -> None:
        """Show what is to be said of the selected file."""
        line = self._list.selected
        told = ""
        if line is not None and line.error is not None:
            told = str(line.error)
        elif line is not None:
            told = in_turn([*(f.message for f in line.findings), *line.conflicts]) or say("没有问题")
        self.query_one("#detail", Text).show(content("  ", fit(told, self.cells - 3).rstrip()))

    def enter(self, text: str) -> None:
        """Import a path, or open the selected invoice."""
        self.clear()
        if self._importing:
            self.status(say("还在导入，请稍候"))
        elif text:
            self._importing = True
            self._lines = []
            self.status(say("正在导入…"))
            self._import(Path(text).expanduser())
        elif (line := self._list.selected) is not None and line.number:
            self.desk.go(Verify(line.code + line.number))

    def _import(self, path: Path) -> None:
        def work() -> None:
            for line in self.desk.cases.invoices.import_below(path):
                self.later(self._took, line)

        self.background(work, self._ended, self._stopped)

    def is_elsewhere(self, text: str) -> bool:
        """A path is this screen's own business."""
        return False if Path(text).expanduser().exists() else super().is_elsewhere(text)

    def _took(self, line: Imported) -> None:
        """One more line."""
        self._lines.append(line)
        self.fill()

    def _ended(self, _: None) -> None:
        """Say how it went."""
        self._importing = False
        self.status(say("导入完毕，{count} 个文件；↓ 选一行，Enter 打开", count=len(self._lines)))

    def _stopped(self, error: FapiaoError) -> None:
        """Say why it ended early; what was taken stays."""
        self._importing = False
        self.fail(error)
