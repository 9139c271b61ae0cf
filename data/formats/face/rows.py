"""A page as rows in which labels are found by their words, however a program cut them into pieces.

A row's text is compared without blanks and with half-width punctuation, one character for one, so that every place in it
leads back to the piece that it came from.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from data.formats.face.captions import captions_of
from data.formats.face.runs import Run, reading_order, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_USUAL = 3.2
"""Height of most letters on a face, in mm (9 pt)."""
_CIPHER = re.compile(r"[0-9+\-*/<>]{20,}")
_SIGNS = frozenset("+-/<>")
_SAME_VALUE = 9.0
"""Millimetres between two pieces of one value."""

LABELS = {
    "number": r"(?<![字电原应数属冲红])(?:电子)?发票号码",
    "code": r"(?<![字电原应数属冲红])发票代码",
    "date": r"(?:开票|填开|开具)日期",
    "check": r"校验码",
    "machine": r"机器编号|机器码|税控盘编号",
    "buyer_name": r"购买方名称|购货单位名称|买方单位/个人(?!住址)|(?:购买方|购货单位|购货方|买方)(?:\(人\))?(?=:)",
    "seller_name": r"销售方名称|销货单位名称|卖方单位/个人(?!住址)|(?:销售方|销货单位|销货方|卖方)(?=:)(?!:?\(章)",
    "name": r"名称",
    "tax_id": r"统一社会信用代码/?(?:纳税人识别号)?|纳税人识别号/?(?:统一社会信用代码)?(?:/身份证明号码)?|单位代码/身份证明?号码?",
    "address": r"地址、?电话",
    "bank": r"开户(?:银)?行及[账帐]号",
    "payee": r"收款人",
    "checker": r"复核人?",
    "issuer": r"开票人|填开人",
    "stamp": r"销售方:?\(章\)|销货单位:?\(章\)|填开单位",
    "gross": r"(?:价税|车价|金额)合计(?:\(?大写\)?)?|合计金额\(大写\)",
    "figures": r"\(?小写\)?",
    "words": r"\(大写\)",
    "pages": r"共\d+页",
}
"""Labels of every face, by the fact that stands behind them; what follows a label ends where the next one begins."""
_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in LABELS.items()))

_HEADS_OF_NAMES = frozenset("目务方位人品型物")
"""What stands before 名称 where it is no label of a party: 项目名称, 服务名称, 单位名称."""


@dataclass(frozen=True, slots=True)
class Found:
    """A label and the pieces that stand behind it in its row."""

    name: str
    label: Run
    value: tuple[Run, ...]

    @property
    def text(self) -> str:
        """What stands behind the label."""
        return " ".join(run.text.strip() for run in self.value)

    @property
    def bare(self) -> str:
        """The same without blanks."""
        return "".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces on one line, from left to right."""

    runs: tuple[Run, ...]
    bare: str = field(init=False)
    places: tuple[tuple[int, int], ...] = field(init=False)

    def __post_init__(self) -> None:
        """Remember for every character that is no blank which piece it comes from."""
        text, places = "", []
        for index, run in enumerate(self.runs):
            for at, character in enumerate(run.text):
                if not character.isspace():
                    text += _plain(character)
                    places.append((index, at))
        object.__setattr__(self, "bare", text)
        object.__setattr__(self, "places", tuple(places))

    @property
    def top(self) -> float:
        """Upper end of its pieces."""
        return min(run.y0 for run in self.runs)

    @property
    def bottom(self) -> float:
        """Lower end of its pieces."""
        return max(run.y1 for run in self.runs)

    def parts(self, start: int, end: int) -> list[Run]:
        """Return the pieces between two places of ``bare``."""
        found: list[Run] = []
        for index in dict.fromkeys(i for i, _ in self.places[start:end]):
            at = [a for i, a in self.places[start:end] if i == index]
            found.append(self.runs[index].part(at[0], at[-1] + 1))
        return found

    def labels(self) -> Iterator[Found]:
        """Yield the row's labels with what stands behind them."""
        matches = [m for m in _ANY.finditer(self.bare) if self._stands_out(m)]
        ends = [match.start() for match in matches[1:]] + [len(self.bare)]
        for match, end in zip(matches, ends, strict=False):
            start = match.end() + (self.bare[match.end() : match.end() + 1] == ":")
            label = self.parts(match.start(), match.end())
            whole = Run(match[0], label[0].x0, label[0].y0, label[-1].x1, label[-1].y1)
            yield Found(match.lastgroup or "", whole, tuple(_near(whole, self.parts(start, end))))

    def _stands_out(self, match: re.Match[str]) -> bool:
        """Tell a label from the same words inside a value: it begins a piece, or a colon follows it."""
        start = match.start()
        before = self.bare[start - 1 : start]
        if match.lastgroup == "name" and before in _HEADS_OF_NAMES and self._touch(start):
            return False
        return self.places[start][1] == 0 or self.bare[match.end() : match.end() + 1] == ":" or ")" in match[0]

    def _touch(self, at: int) -> bool:
        """Tell whether a character stands right behind the one before it."""
        before, after = (self.parts(at + i - 1, at + i)[0] for i in (0, 1))
        return after.x0 - before.x1 < 0.8 * after.height


def _plain(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def _near(label: Run, parts: list[Run]) -> list[Run]:
    """Return the pieces up to the first wide gap; the way from the label to its value may be wide."""
    found: list[Run] = []
    for part in parts:
        if found and part.x0 - found[-1].x1 > _SAME_VALUE:
            break
        if part.x0 >= label.x1 - 1.0:
            found.append(part)
    return found


class Page:
    """One page of joined pieces, in the size in which faces are printed, whatever the page's own."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.all = sorted(_usual(runs), key=lambda r: (r.middle, r.x0))
        self.captions, taken = captions_of(self.all)
        self.ciphers = [r for r in self.all if _is_cipher(r)]
        self.runs = [r for r in self.all if id(r) not in taken and not _is_cipher(r)]
        self.rows = [Row(tuple(line)) for line in reading_order(self.runs)]
        self.text = text_of(self.all)
        self.bare = unicodedata.normalize("NFKC", "".join(self.text.split()))

    @cached_property
    def labels(self) -> list[Found]:
        """All labels, from top to bottom."""
        return [found for row in self.rows for found in row.labels()]

    def first(self, *names: str) -> Found | None:
        """Return the first label of these names with something behind it, else the first one."""
        found = [label for label in self.labels if label.name in names]
        return next((label for label in found if label.value), found[0] if found else None)

    def value(self, *names: str) -> str:
        """Return what stands behind the first label of these names."""
        found = self.first(*names)
        return found.text if found else ""

    def row_of(self, run: Run) -> Row:
        """Return the row in which a label stands."""
        return min(self.rows, key=lambda row: abs(row.runs[0].middle - run.middle))


def _is_cipher(run: Run) -> bool:
    bare = "".join(run.text.split())
    return bool(_CIPHER.fullmatch(bare)) and len(_SIGNS & set(bare)) > 1


def _usual(runs: Sequence[Run]) -> Sequence[Run]:
    """Return the runs in the usual size where the page has another: some programs draw a face 583 mm wide."""
    if not runs:
        return runs
    scale = _USUAL / max(statistics.median(r.height for r in runs for _ in r.text), 0.05)
    if 0.75 < scale < 1.35:
        return runs
    return [
        Run(r.text, r.x0 * scale, r.y0 * scale, r.x1 * scale, r.y1 * scale, tuple(e * scale for e in r.edges))
        for r in runs
    ]
