"""The sums of a face: 合计 of amounts and taxes, 价税合计 in words and figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.formats.values import line, money
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from data.formats.face.lines import Table
    from data.formats.face.rows import Page, Row

AMOUNT = re.compile(r"(?:[-+]?[¥Y]?[-+]?\d[\d,]{0,18}\.\d{2}(?![\d.])|\*{2,6})")
_WORDS = re.compile(
    r"(?:\(?负数?\)?)?[零〇壹贰弍叁參肆伍陆陸柒捌玖拾佰仟万亿]{1,40}[元圆角分][零壹贰弍叁參肆伍陆陸柒捌玖拾元圆角分整正]{0,12}"
)
_SUM = re.compile(r"(?<![税价款额小总])(?:合计|总计)(?!金额)")
_LABEL = re.compile(r"价税合计|车价合计|合计金额|\(大写\)|\(小写\)")


@dataclass(frozen=True, slots=True)
class Gross:
    """价税合计 as it stands on the face."""

    words: str = ""
    amount: Decimal | None = None
    top: float | None = None
    """Upper and lower end of its row; None where there is none."""
    bottom: float | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """合计 of the rows."""

    net: Decimal | None = None
    tax: Decimal | None = None
    top: float | None = None


def gross_of(pages: Sequence[Page]) -> Gross:
    """Return the last 价税合计 of the pages. Raises UnusableAmount."""
    for page in reversed(pages):
        for index, row in enumerate(page.rows):
            if not _LABEL.search(row.bare):
                continue
            near = [r for r in page.rows[index : index + 2] if r is row or r.top - row.bottom < 1.5]
            words = next((m[0] for r in near if (m := _WORDS.search(r.bare.split("大写")[-1]))), "")
            figures = row.bare.split("小写")[-1]
            amounts = [m[0] for m in AMOUNT.finditer(figures)] or [
                m[0] for r in near[1:] for m in AMOUNT.finditer(r.bare)
            ]
            if words or amounts:
                gross = money(plain_amount(amounts[-1]), say("价税合计")) if amounts else None
                return Gross(_shown(words), gross, row.top, max(r.bottom for r in near if r is row))
    return Gross()


def sums_of(page: Page, table: Table | None) -> Sums:
    """Return the sums of one page's table, and the top of their row. Raises UnusableAmount."""
    for row in page.rows:
        match = _SUM.search(row.bare)
        if match is None or (table is not None and row.top < table.top) or "价税" in row.bare[: match.start()]:
            continue
        found = _amounts(row, match.end())
        if not found:
            continue
        tax = found[-1] if len(found) > 1 else None
        if table is not None and len(found) == 1 and table.column_at(found[0][1]) == "tax":
            return Sums(None, _money(found[0], say("合计税额")), row.top)
        return Sums(_money(found[0], say("合计金额")), _money(tax, say("合计税额")) if tax else None, row.top)
    return Sums()


def _amounts(row: Row, start: int) -> list[tuple[str, float]]:
    """Return the amounts of a row behind a place, with the middle of each."""
    found = []
    for part in row.parts(start, len(row.bare)):
        bare = "".join(part.text.split()).replace("￥", "¥").replace("＊", "*").replace("，", ",")
        found += [(match[0], part.centre) for match in AMOUNT.finditer(bare)]
    return found


def _money(found: tuple[str, float], field: str) -> Decimal | None:
    return money(plain_amount(found[0]), field)


def plain_amount(text: str) -> str:
    """Return an amount without its currency."""
    return text.replace("¥", "").replace("￥", "").replace("Y", "")


def _shown(words: str) -> str:
    """Return 大写 with the brackets that faces print."""
    return line(words.replace("(", "（").replace(")", "）"))
