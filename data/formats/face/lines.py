"""The table of goods on a face: pieces of text sorted into the columns that the table's head names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from data.formats.face.runs import Run
from data.formats.values import figure, line, money, number, rate, tax_figure
from fapiao.invoice import Line
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.formats.face.rows import Page, Row

_HEADS = {
    "index": r"序号",
    "name": r"项目名称|货物或应税劳务[、,.]?服务名称|货物或应税劳务名称|服务名称|货物\(劳务\)名称|货物名称|项目",
    "spec": r"规格型号",
    "unit": r"单位",
    "quantity": r"数量",
    "price": r"单价(?:\(.{1,4}\))?",
    "amount": r"金额(?:\(.{1,4}\))?",
    "rate": r"税率(?:/征收率)?(?:\(%\))?|征收率",
    "tax": r"税额(?:\(.{1,4}\))?",
    "车牌号": r"车牌号",
    "车辆类型": r"车辆类型|类型",
    "通行日期起": r"通行日期起",
    "通行日期止": r"通行日期止",
    "建筑服务发生地": r"建筑服务发生地",
    "建筑项目名称": r"建筑项目名称",
    "产权证书/不动产权证号": r"产权证书/不动产权证号",
    "面积单位": r"面积单位",
}
_STANDARD = ("index", "name", "spec", "unit", "quantity", "price", "amount", "rate", "tax")
_HEAD = re.compile("|".join(f"(?P<h{i}>{p})" for i, p in enumerate(_HEADS.values())))
_NAMES = tuple(_HEADS)
_LARGE = ("建筑服务发生地", "建筑项目名称", "产权证书/不动产权证号")
_NUMBERS = ("quantity", "price", "amount", "rate", "tax")
_NOT_A_ROW = re.compile(r"(?:小计|合计|总计|[(（]?详见附页[)）]?|以下空白|\*{0,3})")
_RATE = re.compile(r"(?:\d{1,2}(?:\.\d+)?%|免税|不征税|出口零税率|普通零税率|\*{2,3})")
_AMOUNT = re.compile(r"[-¥￥]{0,2}\d[\d,]*\.\d{2}")
_PIECE = re.compile(r"\S+")
_POINT = re.compile(r"(?<=\d) (?=\.)|(?<=\.) (?=\d)")
_TIGHT = re.compile(r"(?<!\s)\s*(\*)\s*|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_FIGURE = re.compile(r"[-+¥￥]{0,2}\d[\d,.]*%?|\*{2,3}|免税|不征税")


@dataclass(frozen=True, slots=True)
class Table:
    """The head of a table: where each column's name stands."""

    heads: dict[str, Run]
    top: float
    """Where its rows begin."""
    edges: tuple[tuple[float, str], ...] = field(default=())
    """Right end of each column, from left to right."""

    def column_at(self, x: float) -> str:
        """Return the column at a place."""
        return next((name for end, name in self.edges if x < end), self.edges[-1][1])

    def column_of(self, run: Run) -> str:
        """Return the column that holds most of a piece; a figure in a column of words belongs to the next of figures."""
        inside = {}
        left = float("-inf")
        for end, name in self.edges:
            inside[name] = min(run.x1, end) - max(run.x0, left)
            left = end
        return max(inside, key=lambda name: inside[name])


def table_of(page: Page) -> Table | None:
    """Return the table of goods: the topmost row that heads a name and an amount; None where there is none."""
    for row in page.rows:
        heads = _heads(row)
        if "name" in heads and "amount" in heads and len(heads) > 2:
            order = sorted(heads.items(), key=lambda item: item[1].x0)
            edges = [((a.x1 + b.x0) / 2, name) for (name, a), (_, b) in pairwise(order)]
            edges.append((float("inf"), order[-1][0]))
            return Table(heads, row.bottom, tuple(edges))
    return None


def _heads(row: Row) -> dict[str, Run]:
    found: dict[str, Run] = {}
    for match in _HEAD.finditer(row.bare):
        name = _NAMES[int((match.lastgroup or "h0")[1:])]
        parts = row.parts(match.start(), match.end())
        found.setdefault(name, Run(match[0], parts[0].x0, parts[0].y0, parts[-1].x1, parts[-1].y1))
    return found


