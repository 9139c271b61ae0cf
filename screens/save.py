"""Save the electronic copy into a folder: the stored bytes, untouched (D1, D2)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.text import fit
from fapiao.usecases.download import Wanted, download
from screens.base import DeskScreen
from screens.invoice_lines import identity_line
from screens.widgets.lines import Part, Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from fapiao.usecases.inspect_invoice import Inspection
    from screens.desk import Desk


class SaveScreen(DeskScreen):
    """The files there are; the line takes the folder."""

    title_text = "下载"
    active = ("back", "menu")
    enter_label = "保存"

    def __init__(self, desk: Desk, seen: Inspection) -> None:
        super().__init__(desk)
        self._seen = seen
        self._wanted = Wanted.ORIGINALS

    def compose_body(self) -> Iterable[Widget]:
        """Files."""
        return (Text(text_id="identity"), Rule(), Text(text_id="files"))

    def fill(self) -> None:
        """Draw."""
        self.query_one("#identity", Text).show(identity_line(self._seen.stored))
        rows = [
            content("    ", (fit(d.media.upper(), 6), "bold"), f"{d.size:>10,} 字节   {d.sha256[:12]}   {d.seal.note}")
            for d in self._seen.stored.documents
        ]
        self.query_one("#files", Text).show(
            lines(
                [
                    *(rows or [content("    没有原件文件")]),
                    "",
                    content("    ", ("保存", "dim"), *self._choices()),
                    "",
                    "    按数字选内容；输入要保存到的文件夹，再按 Enter",
                ]
            )
        )

    def _choices(self) -> list[Part]:
        parts: list[Part] = []
        for digit, wanted in enumerate(Wanted, 1):
            parts += ["  ", (f"{digit} {wanted.label}", "reverse" if wanted is self._wanted else "")]
        return parts

    def _is_elsewhere(self, text: str) -> bool:
        return False if Path(text).expanduser().is_dir() else super()._is_elsewhere(text)

    def enter(self, text: str, *, double: bool) -> None:  # noqa: ARG002 - nothing prints from here
        """Save all files."""
        self.clear()
        if not text:
            self.status("请输入文件夹")
            return
        if len(text) == 1 and text.isdigit():
            self._choose(int(text))
            return
        number = self._seen.stored.invoice.full_no
        saved = download(self.desk.services, self.desk.signed_in, number, Path(text).expanduser(), self._wanted)
        self.status(f"已保存 {len(saved)} 个文件：{saved[0].name} …" if len(saved) > 1 else f"已保存 {saved[0].name}")

    def _choose(self, digit: int) -> None:
        if 1 <= digit <= len(Wanted):
            self._wanted = list(Wanted)[digit - 1]
            self.fill()
        else:
            self.status(f"请用 1 到 {len(Wanted)}", "warn")
