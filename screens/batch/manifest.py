"""The manifest of a batch: printed by one digit, or saved as a table and a page; the line takes the folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.errors import FapiaoError
from fapiao.reprint import AttemptState
from fapiao.said import listed, say
from fapiao.usecases.paper.loose_page import LooseResult
from screens.base import DeskScreen
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from screens.desk import Desk
    from screens.places import Manifest


class ManifestScreen(DeskScreen[None]):
    """What is in it, and whether the ledger says the same."""

    title_text = say("批量清单")
    active = ("back", "menu")
    enter_label = say("打印 / 保存")

    def __init__(self, desk: Desk, place: Manifest) -> None:
        super().__init__(desk)
        self._batch_id = place.batch_id
        self._printing = False

    def compose_body(self) -> Iterable[Widget]:
        """A few lines."""
        return (Rule(), Text(text_id="what"))

    def fill(self) -> None:
        """Compare and draw."""
        batch, rows = self.desk.cases.batch.manifest(self._batch_id)
        papers = len({row.paper.serial for row in rows if row.paper})
        tries = sum(row.attempt is not None for row in rows)
        differences = self.desk.cases.batch.check_manifest(rows)
        same = content("    ", (say("✓ 与账本一致"), "ok"))
        differs = content(
            "    ",
            (
                say(
                    "✗ 与账本有 {count} 处不同：{differences}",
                    count=len(differences),
                    differences=(differences or [""])[0],
                ),
                "bad",
            ),
        )
        self.query_one("#what", Text).show(
            lines(
                [
                    "",
                    content(
                        "    ",
                        (say("第 {id} 批", id=batch.id), "bold"),
                        say("   {papers} 张纸   {tries} 次打印", papers=papers, tries=tries),
                    ),
                    differs if differences else same,
                    "",
                    content("    ", ("1", "accent"), say(" 打在 {printer} 上（A4）", printer=batch.settings.printer)),
                    say("    输入文件夹：存为一张表（CSV）和一页文本"),
                ]
            )
        )

    def is_elsewhere(self, text: str) -> bool:
        """A path is this screen's own business."""
        return False if Path(text).expanduser().is_dir() else super().is_elsewhere(text)

    def enter(self, text: str) -> None:
        """Write the files."""
        self.clear()
        if not text:
            self.status(say("按 1 打印，或输入文件夹"))
            return
        if text == "1":
            self._start()
            return
        saved = self.desk.cases.batch.save_manifest(self._batch_id, Path(text).expanduser())
        self.status(say("已保存 {saved}", saved=listed(path.name for path in saved)))

    def _start(self) -> None:
        if self._printing:
            self.status(say("正在打印清单"))
            return
        self._printing = True
        self.status(say("正在打印清单…"))
        self.background(lambda: self.desk.cases.batch.print_manifest(self._batch_id), self._printed, self._stopped)

    @property
    def is_printing(self) -> bool:
        """True until the page's ending is written; the idle lock waits for it."""
        return self._printing

    def _printed(self, result: LooseResult) -> None:
        """Say how it went."""
        self._printing = False
        unknown = result.state is AttemptState.UNKNOWN
        self.status(
            say("清单可能没有打完；请看出纸口，到待办里回答") if unknown else say("清单已打印"),
            "warn" if unknown else "",
        )

    def _stopped(self, error: FapiaoError) -> None:
        self._printing = False
        self.fail(error)
