"""The second table of a 特定业务 on a face: travellers, loads, buildings; known by its heads (docs/invoices.md)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from data.formats.values import line
from fapiao.invoice import Table

if TYPE_CHECKING:
    from data.formats.face.rows import Page, Row
    from data.formats.face.runs import Run

_HEADS = {
    "旅客运输服务": ("出行人", "有效身份证件号", "出行日期", "出发地", "到达地", "等级", "交通工具类型"),
    "货物运输服务": ("运输工具种类", "运输工具牌号", "起运地", "到达地", "运输货物名称"),
}
_LEAST = 3
"""Heads that make a row the head of such a table."""


def second_table(page: Page) -> tuple[float, Table] | None:
    """Return the top of the second table and its rows down to the sums; None where the page has none."""
    for row in page.rows:
        for title, words in _HEADS.items():
            heads = _found(row, words)
            if len(heads) >= _LEAST:
                return row.top, Table(title, tuple(heads), _rows(page, row, heads))
    return None


def _found(row: Row, words: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    """Return where the heads stand, from left to right."""
    places = {}
    for word in words:
        match = re.search(word, row.bare)
        if match:
            parts = row.parts(match.start(), match.end())
            places[word] = (parts[0].x0, parts[-1].x1)
    return dict(sorted(places.items(), key=lambda item: item[1]))


def _rows(page: Page, head: Row, heads: dict[str, tuple[float, float]]) -> tuple[tuple[str, ...], ...]:
    below = [r for r in page.rows if r.top > head.bottom - 0.5]
    until = min((r.top for r in below if re.match(r"小计|合计|价税合计|备注", r.bare)), default=float("inf"))
    ends = [(a[1] + b[0]) / 2 for a, b in pairwise(heads.values())] + [float("inf")]
    rows: list[list[str]] = []
    for row in below:
        if row.bottom > until + 0.8:
            break
        cells = [""] * len(ends)
        for run in row.runs:
            cells[_column(run, ends)] += run.text.strip()
        if rows and (not cells[0] or sum(map(bool, cells)) < _LEAST):
            rows[-1] = [known + more for known, more in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return tuple(tuple(line(cell) for cell in cells) for cells in rows)


def _column(run: Run, ends: list[float]) -> int:
    return next(index for index, end in enumerate(ends) if run.centre < end)
