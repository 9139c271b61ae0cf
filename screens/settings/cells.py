"""The choices of the print settings: which there are, how each is shown, and what an arrow makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fapiao.chosenface import chosen_face
from fapiao.paper import FaceChoice, Paper, PrintSettings, Scaling
from fapiao.people import Permission
from fapiao.usecases.printers.desk_settings import TURNS, plain_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fapiao.paper import Printer
    from fapiao.people import Session
    from fapiao.stamp import Stamp
    from fapiao.usecases.invoices.inspect import Inspection
    from fapiao.usecases.paper.order import Order
    from screens.widgets.lines import Part

LINES = (
    ("printer",), ("face",), ("paper",), ("scaling", "rotate"), ("dx", "dy"), ("colour", "copies"), ("stamp",),
    ("remark",), ("applicant",), ("layout", "wizard"), ("reset",),
)  # fmt: skip
"""One choice a line, or two that belong together."""
LABELS = {
    "printer": "打印机",
    "face": "版式",
    "paper": "纸张",
    "scaling": "缩放",
    "rotate": "旋转",
    "dx": "偏移 右",
    "dy": "偏移 下",
    "colour": "颜色",
    "copies": "份数",
    "stamp": "印章",
    "remark": "附加说明",
    "applicant": "申请人",
    "layout": "发票格式",
    "wizard": "对齐向导",
    "reset": "恢复默认",
}
TYPED = frozenset({"remark", "applicant"})
"""Choices whose value is typed on the input line."""
OPENED = frozenset({"layout", "wizard"})
"""Choices that are screens of their own."""
_STEP_MM = 0.5
_COLOURS = ("黑白", "彩色")
_HINTS = {
    "remark": "（印在票面之外；输入文字再按 Enter）",
    "applicant": "（谁来要这张纸；输入文字再按 Enter）",
    "layout": "按 → 打开",
    "wizard": "按 → 打开",
    "reset": "按 → 恢复",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """The settings in hand and what they are for. ``order`` and ``seen`` are those of one paper, or None."""

    settings: PrintSettings
    printers: Sequence[Printer]
    order: Order | None = None
    seen: Inspection | None = None
    stamp: Stamp | None = None
    """The site's own, which may be asked for; None = there is none."""

    @property
    def printer(self) -> Printer | None:
        """The printer chosen."""
        return next((p for p in self.printers if p.name == self.settings.printer), None)

    @property
    def papers(self) -> Sequence[Paper]:
        """What it may be asked for."""
        return self.printer.papers if self.printer else (self.settings.paper,)

    @property
    def has_stored_page(self) -> bool:
        """True where a stored page would be printed, as far as that is known."""
        if self.settings.paper.is_roll or self.settings.paper is Paper.FORM:
            return False
        if self.order is None or self.seen is None:
            return self.settings.face is FaceChoice.ORIGINAL
        return chosen_face(self.seen.stored, replace(self.order, settings=self.settings).wish()) is FaceChoice.ORIGINAL

    def lines(self, session: Session) -> list[tuple[str, ...]]:
        """Return the choices that mean something here, by lines."""
        may = session.operator.may(Permission.PRINTERS) and self.printer is not None
        shown = {
            "scaling": self.has_stored_page,
            "rotate": self.has_stored_page,
            "applicant": self.seen is not None and self.seen.policy["applicant"] != "off",
            "layout": may,
            "stamp": self.stamp is not None and session.operator.may(Permission.STAMP),
            "wizard": may and not self.settings.paper.is_roll,
        }
        found = [tuple(name for name in line if shown.get(name, True)) for line in LINES]
        return [line for line in found if line]

    def value(self, name: str, *, at: bool) -> list[Part]:
        """Return the value of a choice; ``at`` = the arrows are on it."""
        settings, lit = self.settings, "reverse" if at else ""
        offered = {
            "face": ([f.label for f in FaceChoice], settings.face.label),
            "paper": ([p.label for p in self.papers], settings.paper.label),
            "colour": (_COLOURS, _COLOURS[settings.colour]),
        }
        if name == "face" and settings.paper.is_roll:
            return ["卷票（按数据排版）"]
        if name in offered:
            return _offered(*offered[name], at=at)
        if name == "copies":
            most = self.seen.policy.number("copies.max") if self.seen else None
            return [(str(settings.copies), lit), f"（上限 {most}）" if most else ""]
        texts = {
            "printer": settings.printer or "没有打印机",
            "scaling": settings.scaling.label,
            "rotate": f"顺时针 {settings.rotate} 度" if settings.rotate else "不转",
            "dx": f"{settings.dx_mm:+.1f} 毫米",
            "dy": f"{settings.dy_mm:+.1f} 毫米",
            "stamp": f"加盖“{self.stamp.words}”，印在票面之外" if self.stamp and settings.stamp else "按原件，不另盖",
            "remark": settings.remark or "无",
            "applicant": (self.order.applicant if self.order else "") or "未登记",
        }
        hint = _HINTS.get(name, "")
        if name not in texts:
            return [(hint, lit or "dim")]
        return [(texts[name], lit), (hint, "dim") if at and hint else ""]

    def changed(self, name: str, step: int) -> PrintSettings:
        """Return the settings after one arrow on a choice."""
        settings = self.settings
        if name == "printer" and self.printers:
            chosen = self.printers[_turn([p.name for p in self.printers], settings.printer, step)]
            paper = settings.paper if chosen.takes(settings.paper) else chosen.paper
            return replace(settings, printer=chosen.name, paper=paper)
        if name == "face" and not settings.paper.is_roll:
            return replace(settings, face=list(FaceChoice)[_turn(list(FaceChoice), settings.face, step)])
        if name == "reset":
            return plain_settings(self.printer) if self.printer else PrintSettings()
        steps: dict[str, Callable[[], dict[str, Any]]] = {
            "paper": lambda: {"paper": self.papers[_turn(self.papers, settings.paper, step)]},
            "scaling": lambda: {"scaling": list(Scaling)[_turn(list(Scaling), settings.scaling, step)]},
            "rotate": lambda: {"rotate": TURNS[_turn(TURNS, settings.rotate, step)]},
            "dx": lambda: {"dx_mm": round(settings.dx_mm + step * _STEP_MM, 1)},
            "dy": lambda: {"dy_mm": round(settings.dy_mm + step * _STEP_MM, 1)},
            "colour": lambda: {"colour": not settings.colour},
            "stamp": lambda: {"stamp": not settings.stamp},
            "copies": lambda: {"copies": max(settings.copies + step, 1)},
        }
        return replace(settings, **steps[name]()) if name in steps else settings


def _turn(values: Sequence[object], current: object, step: int) -> int:
    at = list(values).index(current) if current in values else 0
    return (at + step) % len(values)


def _offered(labels: Sequence[str], chosen: str, *, at: bool) -> list[Part]:
    parts: list[Part] = []
    for label in labels:
        parts += [(label, ("reverse" if at else "bold") if label == chosen else "dim"), "  "]
    return parts