def read_lines(page: Page, table: Table, bottom: float) -> list[Line]:
    """Return the rows between the head and the row of sums at ``bottom``. Raises UnusableAmount."""
    inside = [r for r in page.runs if table.top - 0.3 <= r.y0 and r.y1 <= bottom + 0.8]
    pieces = [piece for run in inside for piece in _cut(run, table)]
    rows: list[dict[str, str]] = []
    for visual in _visual(pieces):
        cells = _cells(visual, table)
        name = "".join(cells.get("name", "").split())
        if not cells or (_NOT_A_ROW.fullmatch(name) and name) or set(cells) <= {"index"}:
            continue
        if _begins(cells, rows):
            rows.append(cells)
        else:
            for column, text in cells.items():
                rows[-1][column] = rows[-1].get(column, "") + text
    return [_line(cells) for cells in rows if cells.get("name") or cells.get("amount")]


def _visual(pieces: list[Run]) -> list[list[Run]]:
    """Return the lines of a table: closer together than elsewhere on a page."""
    lines: list[list[Run]] = []
    for run in sorted(pieces, key=lambda r: (r.middle, r.x0)):
        if lines and abs(run.middle - lines[-1][0].middle) < 0.42 * min(run.height, lines[-1][0].height):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [sorted(found, key=lambda r: r.x0) for found in lines]


def _begins(cells: dict[str, str], rows: list[dict[str, str]]) -> bool:
    """Tell whether a line begins a row: it has an amount, or a name as the first of a row begins."""
    if not rows:
        return True
    complete = number(rows[-1].get("amount", "")) is not None
    if number(cells.get("amount", "")) is not None:
        return complete or not rows[-1].get("name") or bool(cells.get("name", "").startswith("*"))
    return complete and cells.get("name", "").startswith("*") and len(cells.get("name", "")) > 2


def _cut(run: Run, table: Table) -> list[Run]:
    """Cut a piece that reaches over several columns at its blanks, where the parts are figures."""
    if " " not in run.text.strip() or table.column_at(run.x0) == table.column_at(run.x1):
        return [run]
    parts = [run.part(m.start(), m.end()) for m in _PIECE.finditer(run.text)]
    figures = [p for p in parts if _FIGURE.fullmatch(p.text)]
    columns = [table.column_of(p) for p in figures]
    if len(figures) < 1 or (len(parts) == len(figures) == 1) or len(set(columns)) < len(columns):
        return [run]
    words = [p for p in parts if p not in figures]
    return (
        [*([run.part(0, run.text.index(words[-1].text) + len(words[-1].text))] if words else []), *figures]
        if all(w.x0 < figures[0].x0 for w in words)
        else parts
    )


def _cells(visual: Sequence[Run], table: Table) -> dict[str, str]:
    cells: dict[str, str] = {}
    for run in visual:
        column = table.column_of(run)
        text = run.text.strip()
        if "rate" in table.heads:
            column = _beside_the_rate(run, text, column, table.heads["rate"])
        cells[column] = f"{cells[column]} {text}" if column in cells else text
    return {column: _POINT.sub("", text) if column in _NUMBERS else text for column, text in cells.items()}


def _beside_the_rate(run: Run, text: str, column: str, head: Run) -> str:
    """Return the column by what is written: a percentage is a rate, an amount beside it is none."""
    if column in {"tax", "amount"} and "%" in text and _RATE.fullmatch(text):
        return "rate"
    if column == "rate" and _AMOUNT.fullmatch(text):
        return "amount" if run.x0 < head.x0 else "tax"
    return column


def tight(text: str) -> str:
    """Return a name without the blanks that setting it put about asterisks and between Chinese characters."""
    return _TIGHT.sub(lambda m: m[1] or "", text).strip()


def _line(cells: dict[str, str]) -> Line:
    amount = cells.get("amount", "")
    tax = cells.get("tax", "")
    return Line(
        name=tight(line(cells.get("name", ""))),
        spec=line(cells.get("spec", "")),
        unit=line(cells.get("unit", ""), 60),
        quantity=figure(cells.get("quantity", "")),
        price=figure(cells.get("price", "")),
        amount=money(amount, say("行金额")) if number(amount) is not None else None,
        rate=rate(cells.get("rate", "")),
        tax=tax_figure(tax) if number(tax) is not None else figure(tax),
        extras=tuple((label, line(_extra(text))) for label, text in cells.items() if label not in _STANDARD),
    )


def _extra(text: str) -> str:
    """Return a plate, a type or a date without blanks; a date of passage is written in one."""
    return "".join(text.split())
