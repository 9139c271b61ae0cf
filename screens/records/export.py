"""Export the records shown as a table that any spreadsheet opens safely."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.said import say
from fapiao.usecases.records.export import Form
from screens.folder_screen import FolderScreen
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from screens.desk import Desk
    from screens.places import Export


class ExportScreen(FolderScreen[Form]):
    """How many records, and as what."""

    title_text = say("导出记录")

    def __init__(self, desk: Desk, place: Export) -> None:
        super().__init__(desk, Form)
        self._where = place.where
        self._papers = sum(tally.papers for tally in desk.cases.records.tallies(place.where))

    def compose_body(self) -> Iterable[Widget]:
        """One sentence."""
        return (Rule(), Text(text_id="what"))

    def fill(self) -> None:
        """Draw."""
        what = content(say("    {papers:,} 条记录；发票号码都存为文本", papers=self._papers))
        self.query_one("#what", Text).show(lines([what, "", *self.choice_lines(say("存为"))]))

    def save_into(self, folder: Path) -> str:
        """Write all of them."""
        rows = self.desk.cases.records.listed(self._where)
        path = self.desk.cases.records.export(rows, folder, self.chosen)
        return say("已保存 {name}，{count:,} 条", name=path.name, count=len(rows))
