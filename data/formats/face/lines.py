"""The table of goods on a face: pieces of text sorted into the columns that the table's head names."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from data.formats.face.runs import Run, reading_order
from data.formats.values import figure, line, money, number, rate, tax_figure
from fapiao.invoice import Line
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADS = {
    "name": r"项目名称|货物或应税劳务、?服务名称|货物或应税劳务名称|服务名称",
    "spec": r"规格型号",
    "unit": r"单位",
    "quantity": r"数量",
    "price": r"单价",
    "amount": r"金额",
    "rate": r"税率(?:/征收率)?|征收率",
    "tax": r"税额",
    "车牌号": r"车牌号",
    "车辆类型": r"车辆类型|类型",
    "通行日期起": r"通行日期起",
    "通行日期止": r"通行日期止",
}
_STANDARD = ("name", "spec", "unit", "quantity", "price", "amount", "rate", "tax")
_NOT_A_ROW = re.compile(r"^(?:小计|合计|总计|（?详见附页）?)$")


def read_lines(runs: Sequence[Run], bottom: float | None) -> tuple[Line, ...] | None:
    """Return the rows between the head and the row of sums at ``bottom``; None where there is no such table."""
    heads = _heads(runs)
    if "name" not in heads or "amount" not in heads or bottom is None:
        return None
    top = max(head.y1 for head in heads.values())
    inside = [r for r in runs if top - 0.3 <= r.y0 and r.y1 <= bottom + 0.5 and r not in heads.values()]
    rows: list[dict[str, str]] = []
    for visual in reading_order(inside):
        cells: dict[str, str] = {}
        for run in visual:
            column = _column(run, heads)
            cells[column] = f"{cells[column]} {run.text.strip()}" if column in cells else run.text.strip()
        if _NOT_A_ROW.match("".join(cells.get("name", "").split())):
            continue
        if number(cells.get("amount", "")) is not None or not rows:
            rows.append(cells)
        else:
            for column, text in cells.items():
                rows[-1][column] = rows[-1].get(column, "") + text
    return tuple(_line(cells) for cells in rows if cells.get("name")) or None


def _heads(runs: Sequence[Run]) -> dict[str, Run]:
    """Return the heads of the columns: the topmost line on which a name and an amount are headed."""
    for visual in reading_order(list(runs)):
        joined = _joined(visual)
        found: dict[str, Run] = {}
        for name, pattern in _HEADS.items():
            match = next((r for r in joined if re.fullmatch(pattern, "".join(r.text.split()))), None)
            if match is not None:
                found.setdefault(name, match)
        if "name" in found and "amount" in found:
            return found
    return {}


def _joined(visual: list[Run]) -> list[Run]:
    """Add heads that were written character by character (数 量)."""
    found = list(visual)
    for left, right in pairwise(visual):
        if len(left.text.strip()) == 1 and len(right.text.strip()) == 1:
            found.append(Run(left.text.strip() + right.text.strip(), left.x0, left.y0, right.x1, right.y1))
    return found


def _column(run: Run, heads: dict[str, Run]) -> str:
    """Return the column whose head a piece lies under most, else the nearest one."""
    return max(heads, key=lambda name: min(run.x1, heads[name].x1) - max(run.x0, heads[name].x0))


def _line(cells: dict[str, str]) -> Line:
    amount = cells.get("amount", "")
    return Line(
        name=line(cells.get("name", "")),
        spec=line(cells.get("spec", "")),
        unit=line(cells.get("unit", ""), 60),
        quantity=figure(cells.get("quantity", "")),
        price=figure(cells.get("price", "")),
        amount=money(amount, say("行金额")) if number(amount) is not None else None,
        rate=rate(cells.get("rate", "")),
        tax=tax_figure(cells.get("tax", ""))
        if number(cells.get("tax", "")) is not None
        else figure(cells.get("tax", "")),
        extras=tuple((label, line(text)) for label, text in cells.items() if label not in _STANDARD),
    )
