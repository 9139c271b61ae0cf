"""Export the records shown as a table that any spreadsheet opens safely (R5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.usecases.export_records import Form, export_records
from screens.base import DeskScreen
from screens.widgets.lines import Part, Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.stored import Record
    from screens.desk import Desk


class ExportScreen(DeskScreen):
    """The line takes the folder."""

    title_text = "导出记录"
    active = ("back", "menu")
    enter_label = "保存"

    def __init__(self, desk: Desk, rows: Sequence[Record]) -> None:
        super().__init__(desk)
        self._chosen = rows
        self._form = Form.CSV

    def compose_body(self) -> Iterable[Widget]:
        """One sentence."""
        return (Rule(), Text(text_id="what"))

    def fill(self) -> None:
        """Draw."""
        parts: list[Part] = []
        for digit, form in enumerate(Form, 1):
            parts += ["  ", (f"{digit} {form.label}", "reverse" if form is self._form else "")]
        rows: list[Content | str] = [
            content(f"    {len(self._chosen)} 条记录；发票号码都存为文本"),
            "",
            content("    ", ("存为", "dim"), *parts),
            "",
            "    按数字选格式；输入要保存到的文件夹，再按 Enter",
        ]
        self.query_one("#what", Text).show(lines(rows))

    def _is_elsewhere(self, text: str) -> bool:
        return False if Path(text).expanduser().is_dir() else super()._is_elsewhere(text)

    def enter(self, text: str, *, double: bool) -> None:  # noqa: ARG002 - nothing prints from here
        """Write the file."""
        self.clear()
        if not text:
            self.status("请输入文件夹")
            return
        if len(text) == 1 and text.isdigit():
            self._choose(int(text))
            return
        path = export_records(self.desk.services, self._chosen, Path(text).expanduser(), self._form)
        self.status(f"已保存 {path.name}")

    def _choose(self, digit: int) -> None:
        if 1 <= digit <= len(Form):
            self._form = list(Form)[digit - 1]
            self.fill()
        else:
            self.status(f"请用 1 到 {len(Form)}", "warn")
