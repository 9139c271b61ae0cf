"""The facts of a face from its text by geometry: 数电票 and 电子普票, from a PDF or an OFD page alike.

Nothing is taken from a fixed place: labels are looked for, and a value is what stands behind its label or beside it, so
that other sizes and programs read too (docs/invoices.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.formats.face.lines import read_lines
from data.formats.face.runs import Run, reading_order, text_of
from data.formats.kinds import is_guess, kind_of
from data.formats.values import FORBIDDEN, block, day, digits, line, money, party, red_link
from fapiao.errors import UnusableIdentity
from fapiao.identity import check_identity
from fapiao.invoice import Invoice, Party
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from fapiao.identity import Identity

_TITLE = re.compile(
    r"电子发票[（(].{2,20}[）)]|[\u4e00-\u9fff（）()]{0,24}(?:增值税|统一)[\u4e00-\u9fff]{0,6}发票(?:[（(].{1,8}[）)])?"
)
_WORDS = re.compile(r"(?:[（(]?负数?[）)]?\s*)?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]{2,}")
_AMOUNT = re.compile(r"[-+]?\s*[¥￥]?\s*[-+]?\d[\d,]*\.\d{2}(?!\d)|[*＊]{2,3}")
_DATE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_VARIANTS = (
    "成品油", "稀土", "建筑服务", "货物运输服务", "不动产销售", "不动产经营租赁服务", "代收车船税", "通行费",
    "旅客运输服务", "医疗服务", "自产农产品销售", "拖拉机和联合收割机", "机动车", "二手车", "农产品收购", "光伏收购", "卷烟",
)  # fmt: skip
_CIPHER = re.compile(r"[0-9+\-*/<>]{20,}")


@dataclass(frozen=True, slots=True)
class _Value:
    """What stands behind a label, and where."""

    text: str
    run: Run


class Face:
    """The first page of an invoice as pieces of text."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = sorted(runs, key=lambda r: (r.middle, r.x0))
        self.text = text_of(self.runs)
        self.bare = "".join(self.text.split())

    def value(self, *labels: str) -> _Value | None:
        """Return what stands behind one of the labels, in the same piece or in the next ones on its line."""
        for name in labels:
            pattern = re.compile(r"\s*" + r"\s*".join(map(re.escape, name)) + r"\s*[：:]?\s*")
            for run in self.runs:
                match = pattern.match(run.text)
                if match is None:
                    continue
                rest = run.text[match.end() :].strip()
                if rest:
                    return _Value(rest, run)
                right = [r for r in self.row(run) if r.x0 > run.centre]
                return _Value(right[0].text.strip() if right else "", run)
        return None

    def row(self, run: Run) -> list[Run]:
        """Return the runs on one line with ``run``, from left to right."""
        return sorted((r for r in self.runs if r.beside(run)), key=lambda r: r.x0)

    def after(self, *labels: str) -> str:
        """Like :meth:`value`, the text alone."""
        found = self.value(*labels)
        return found.text if found else ""


def read_face(runs: Sequence[Run], qr: str = "", *, with_lines: bool = True) -> Invoice:
    """Return what the page says. Raises UnusableIdentity where it has no number, UnusableAmount."""
    face = Face(runs)
    identity = _identity(face)
    title = _title(face)
    gross_words, gross, below = _gross(face)
    net, tax, sums = _sums(face)
    foot = face.value("开票人")
    remark = _remark(face, below, foot.run.y0 if foot else None)
    blue, confirmation = red_link(remark)
    buyer, seller = _parties(face)
    return Invoice(
        number=identity.number,
        code=identity.code,
        kind=kind_of(identity.code, title, qr),
        kind_guessed=is_guess(identity.code, title, qr),
        issued_on=_day(face),
        gross=gross,
        net=net,
        tax=tax,
        gross_words=gross_words,
        buyer=buyer,
        seller=seller,
        lines=read_lines(face.runs, sums) if with_lines else None,
        variant=_variant(face),
        remark=remark,
        issuer=_foot(face, foot, "开票人"),
        payee=_foot(face, foot, "收款人"),
        checker=_foot(face, foot, "复核人", "复核"),
        check_code=_check_code(face),
        machine_no=_digits(face.after("机器编号", "机器码"), 12),
        cipher=_cipher(face),
        title=title if identity.code else "",
        red_of=blue,
        red_confirmation=confirmation,
        voucher_forbidden=bool(FORBIDDEN.search(face.bare)),
    )


def _identity(face: Face) -> Identity:
    code = _digits(face.after("发票代码", "代码"), 10, 12)
    number = _digits(face.after("发票号码", "号码"), 8, 20)
    if not number:
        whole = [m[0] for r in face.runs for m in re.finditer(r"(?<!\d)\d{20}(?!\d)", r.text)]
        number = whole[0] if whole else ""
    if not number:
        raise UnusableIdentity(say("票面上找不到发票号码"), say("请换用 XML 或 OFD 文件导入"))
    return check_identity(code if len(number) == 8 else "", number)


def _digits(text: str, *lengths: int) -> str:
    found = re.match(r"\d[\d\s]*", text)
    number = digits(found[0]) if found else ""
    return number if len(number) in lengths else ""


def _title(face: Face) -> str:
    upper = sorted((r for r in face.runs if _TITLE.search("".join(r.text.split()))), key=lambda r: (-r.height, r.y0))
    match = _TITLE.search("".join(upper[0].text.split())) if upper else None
    return line(match[0], 60) if match else ""


def _day(face: Face) -> date | None:
    stated = day(face.after("开票日期"))
    if stated:
        return stated
    match = _DATE.search(face.text)
    return day("".join(match[0].split())) if match else None


