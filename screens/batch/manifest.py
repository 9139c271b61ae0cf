"""The manifest of a batch: printed by one digit, or saved as a table and a page; the line takes the folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.widget import Widget

from fapiao.errors import FapiaoError, as_fapiao
from fapiao.reprint import AttemptState
from fapiao.usecases.batch.manifest import check_manifest, manifest, save_manifest
from fapiao.usecases.batch.print_manifest import print_manifest
from fapiao.usecases.paper.loose_page import LooseResult
from screens.base import DeskScreen
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from screens.desk import Desk


class ManifestScreen(DeskScreen):
    """What is in it, and whether the ledger says the same."""

    title_text = "批量清单"
    active = ("back", "menu")
    enter_label = "打印 / 保存"

    @dataclass
    class Printed(Message):
        """The manifest came to its end on paper, or did not leave."""

        result: LooseResult | None = None
        error: FapiaoError | None = None

    def __init__(self, desk: Desk, batch_id: int) -> None:
        super().__init__(desk)
        self._batch_id = batch_id
        self._printing = False

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
                    content("    ", ("1", "accent"), f" 打在 {batch.settings.printer} 上（A4）"),
                    "    输入文件夹：存为一张表（CSV）和一页文本",
                ]
            )
        )

    def _is_elsewhere(self, text: str) -> bool:
        return False if Path(text).expanduser().is_dir() else super()._is_elsewhere(text)

    def enter(self, text: str, *, double: bool) -> None:  # noqa: ARG002 - nothing prints from here
        """Write the files."""
        self.clear()
        if not text:
            self.status("按 1 打印，或输入文件夹")
            return
        if text == "1":
            self._start()
            return
        saved = save_manifest(self.desk.services, self.desk.signed_in, self._batch_id, Path(text).expanduser())
        self.status(f"已保存 {'、'.join(path.name for path in saved)}")

    def _start(self) -> None:
        if self._printing:
            self.status("正在打印清单")
            return
        self._printing = True
        self.status("正在打印清单…")
        self._print_it()

    @work(thread=True, group="printing", exit_on_error=False)
    def _print_it(self) -> None:
        try:
            result = print_manifest(self.desk.services, self.desk.signed_in, self._batch_id)
        except Exception as error:  # noqa: BLE001 - a screen has to say what happened, whatever it was
            self.post_message(self.Printed(error=as_fapiao(error)))
        else:
            self.post_message(self.Printed(result))

    @property
    def is_printing(self) -> bool:
        """True until the page's ending is written; the idle lock waits for it."""
        return self._printing

    def on_manifest_screen_printed(self, event: Printed) -> None:
        """Say how it went."""
        self._printing = False
        if event.error is not None:
            self.fail(event.error)
        elif event.result is not None:
            unknown = event.result.state is AttemptState.UNKNOWN
            self.status("清单可能没有打完，请看出纸口" if unknown else "清单已打印", "warn" if unknown else "")
