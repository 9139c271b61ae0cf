"""Whether a page is an invoice, and its number: only what a title, a label or the QR code vouches for (docs/invoices.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.formats.face.titles import heading_of_another, looks_like, mentions_title, title_of
from data.formats.values import digits
from fapiao.errors import BadInput, UnreadableFile, UnusableIdentity
from fapiao.identity import Identity, check_identity, parse_qr
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.formats.face.rows import Found, Page

_STRUCTURE = (
    r"价税合计|车价合计|票价",
    r"开票日期|填开日期|开具日期",
    r"校验码|密码区|机器编号|税控码",
    r"纳税人识别号|统一社会信用代码",
    r"购买方|购货单位|买方单位",
    r"销售方|销货单位|卖方单位",
    r"税率|征收率",
)
"""Words that stand on the face of an invoice; one alone stands on many other papers."""
_ENOUGH = 4
_LONE = re.compile(r"(?<!\d)\d{20}(?!\d)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What makes a page an invoice."""

    title: str
    identity: Identity
    source: str
    """Where the number was found: ``label``, ``title`` (a lone number below an invoice title) or ``qr``."""


def not_an_invoice(looks: str = "") -> UnreadableFile:
    """Return the refusal of a file that is no invoice; ``looks`` says in words what it looks like."""
    message = say("这不是发票，像是{looks}", looks=looks) if looks else say("这不是发票")
    return UnreadableFile(message, say("请导入发票本身；这份文件请另行保存"))


def without_number() -> UnusableIdentity:
    """Return the refusal of an invoice whose number is not to be found."""
    cure = say("请换用同一发票的另一种文件（XML、OFD 或 PDF），或更清楚的一份")
    return UnusableIdentity(say("是发票，但读不出号码"), cure)


def several_invoices(numbers: Iterable[str]) -> UnusableIdentity:
    """Return the refusal of a file that holds more than one invoice."""
    shown = [*numbers]
    message = say(
        "一个文件里有 {count} 张发票（{first}、{second} 等）", count=len(shown), first=shown[0], second=shown[1]
    )
    return UnusableIdentity(message, say("请把每张发票存成一个文件再导入"))


def evidence(pages: Sequence[Page], payload: str = "") -> Evidence:
    """Return title and number. Raises UnreadableFile where the pages are no invoice, UnusableIdentity without number."""
    first = pages[0]
    title = title_of(first.runs)
    coded = _coded(payload)
    other = heading_of_another(first.runs) if not title else ""
    labelled = _labelled(pages)
    if not title and (other or not (coded or _is_face(first))):
        raise not_an_invoice(other or looks_like(first.runs, first.bare))
    if len({i.full_no for i in labelled}) > 1:
        raise several_invoices(dict.fromkeys(i.full_no for i in labelled))
    if labelled and coded and labelled[0] != coded:
        message = say("票面号码 {x} 与二维码号码 {y} 不符", x=labelled[0].full_no, y=coded.full_no)
        raise UnusableIdentity(message, say("请核对原件；不要使用这份文件"))
    if labelled:
        return Evidence(title, labelled[0], "label")
    if coded:
        return Evidence(title, coded, "qr")
    lone = {m[0] for run in first.runs for m in _LONE.finditer("".join(run.text.split()))}
    lone = {number for number in lone if number[0] in "23456789"}
    if title and len(lone) == 1:
        return Evidence(title, check_identity("", lone.pop()), "title")
    raise without_number()


def _is_face(page: Page) -> bool:
    """Tell whether a page without a readable title has what an invoice has: a labelled number and its usual words."""
    if not any(label.name == "number" and label.value for label in page.labels):
        return False
    needed = _ENOUGH - 1 if mentions_title(page.runs) else _ENOUGH
    return sum(bool(re.search(pattern, page.bare)) for pattern in _STRUCTURE) >= needed


def _coded(payload: str) -> Identity | None:
    try:
        return parse_qr(payload).identity if payload else None
    except BadInput:
        return None


def _labelled(pages: Sequence[Page]) -> list[Identity]:
    """Return the identities that stand behind labels, in their order."""
    found: dict[Identity, None] = {}
    for page in pages:
        codes = [c for label in page.labels if label.name == "code" if (c := _number(label, 10, 12))]
        numbers = [n for label in page.labels if label.name == "number" if (n := _number(label, 8, 20))]
        for index, number in enumerate(dict.fromkeys(numbers)):
            code = codes[min(index, len(codes) - 1)] if codes else ""
            try:
                found[check_identity(code if len(number) == 8 else "", number)] = None
            except BadInput:
                continue
    return list(found)


def _number(label: Found, *lengths: int) -> str:
    match = re.match(r"(?:N[oO]\.?)?([\d\s]+)", label.text)
    number = digits(match[1]) if match else ""
    return number if len(number) in lengths else ""
