"""Attach a scan or photo of the paper to its record: the line takes the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.widget import Widget

from fapiao.errors import FapiaoError
from fapiao.hometime import HOME
from fapiao.text import fit, grouped
from fapiao.usecases.invoices.import_paths import read_file
from fapiao.usecases.records.scan import attach_scan, scans_of
from screens.base import DeskScreen
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from fapiao.stored import Record
    from screens.desk import Desk


class ScanScreen(DeskScreen):
    """What is attached already; the line takes the next file."""

    title_text = "附扫描件"
    active = ("back", "menu")
    enter_label = "附上"

    @dataclass
    class Ended(Message):
        """The file was attached, or not."""

        has_code: bool = False
        error: FapiaoError | None = None

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
        self.query_one("#paper", Text).show(content(f"  {number}   第 {reprint.copy_no} 次   No.{reprint.serial}"))
        rows = [
            content(
                "    ",
                (fit(scan.kind.upper(), 6), "bold"),
                f"{scan.size:>10,} 字节   {scan.at.astimezone(HOME):%m-%d %H:%M}   {fit(scan.operator, 12)}",
                fit(scan.name, max(self.cells - 58, 8)).rstrip(),
            )
            for scan in scans_of(self.desk.services, self.desk.signed_in, reprint.id)
        ]
        hints = (
            "    输入扫描件或照片的路径（PDF、JPEG、PNG），再按 Enter",
            "    件上的码会与这条记录核对，不是这一张就不收",
        )
        self.query_one("#scans", Text).show(lines([*(rows or [content("    还没有扫描件")]), "", *hints]))

    def _is_elsewhere(self, text: str) -> bool:
        return False if Path(text).expanduser().is_file() else super()._is_elsewhere(text)

    def enter(self, text: str, *, double: bool) -> None:  # noqa: ARG002 - nothing prints from here
        """Attach the file."""
        self.clear()
        if not text:
            self.status("请输入文件的路径")
            return
        self.status("正在读取…")
        self._read_and_attach(Path(text).expanduser())

    @work(thread=True, group="scan", exclusive=True, exit_on_error=False)
    def _read_and_attach(self, path: Path) -> None:
        services, session = self.desk.services, self.desk.signed_in
        try:
            has_code = attach_scan(services, session, self._record.reprint.id, path.name, read_file(path))
        except FapiaoError as error:
            self.post_message(self.Ended(error=error))
        else:
            self.post_message(self.Ended(has_code=has_code))

    def on_scan_screen_ended(self, event: Ended) -> None:
        """Say how it went."""
        if event.error is not None:
            self.fail(event.error)
            return
        self.fill()
        self.status("已附上，件上的码与记录一致" if event.has_code else "已附上；件上没有读到码，请核对是这一张")
