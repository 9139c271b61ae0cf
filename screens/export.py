"""Export the records shown as a table that any spreadsheet opens safely (R5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.widget import Widget

from fapiao.errors import FapiaoError
from fapiao.usecases.export_records import Form, export_records
from fapiao.usecases.records import records, tallies
from screens.base import DeskScreen
from screens.widgets.lines import Part, Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.stored import RecordFilter
    from screens.desk import Desk


class ExportScreen(DeskScreen):
    """The line takes the folder."""

    title_text = "导出记录"
    active = ("back", "menu")
    enter_label = "保存"

    @dataclass
    class Saved(Message):
        """The file is written, or could not be."""

        name: str = ""
        count: int = 0
        error: FapiaoError | None = None

    def __init__(self, desk: Desk, where: RecordFilter) -> None:
        """``where`` says which records."""
        super().__init__(desk)
        self._where = where
        self._papers = sum(tally.papers for tally in tallies(desk.services, desk.signed_in, where))
        self._form = Form.CSV
        self._saving = False

    def compose_body(self) -> Iterable[Widget]:
        """One sentence."""
        return (Rule(), Text(text_id="what"))

    def fill(self) -> None:
        """Draw."""
        parts: list[Part] = []
        for digit, form in enumerate(Form, 1):
            parts += ["  ", (f"{digit} {form.label}", "reverse" if form is self._form else "")]
        rows: list[Content | str] = [
            content(f"    {self._papers:,} 条记录；发票号码都存为文本"),
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
        if self._saving:
            self.status("还在保存，请稍候")
            return
        self._saving = True
        self.status("正在保存…")
        self._save(Path(text).expanduser(), self._form)

    @work(thread=True, group="export", exit_on_error=False)
    def _save(self, folder: Path, form: Form) -> None:
        services = self.desk.services
        try:
            rows = records(services, self.desk.signed_in, self._where)
            path = export_records(services, rows, folder, form)
        except FapiaoError as error:
            self.post_message(self.Saved(error=error))
        else:
            self.post_message(self.Saved(path.name, len(rows)))

    def on_export_screen_saved(self, event: Saved) -> None:
        """Say where it is."""
        self._saving = False
        if event.error is not None:
            self.fail(event.error)
        else:
            self.status(f"已保存 {event.name}，{event.count:,} 条")

    def _choose(self, digit: int) -> None:
        if 1 <= digit <= len(Form):
            self._form = list(Form)[digit - 1]
            self.fill()
        else:
            self.status(f"请用 1 到 {len(Form)}", "warn")
