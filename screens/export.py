"""Export the records shown as a table that any spreadsheet opens safely (R5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.usecases.export_records import export_records
from screens.base import DeskScreen
from screens.widgets.lines import Text, content
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from fapiao.store import Record
    from screens.desk import Desk


class ExportScreen(DeskScreen):
    """The line takes the folder."""

    title_text = "导出记录"
    active = ("back", "menu")
    enter_label = "保存"

    def __init__(self, desk: Desk, rows: Sequence[Record]) -> None:
        super().__init__(desk)
        self._chosen = rows

    def compose_body(self) -> Iterable[Widget]:
        """One sentence."""
        return (Rule(), Text(text_id="what"))

    def fill(self) -> None:
        """Draw."""
        self.query_one("#what", Text).show(
            content(f"    {len(self._chosen)} 条记录，存为 CSV；输入要保存到的文件夹，再按 Enter")
        )

    def _is_elsewhere(self, text: str) -> bool:
        return False if Path(text).expanduser().is_dir() else super()._is_elsewhere(text)

    def enter(self, text: str, *, double: bool) -> None:  # noqa: ARG002 - nothing prints from here
        """Write the file."""
        self.clear()
        if not text:
            self.status("请输入文件夹")
            return
        path = export_records(self.desk.services, self._chosen, Path(text).expanduser())
        self.status(f"已保存 {path.name}")
