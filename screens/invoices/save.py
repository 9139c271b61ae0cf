"""Save the electronic copy into a folder: the stored bytes, untouched."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.usecases.invoices.download import Wanted
from screens.folder_screen import FolderScreen
from screens.paper.invoice_lines import identity_line
from screens.widgets.cells import fit
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from screens.desk import Desk
    from screens.places import Save


class SaveScreen(FolderScreen[Wanted]):
    """The files there are."""

    title_text = "下载"

    def __init__(self, desk: Desk, place: Save) -> None:
        super().__init__(desk, Wanted)
        self._seen = place.seen

    def compose_body(self) -> Iterable[Widget]:
        """Files."""
        return (Text(text_id="identity"), Rule(), Text(text_id="files"))

    def fill(self) -> None:
        """Draw."""
        self.query_one("#identity", Text).show(identity_line(self._seen.stored))
        files = [
            content("    ", (fit(d.media.upper(), 6), "bold"), f"{d.size:>10,} 字节   {d.sha256[:12]}   {d.seal.note}")
            for d in self._seen.stored.documents
        ]
        rows = [*(files or [content("    没有原件文件")]), "", *self.choice_lines("保存")]
        self.query_one("#files", Text).show(lines(rows))

    def save_into(self, folder: Path) -> str:
        """Write what is wanted of them."""
        number = self._seen.stored.invoice.full_no
        saved = self.desk.cases.invoices.download(number, folder, self.chosen)
        return f"已保存 {len(saved)} 个文件：{saved[0].name} …" if len(saved) > 1 else f"已保存 {saved[0].name}"
