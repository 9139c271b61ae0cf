"""Print settings: every choice on one screen, a thumbnail of the paper, remembered per desk and printer (T1-T12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from fapiao.paper import FaceChoice, Paper, PrintSettings
from fapiao.usecases.administer import check_name, printers
from fapiao.usecases.desk_settings import check_settings, papers_for, save_settings
from fapiao.usecases.face_job import default_settings, preview_job
from screens.base import DeskScreen
from screens.widgets.lines import Part, Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.paper import Printer
    from fapiao.usecases.inspect_invoice import Inspection
    from fapiao.usecases.order import Order
    from screens.desk import Desk

_STEP_MM = 0.5
_ROWS = ("printer", "face", "paper", "dx", "dy", "copies", "remark", "applicant", "reset")
_TYPED = frozenset({"remark", "applicant"})
"""Rows whose value is typed on the input line."""
_LABELS = {
    "printer": "打印机",
    "face": "版式",
    "paper": "纸张",
    "dx": "偏移 右",
    "dy": "偏移 下",
    "copies": "份数",
    "remark": "附加说明",
    "applicant": "申请人",
    "reset": "恢复默认",
}


class SettingsScreen(DeskScreen):
    """Up and down choose a row, left and right change it, Enter uses the settings."""

    title_text = "打印设置"
    shows_printers = True
    active = ("up", "left", "preview", "back", "menu")
    key_labels: ClassVar[dict[str, str]] = {"up": "↓ 选行", "left": "→ 改值", "preview": "票面预览"}
    enter_label = "用这些设置"

    def __init__(
        self,
        desk: Desk,
        settings: PrintSettings,
        order: Order | None = None,
        seen: Inspection | None = None,
        use: Callable[[Order], None] | None = None,
    ) -> None:
        """With ``order`` the settings are for one paper; without, for this desk."""
        super().__init__(desk)
        self._settings = settings
        self._order, self._seen, self._use = order, seen, use
        self._row = 0
        self._printers: Sequence[Printer] = printers(desk.services)

    def compose_body(self) -> Iterable[Widget]:
        """Choices, then the paper."""
        return (Text(text_id="choices"), Rule(), Text(text_id="thumbnail"))

    def fill(self) -> None:
        """Draw rows and thumbnail."""
        rows = [self._draw(i, name) for i, name in enumerate(self._rows_shown)]
        fixed = [
            content("     ", ("方向 纵   缩放 100%（实际大小）   单双面 单面   字体字号 按模板", "dim")),
            content("     ", ("印章 按原件，从不另盖   补打标记印在票面之外", "dim")),
        ]
        self.query_one("#choices", Text).show(lines([*rows, *fixed]))
        self._draw_thumbnail()
        if self._order is None:
            self.status("本台会记住每台打印机的设置；附加说明只用于一张")

    @property
    def _rows_shown(self) -> list[str]:
        """The rows that mean something here: an applicant belongs to one paper, where the policy wants one."""
        asks = self._seen is not None and self._seen.policy["applicant"] != "off"
        return [name for name in _ROWS if name != "applicant" or asks]

    @property
    def _at(self) -> str:
        return self._rows_shown[self._row]

    def _draw(self, index: int, name: str) -> Content:
        at = index == self._row
        label = _LABELS[name]
        parts: list[Part] = [(" ▸ " if at else "   ", "accent"), (label, "bold" if at else "dim"), "  "]
        gap = 10 - 2 * len(label.replace(" ", "")) - label.count(" ")
        parts.append(" " * max(gap, 0))
        return content(*parts, *self._value(name, at=at))

    def _value(self, name: str, *, at: bool) -> list[Part]:
        settings = self._settings
        if name == "printer":
            label, ready = self.desk.printer_label(settings.printer)
            chosen = self._printer()
            backup = f"   备用 {chosen.backup}" if chosen and chosen.backup else ""
            return [
                (settings.printer or "没有打印机", "reverse" if at else ""),
                "   ",
                (label, "" if ready else "warn"),
                backup,
            ]
        if name == "face" and settings.paper.is_roll:
            return ["卷票（按数据排版）"]
        if name == "face":
            return _choices([f.label for f in FaceChoice], settings.face.label, at=at)
        if name == "paper":
            return _choices([p.label for p in self._papers()], settings.paper.label, at=at)
        if name in {"dx", "dy"}:
            value = settings.dx_mm if name == "dx" else settings.dy_mm
            return [(f"{value:+.1f} 毫米", "reverse" if at else "")]
        if name == "copies":
            most = self._seen.policy.number("copies.max") if self._seen else None
            return [(str(settings.copies), "reverse" if at else ""), f"（上限 {most}）" if most else ""]
        if name == "remark":
            return [
                (settings.remark or "无", "reverse" if at else ""),
                ("（印在票面之外；输入文字再按 Enter）", "dim") if at else "",
            ]
        if name == "applicant":
            applicant = self._order.applicant if self._order else ""
            hint = "（谁来要这张纸；输入文字再按 Enter）"
            return [(applicant or "未登记", "reverse" if at else ""), (hint, "dim") if at else ""]
        return [("按 → 恢复", "reverse" if at else "dim")]

    def _printer(self) -> Printer | None:
        return next((p for p in self._printers if p.name == self._settings.printer), None)

    def _papers(self) -> Sequence[Paper]:
        printer = self._printer()
        return papers_for(printer) if printer else (self._settings.paper,)

    def _draw_thumbnail(self) -> None:
        thumbnail = self.query_one("#thumbnail", Text)
        if self._order is None or self._seen is None:
            thumbnail.show("")
            return
        order = replace(self._order, settings=self._settings)
        job = preview_job(self.desk.services, self.desk.signed_in, self._seen, order)
        rows = max(self.app.size.height - 4 - len(self._rows_shown) - 4, 3)
        drawn = self.desk.services.renderer.thumbnail(job, 46, rows)
        self.query_one("#thumbnail", Text).show(lines([content("   ", row) for row in drawn.lines]))

    def press_up(self) -> None:
        """Row above."""
        self._row = (self._row - 1) % len(self._rows_shown)
        self.fill()

    def press_down(self) -> None:
        """Row below."""
        self._row = (self._row + 1) % len(self._rows_shown)
        self.fill()

    press_next = press_down

    def press_left(self) -> None:
        """Previous value."""
        self._change(-1)

    def press_right(self) -> None:
        """Next value."""
        self._change(1)

    def _change(self, step: int) -> None:
        name, settings = self._at, self._settings
        if name == "printer" and self._printers:
            names = [p.name for p in self._printers]
            chosen = self._printers[_turn(names, settings.printer, step)]
            paper = settings.paper if settings.paper in papers_for(chosen) else chosen.paper
            settings = replace(settings, printer=chosen.name, paper=paper)
        elif name == "face" and not settings.paper.is_roll:
            faces = list(FaceChoice)
            settings = replace(settings, face=faces[_turn(faces, settings.face, step)])
        elif name == "paper":
            papers = list(self._papers())
            settings = replace(settings, paper=papers[_turn(papers, settings.paper, step)])
        elif name == "dx":
            settings = replace(settings, dx_mm=round(settings.dx_mm + step * _STEP_MM, 1))
        elif name == "dy":
            settings = replace(settings, dy_mm=round(settings.dy_mm + step * _STEP_MM, 1))
        elif name == "copies":
            settings = replace(settings, copies=max(settings.copies + step, 1))
        elif name == "reset":
            settings = default_settings(settings)
        self._settings = check_settings(settings)
        self.fill()

    def enter(self, text: str, *, double: bool) -> None:  # noqa: ARG002 - nothing prints from here
        """Take a remark, or use the settings."""
        self.clear()
        if text and self._at in _TYPED:
            if self._at == "remark":
                self._settings = check_settings(replace(self._settings, remark=text))
            elif self._order is not None:
                self._order = replace(self._order, applicant=check_name(text, "申请人"))
            self.fill()
            self.status(f"{_LABELS[self._at]}已填；再按 Enter 使用")
            return
        if text:
            self.desk.search(text)
            return
        if self._use is not None and self._order is not None:
            self._use(replace(self._order, settings=self._settings))
            self.desk.back()
        else:
            save_settings(self.desk.services, replace(self._settings, copies=1))
            self.desk.back()
            self.desk.say("打印设置已记住")

    def press_preview(self) -> None:
        """F5."""
        from screens.preview import PreviewScreen

        if self._order is None or self._seen is None:
            self.status("先打开一张发票才能预览")
            return
        self.desk.push(PreviewScreen(self.desk, replace(self._order, settings=self._settings), self._seen))


def _turn(values: Sequence[object], current: object, step: int) -> int:
    at = values.index(current) if current in values else 0
    return (at + step) % len(values)


def _choices(labels: Sequence[str], chosen: str, *, at: bool) -> list[Part]:
    parts: list[Part] = []
    for label in labels:
        parts += [(label, ("reverse" if at else "bold") if label == chosen else "dim"), "  "]
    return parts
