"""Attach a scan or photo of the paper to its record: the line takes the file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.hometime import HOME
from fapiao.said import say
from fapiao.text import grouped
from screens.base import DeskScreen
from screens.widgets.cells import fit
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from fapiao.stored import Record
    from screens.desk import Desk


class ScanScreen(DeskScreen[None]):
    """What is attached already; the line takes the next file."""

    title_text = say("附扫描件")
    active = ("back", "menu")
    enter_label = say("附上")

    def __init__(self, desk: Desk, record: Record) -> None:
        super().__init__(desk)
        self._record = record

    def compose_body(self) -> Iterable[Widget]:
        """Which paper, and its scans."""
        return (Text(text_id="paper"), Rule(), Text(text_id="scans"))

    def fill(self) -> None:
        """Draw."""
        reprint = self._record.reprint
        number = grouped(self._record.code + self._record.number)
        self.query_one("#paper", Text).show(
            content(
                say(
                    "  {number}   第 {copy_no} 次   No.{serial}",
                    number=number,
                    copy_no=reprint.copy_no,
                    serial=reprint.serial,
                )
            )
        )
        rows = [
            content(
                "    ",
                (fit(scan.kind.upper(), 6), "bold"),
                say(
                    "{size:>10,} 字节   {at}   {operator}",
                    size=scan.size,
                    at=f"{scan.at.astimezone(HOME):%m-%d %H:%M}",
                    operator=fit(scan.operator, 12),
                ),
                fit(scan.name, max(self.cells - 58, 8)).rstrip(),
            )
            for scan in self.desk.cases.records.scans_of(reprint.id)
        ]
        hints = (
            say("    输入扫描件或照片的路径（PDF、JPEG、PNG），再按 Enter"),
            say("    件上的码会与这条记录核对，不是这一张就不收"),
        )
        self.query_one("#scans", Text).show(lines([*(rows or [content(say("    还没有扫描件"))]), "", *hints]))

    def is_elsewhere(self, text: str) -> bool:
        """A path is this screen's own business."""
        return False if Path(text).expanduser().is_file() else super().is_elsewhere(text)

    def enter(self, text: str) -> None:
        """Attach the file."""
        self.clear()
        if not text:
            self.status(say("请输入文件的路径"))
            return
        self.status(say("正在读取…"))
        path = Path(text).expanduser()
        self.background(lambda: self.desk.cases.records.attach_file(self._record.reprint.id, path), self._attached)

    def _attached(self, has_code: bool) -> None:  # noqa: FBT001 - what the use case returned
        self.fill()
        self.status(say("已附上，件上的码与记录一致") if has_code else say("已附上；件上没有读到码，请核对是这一张"))
