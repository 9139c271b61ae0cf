"""Import: a file, folder or zip named on the line; one result a file, nothing lost when one is bad."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.message import Message
from textual.widget import Widget

from fapiao.errors import FapiaoError
from fapiao.text import clean, fit, grouped
from fapiao.usecases.invoices.import_files import Imported, ImportResult, import_bytes
from fapiao.usecases.invoices.import_paths import files_below, read_file
from screens.list_screen import ListScreen
from screens.widgets.lines import Text, content
from screens.widgets.paged_list import PagedList
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from screens.desk import Desk


class ImportScreen(ListScreen):
    """The path on the line, the results above."""

    title_text = "发票登记与导入"
    active = ("up", "page_down", "back", "menu")
    key_labels: ClassVar[dict[str, str]] = {"up": "↓ 选"}
    enter_label = "导入 / 打开"

    @dataclass
    class Took(Message):
        """One file is done."""

        line: Imported

    @dataclass
    class Ended(Message):
        """All are; ``error`` where the path itself was no good."""

        error: FapiaoError | None = None

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._lines: list[Imported] = []
        self._importing = False
        self._list: PagedList[Imported] = PagedList(self._draw, empty="输入文件、文件夹或 zip 的路径，再按 Enter")

    def compose_body(self) -> Iterable[Widget]:
        """Counts and list."""
        return (Text(text_id="count"), Rule(), self._list, Rule(), Text(text_id="detail"))

    def fill(self) -> None:
        """Draw."""
        counts = "   ".join(
            f"{result.label} {sum(line.result is result for line in self._lines)}" for result in ImportResult
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
            (fit(f"{symbol} {line.result.label}", 10), style),
            (fit(number, 26), ""),
            (fit(name, max(cells - 36, 8)), ""),
        ]

    def moved(self) -> None:
        """Show what is to be said of the selected file."""
        line = self._list.selected
        words = ""
        if line is not None and line.error is not None:
            words = str(line.error)
        elif line is not None:
            words = "；".join([*(f.message for f in line.findings), *line.conflicts]) or "没有问题"
        self.query_one("#detail", Text).show(content("  ", fit(words, self.cells - 3).rstrip()))

    def enter(self, text: str, *, double: bool) -> None:  # noqa: ARG002 - nothing prints from here
        """Import a path, or open the selected invoice."""
        self.clear()
        if self._importing:
            self.status("还在导入，请稍候")
        elif text:
            self._importing = True
            self._lines = []
            self.status("正在导入…")
            self._import(text)
        elif (line := self._list.selected) is not None and line.number:
            self.desk.open_verify(line.code + line.number)

    def _is_elsewhere(self, text: str) -> bool:
        return False if Path(text).expanduser().exists() else super()._is_elsewhere(text)

    @work(thread=True, group="import", exit_on_error=False)
    def _import(self, text: str) -> None:
        services, session = self.desk.services, self.desk.signed_in
        try:
            for path in files_below(Path(text).expanduser()):
                for line in import_bytes(services, session, str(path), read_file(path)):
                    self.post_message(self.Took(line))
        except FapiaoError as error:
            self.post_message(self.Ended(error))
        else:
            self.post_message(self.Ended())

    def on_import_screen_took(self, event: Took) -> None:
        """One more line."""
        self._lines.append(event.line)
        self.fill()

    def on_import_screen_ended(self, event: Ended) -> None:
        """Say how it went."""
        self._importing = False
        if event.error is not None:
            self.fail(event.error)
        else:
            self.status(f"导入完毕，{len(self._lines)} 个文件；↓ 选一行，Enter 打开")