def _check_code(face: Face) -> str:
    found = face.value("校验码")
    if found is None:
        return ""
    right = [r.text for r in face.row(found.run) if r.x0 > found.run.x0]
    return _digits(found.text, 20) or _digits("".join(right), 20)


def _cipher(face: Face) -> str:
    rows = [m[0] for r in face.runs if (m := _CIPHER.fullmatch("".join(r.text.split()))) and not m[0].isdigit()]
    return block("\n".join(rows[:6]))


def _variant(face: Face) -> str:
    top = [r for r in face.runs if r.y0 < 30]
    return next((v for v in _VARIANTS if any("".join(r.text.split()) == v for r in top)), "")


def _foot(face: Face, foot: _Value | None, *labels: str) -> str:
    """Return a name of the foot line; the same words in a remark are remark."""
    if foot is None:
        return ""
    row = Face(face.row(foot.run))
    text = row.after(*labels)
    return "" if re.match(r"(?:收款人|复核人?|开票人|销售方)\s*[：:]", text) else line(text, 60)


def _gross(face: Face) -> tuple[str, Decimal | None, float | None]:
    """Return 大写, the amount beside 小写, and the bottom of their row."""
    label = next((r for r in face.runs if "价税合计" in "".join(r.text.split())), None)
    if label is None:
        label = next((r for r in face.runs if "小写" in r.text), None)
    if label is None:
        return "", None, None
    row = face.row(label)
    joined = " ".join(r.text for r in row)
    words = _WORDS.search(re.sub(r"[（(]?\s*(?:大写|小写)\s*[）)]?|价税合计|⊗|ⓧ|\s", " ", joined))
    amounts = [m[0] for m in _AMOUNT.finditer(joined.split("小写")[-1])]
    gross = money(_amount(amounts[-1]), say("价税合计")) if amounts else None
    return line(words[0]) if words else "", gross, max(r.y1 for r in row)


def _sums(face: Face) -> tuple[Decimal | None, Decimal | None, float | None]:
    """Return 合计 of amounts and taxes, and the top of their row."""
    for label in (r for r in face.runs if re.match(r"\s*合\s*(?:计.*)?$", r.text)):
        row = [r for r in face.row(label) if r.x0 >= label.x0]
        if "计" not in "".join(r.text for r in row[:3]):
            continue
        amounts = [m[0] for r in row for m in _AMOUNT.finditer(r.text)]
        if amounts:
            tax = money(_amount(amounts[1]), say("合计税额")) if len(amounts) > 1 else None
            return money(_amount(amounts[0]), say("合计金额")), tax, min(r.y0 for r in row)
    return None, None, None


def _amount(text: str) -> str:
    return "".join(text.split()).replace("¥", "").replace("￥", "")


def _parties(face: Face) -> tuple[Party, Party]:
    """Return buyer and seller: side by side on a 数电票, one above the other on older faces."""
    names = [(r, m) for r in face.runs if (m := re.match(r"\s*名\s*称\s*[：:]\s*", r.text))]
    if not names:
        return Party(), Party()
    names = sorted(names, key=lambda pair: (round(pair[0].middle / 3), pair[0].x0))
    found = [_party(face, run, match, [r for r, _ in names if r is not run]) for run, match in names[:2]]
    return (found[0], found[1]) if len(found) > 1 else (found[0], Party())


def _party(face: Face, label: Run, match: re.Match[str], others: list[Run]) -> Party:
    right = min((o.x0 for o in others if o.x0 > label.x1 and o.beside(label)), default=None)
    below = min((o.y0 for o in others if o.y0 > label.y1 and abs(o.x0 - label.x0) < 5), default=label.y0 + 25)
    edge = (right - 6 if right else None) or max(label.x0 + 103, label.x1 + 40)
    area = [r for r in face.runs if label.x0 - 1 <= r.x0 < edge and label.y0 - 1 <= r.y0 < below and r is not label]
    tax_label = next((r for r in area if re.search(r"(?:识别号|信用代码)", "".join(r.text.split()))), None)
    until = tax_label.y0 - 0.5 if tax_label else label.y1 + 1
    values = sorted((r for r in area if r.x0 > label.centre and r.middle < until), key=lambda r: (round(r.y0), r.x0))
    name = label.text[match.end() :].strip() + "".join(r.text.strip() for r in values)
    inner = Face([r for r in area if r.y0 >= until - 1])
    return party(
        name,
        re.sub(r"[^0-9A-Za-z]", "", _tax_id(inner, tax_label)),
        inner.after("地址、电话", "地址电话", "地址 电话"),
        inner.after("开户行及账号", "开户行及帐号"),
    )


def _tax_id(inner: Face, label: Run | None) -> str:
    if label is None:
        return ""
    same = re.split(r"[：:]", label.text, maxsplit=1)
    if len(same) > 1 and same[1].strip():
        return same[1]
    right = [r for r in inner.row(label) if r.x0 > label.centre]
    return right[0].text if right else ""


def _remark(face: Face, top: float | None, bottom: float | None) -> str:
    """Return the text right of the caption 备注, between the row of 价税合计 and the foot."""
    captions = [r for r in face.runs if r.text.strip() in {"备", "注", "备注"} and (top is None or r.y0 > top - 1)]
    if not captions or top is None:
        return ""
    left = max(r.x1 for r in captions)
    until = bottom - 0.5 if bottom else max(r.y1 for r in captions) + 8
    inside = [r for r in face.runs if r.x0 >= left - 0.5 and r.y0 > top - 0.5 and r.y1 <= until + 0.5]
    rows = (" ".join(r.text.strip("\r\n") for r in row) for row in reading_order(inside))
    return block("\n".join(rows))
