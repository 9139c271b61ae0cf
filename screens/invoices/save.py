"""Save the electronic copy into a folder: the stored bytes, untouched."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.said import say
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

    title_text = say("下载")

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
            content(
                "    ",
                (fit(d.media.upper(), 6), "bold"),
                say("{size:>10,} 字节   {sha256}   {note}", size=d.size, sha256=d.sha256[:12], note=d.seal.note),
            )
            for d in self._seen.stored.documents
        ]
        rows = [*(files or [content(say("    没有原件文件"))]), "", *self.choice_lines(say("保存"))]
        self.query_one("#files", Text).show(lines(rows))

    def save_into(self, folder: Path) -> str:
        """Write what is wanted of them."""
        number = self._seen.stored.invoice.full_no
        saved = self.desk.cases.invoices.download(number, folder, self.chosen)
        return (
            say("已保存 {count} 个文件：{name} …", count=len(saved), name=saved[0].name)
            if len(saved) > 1
            else say("已保存 {name}", name=saved[0].name)
        )
