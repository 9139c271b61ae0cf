"""The print settings as one table: for each its name, how it is shown, what an arrow makes of it, when it means something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fapiao.chosenface import chosen_face
from fapiao.paper import FaceChoice, Paper, PrintSettings, Scaling
from fapiao.people import Permission
from fapiao.said import say
from fapiao.usecases.printers.desk_settings import TURNS, plain_settings

if TYPE_CHECKING:
    from fapiao.paper import Printer
    from fapiao.people import Session
    from fapiao.stamp import Stamp
    from fapiao.usecases.invoices.inspect import Inspection
    from fapiao.usecases.paper.order import Order
    from screens.widgets.lines import Part

_STEP_MM = 0.5
_COLOURS = (say("黑白"), say("彩色"))
_OPEN = say("按 → 打开")


@dataclass(frozen=True, slots=True)
class Choices:
    """The settings in hand and what they are for. ``order`` and ``seen`` are those of one paper, or None."""

    settings: PrintSettings
    printers: Sequence[Printer]
    session: Session
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

    @property
    def may_lay_out(self) -> bool:
        """True where this person may change how the printer's papers look."""
        return self.session.operator.may(Permission.PRINTERS) and self.printer is not None

    def lines(self) -> list[tuple[Setting, ...]]:
        """Return the settings that mean something here, by lines."""
        found: list[list[Setting]] = []
        for setting in SETTINGS:
            if not setting.means_something(self):
                continue
            if setting.beside and found and found[-1][-1].id == setting.beside:
                found[-1].append(setting)
            else:
                found.append([setting])
        return [tuple(line) for line in found]


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table."""

    id: str
    label: str
    value: Callable[[Choices], str] | None = None
    """The value in words; None = a deed with a hint alone."""
    offered: Callable[[Choices], tuple[Sequence[str], str]] | None = None
    """All values in words and the chosen one, where they stand beside each other."""
    step: Callable[[Choices, int], dict[str, Any]] | None = None
    """What an arrow changes."""
    means_something: Callable[[Choices], bool] = lambda _: True
    hint: str = ""
    """Said behind the value while the arrows are on it."""
    note: Callable[[Choices], str] = lambda _: ""
    """Said behind the value always."""
    beside: str = ""
    """The setting with which it shares a line."""
    typed: bool = False
    """True where the value is typed on the input line."""
    opens: bool = False
    """True where it is a screen of its own."""

    def shown(self, choices: Choices, *, at: bool) -> list[Part]:
        """Return the value as parts of a line; ``at`` = the arrows are on it."""
        lit = "reverse" if at else ""
        if self.offered is not None and not (self.id == "face" and choices.settings.paper.is_roll):
            labels, chosen = self.offered(choices)
            return _beside(labels, chosen, at=at)
        if self.value is None:
            return [(self.hint, lit or "dim")]
        return [(self.value(choices), lit), self.note(choices), (self.hint, "dim") if at and self.hint else ""]

    def stepped(self, choices: Choices, step: int) -> PrintSettings:
        """Return the settings after one arrow."""
        if self.id == "reset":
            return plain_settings(choices.printer) if choices.printer else PrintSettings()
        return replace(choices.settings, **self.step(choices, step)) if self.step else choices.settings


def _next_printer(choices: Choices, step: int) -> dict[str, Any]:
    if not choices.printers:
        return {}
    chosen = choices.printers[_turn([p.name for p in choices.printers], choices.settings.printer, step)]
    paper = choices.settings.paper if chosen.takes(choices.settings.paper) else chosen.paper
    return {"printer": chosen.name, "paper": paper}


def _next_face(choices: Choices, step: int) -> dict[str, Any]:
    if choices.settings.paper.is_roll:
        return {}
    return {"face": list(FaceChoice)[_turn(list(FaceChoice), choices.settings.face, step)]}


def _most_copies(choices: Choices) -> str:
    most = choices.seen.policy.number("copies.max") if choices.seen else None
    return say("（上限 {most}）", most=most) if most else ""


def _stamped(choices: Choices) -> str:
    if choices.stamp and choices.settings.stamp:
        return say("加盖“{words}”，印在票面之外", words=choices.stamp.words)
    return say("按原件，不另盖")


def _turned(choices: Choices) -> str:
    return say("顺时针 {degrees} 度", degrees=choices.settings.rotate) if choices.settings.rotate else say("不转")


def _millimetres(value: float) -> str:
    return say("{length} 毫米", length=f"{value:+.1f}")


SETTINGS: tuple[Setting, ...] = (
    Setting("printer", say("打印机"), lambda c: c.settings.printer or say("没有打印机"), step=_next_printer),
    Setting(
        "face",
        say("版式"),
        lambda _: say("卷票（按数据排版）"),
        offered=lambda c: ([face.label for face in FaceChoice], c.settings.face.label),
        step=_next_face,
    ),
    Setting(
        "paper",
        say("纸张"),
        offered=lambda c: ([paper.label for paper in c.papers], c.settings.paper.label),
        step=lambda c, step: {"paper": c.papers[_turn(c.papers, c.settings.paper, step)]},
    ),
    Setting(
        "scaling",
        say("缩放"),
        lambda c: c.settings.scaling.label,
        step=lambda c, step: {"scaling": list(Scaling)[_turn(list(Scaling), c.settings.scaling, step)]},
        means_something=lambda c: c.has_stored_page,
    ),
    Setting(
        "rotate",
        say("旋转"),
        _turned,
        step=lambda c, step: {"rotate": TURNS[_turn(TURNS, c.settings.rotate, step)]},
        means_something=lambda c: c.has_stored_page,
        beside="scaling",
    ),
    Setting(
        "dx",
        say("偏移 右"),
        lambda c: _millimetres(c.settings.dx_mm),
        step=lambda c, step: {"dx_mm": round(c.settings.dx_mm + step * _STEP_MM, 1)},
    ),
    Setting(
        "dy",
        say("偏移 下"),
        lambda c: _millimetres(c.settings.dy_mm),
        step=lambda c, step: {"dy_mm": round(c.settings.dy_mm + step * _STEP_MM, 1)},
        beside="dx",
    ),
    Setting(
        "colour",
        say("颜色"),
        offered=lambda c: (_COLOURS, _COLOURS[c.settings.colour]),
        step=lambda c, _: {"colour": not c.settings.colour},
    ),
    Setting(
        "copies",
        say("份数"),
        lambda c: str(c.settings.copies),
        step=lambda c, step: {"copies": max(c.settings.copies + step, 1)},
        note=_most_copies,
        beside="colour",
    ),
    Setting(
        "stamp",
        say("印章"),
        _stamped,
        step=lambda c, _: {"stamp": not c.settings.stamp},
        means_something=lambda c: c.stamp is not None and c.session.operator.may(Permission.STAMP),
    ),
    Setting(
        "remark",
        say("附加说明"),
        lambda c: c.settings.remark or say("无"),
        hint=say("（印在票面之外；输入文字再按 Enter）"),
        typed=True,
    ),
    Setting(
        "applicant",
        say("申请人"),
        lambda c: (c.order.applicant if c.order else "") or say("未登记"),
        means_something=lambda c: c.seen is not None and c.seen.policy["applicant"] != "off",
        hint=say("（谁来要这张纸；输入文字再按 Enter）"),
        typed=True,
    ),
    Setting("layout", say("发票格式"), means_something=lambda c: c.may_lay_out, hint=_OPEN, opens=True),
    Setting(
        "wizard",
        say("对齐向导"),
        means_something=lambda c: c.may_lay_out and not c.settings.paper.is_roll,
        hint=_OPEN,
        beside="layout",
        opens=True,
    ),
    Setting("reset", say("恢复默认"), hint=say("按 → 恢复")),
)
"""Every print setting, in the order of the screen."""


def _turn(values: Sequence[object], current: object, step: int) -> int:
    at = list(values).index(current) if current in values else 0
    return (at + step) % len(values)


def _beside(labels: Sequence[str], chosen: str, *, at: bool) -> list[Part]:
    parts: list[Part] = []
    for label in labels:
        parts += [(label, ("reverse" if at else "bold") if label == chosen else "dim"), "  "]
    return parts
