"""The values of a printer's own layout (发票格式): which there are, how each is shown, what an arrow or a number makes of it."""

from __future__ import annotations

import re

from fapiao.said import say
from fapiao.sitelayout import FIELDS, STYLES, SiteLayout

_STEPS = {"offset": 0.1, "scale": 1.0, "margin": 1.0, "size": 0.5}
_NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{1,2})?")
_OFFSETS = (say("偏移 右"), say("偏移 下"))
_MARGINS = (say("边距 左"), say("边距 上"), say("边距 右"), say("边距 下"))
RESET = "reset"
ROWS = (
    "offset:0",
    "offset:1",
    "scale:",
    *(f"margin:{n}" for n in range(4)),
    *(f"size:{name}" for name in STYLES),
    *(f"field:{name}" for name in FIELDS),
    RESET,
)
"""Every value, as ``group:which``."""


def label(row: str) -> str:
    """Return what a value is called."""
    group, _, which = row.partition(":")
    if group == "offset":
        return _OFFSETS[int(which)]
    if group == "margin":
        return _MARGINS[int(which)]
    if group == "size":
        return say("字号 {style}", style=STYLES[which][0])
    if group == "field":
        return say("项目 {field}", field=FIELDS[which])
    return say("恢复自带") if row == RESET else say("缩放")


def shown(layout: SiteLayout, row: str) -> tuple[str, bool]:
    """Return a value in words, and whether it differs from the layouts as shipped."""
    group, _, which = row.partition(":")
    if group == "field":
        return (say("不印"), True) if layout.is_hidden(which) else (say("印"), False)
    if group == RESET:
        return say("按 → 恢复"), False
    if group == "size":
        size = layout.size(which)
        return (say("按版式"), False) if size is None else (say("{points} 磅", points=f"{size:.1f}"), True)
    number = _number(layout, row)
    if group == "scale":
        return f"{number:.0f}%", layout.scale != 1
    sign = "+" if group == "offset" else ""
    length = f"{number:{sign}.{2 if round(number * 10, 3) % 1 else 1}f}"
    return say("{length} 毫米", length=length), number != 0


def stepped(layout: SiteLayout, row: str, step: int) -> SiteLayout:
    """Return the layout after one arrow on a value."""
    group, _, which = row.partition(":")
    if group == RESET:
        return SiteLayout()
    if group == "field":
        return layout.with_hidden(which, hidden=not layout.is_hidden(which))
    return _with(layout, row, round(_number(layout, row) + step * _STEPS[group], 2))


def typed(layout: SiteLayout, row: str, text: str) -> SiteLayout | None:
    """Return the layout with the number that was typed; None where that is no number for this value."""
    if row.partition(":")[0] not in _STEPS or not _NUMBER.fullmatch(text):
        return None
    return _with(layout, row, float(text))


def _number(layout: SiteLayout, row: str) -> float:
    group, _, which = row.partition(":")
    if group == "offset":
        return layout.offset[int(which)]
    if group == "margin":
        return layout.margins[int(which)]
    if group == "scale":
        return layout.scale * 100
    return layout.size(which) or STYLES[which][1]


def _with(layout: SiteLayout, row: str, number: float) -> SiteLayout:
    group, _, which = row.partition(":")
    if group == "scale":
        return layout.with_scale(number / 100)
    if group == "size":
        # The ordinary size is the layout's own: other faces may have another there.
        return layout.with_size(which, None if number == STYLES[which][1] else number)
    values = list(layout.offset if group == "offset" else layout.margins)
    values[int(which)] = number
    return layout.with_offset(*values) if group == "offset" else layout.with_margins(*values)
