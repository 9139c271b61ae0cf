"""Save the manifest of a batch: a table, and a page to read or print; the line takes the folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.usecases.manifest import check_manifest, manifest, save_manifest
from screens.base import DeskScreen
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from screens.desk import Desk


class ManifestScreen(DeskScreen):
    """What is in it, and whether the ledger says the same."""

    title_text = "批量清单"
    active = ("back", "menu")
    enter_label = "保存"

    def __init__(self, desk: Desk, batch_id: int) -> None:
        super().__init__(desk)
        self._batch_id = batch_id

    def compose_body(self) -> Iterable[Widget]:
        """A few lines."""
        return (Rule(), Text(text_id="what"))

    def fill(self) -> None:
        """Compare and draw."""
        batch, rows = manifest(self.desk.services, self.desk.signed_in, self._batch_id)
        papers = len({row.paper.serial for row in rows if row.paper})
        tries = sum(row.attempt is not None for row in rows)
        differences = check_manifest(self.desk.services, rows)
        same = content("    ", ("✓ 与账本一致", "ok"))
        differs = content("    ", (f"✗ 与账本有 {len(differences)} 处不同：{(differences or [''])[0]}", "bad"))
        self.query_one("#what", Text).show(
            lines(
                [
                    "",
                    content("    ", (f"第 {batch.id} 批", "bold"), f"   {papers} 张纸   {tries} 次打印"),
                    differs if differences else same,
                    "",
                    "    存为一张表（CSV）和一页文本；输入要保存到的文件夹，再按 Enter",
                ]
            )
        )

    def _is_elsewhere(self, text: str) -> bool:
        return False if Path(text).expanduser().is_dir() else super()._is_elsewhere(text)

    def enter(self, text: str, *, double: bool) -> None:  # noqa: ARG002 - nothing prints from here
        """Write the files."""
        self.clear()
        if not text:
            self.status("请输入文件夹")
            return
        saved = save_manifest(self.desk.services, self.desk.signed_in, self._batch_id, Path(text).expanduser())
        self.status(f"已保存 {'、'.join(path.name for path in saved)}")
