"""The facts of a face from its text by geometry: from a PDF or an OFD page alike.

Nothing is taken from a fixed place: labels are looked for, and a value is what stands behind its label or beside it, so
that other sizes and programs read too (docs/invoices.md).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from data.formats.face.evidence import evidence
from data.formats.face.lines import read_lines, table_of, tight
from data.formats.face.parties import parties_of
from data.formats.face.rows import Page
from data.formats.face.runs import reading_order
from data.formats.face.second import second_table
from data.formats.face.tickets import air_facts, rail_facts
from data.formats.face.titles import VARIANTS
from data.formats.face.totals import Gross, Sums, gross_of, sums_of
from data.formats.face.vehicles import vehicle_facts
from data.formats.kinds import is_guess, kind_of
from data.formats.values import FORBIDDEN, block, day, digits, line, red_link
from fapiao.invoice import Invoice, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.formats.face.runs import Run
    from fapiao.invoice import Line, Table

_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_NOT_A_NAME = re.compile(r"(?:收款人|复核人?|开票人|销售方|销货)")
_LIST = re.compile(r"销货清单|应税劳务.?服务清单|货物清单")


def read_pages(pages: Sequence[Sequence[Run]], qr: str = "", *, with_lines: bool = True) -> Invoice:
    """Return what the pages of one invoice say.

    Raises UnreadableFile where they are no invoice, UnusableIdentity where its number cannot be read or they are several,
    UnusableAmount.
    """
    read = [page for page in map(Page, pages) if page.all]
    if not read:
        read = [Page([])]
    found = evidence(read, qr)
    first, identity = read[0], found.identity
    kind = kind_of(identity.code, found.title or _any_title(first), qr)
    invoice = _general(read, kind, with_lines=with_lines, number=identity.number, code=identity.code, title=found.title)
    invoice = replace(invoice, kind_guessed=is_guess(identity.code, found.title or _any_title(first), qr))
    if kind is Kind.RAIL:
        return rail_facts(first, invoice)
    if kind is Kind.AIR:
        return air_facts(first, invoice)
    if kind in {Kind.VEHICLE, Kind.USED_VEHICLE}:
        return vehicle_facts(first, invoice)
    return invoice


def _general(pages: list[Page], kind: Kind, *, with_lines: bool, number: str, code: str, title: str) -> Invoice:
    first = pages[0]
    gross = gross_of(pages)
    lines, sums = _goods(pages)
    last = next(
        (p for p in reversed(pages) if gross.top is not None and any("价税合计" in r.bare for r in p.rows)), first
    )
    remark = _remark(last, gross)
    blue, confirmation = red_link(remark)
    buyer, seller = parties_of(first)
    return Invoice(
        number=number,
        code=code,
        kind=kind,
        issued_on=_day(first),
        gross=gross.amount,
        net=sums.net,
        tax=sums.tax,
        gross_words=gross.words,
        buyer=buyer,
        seller=seller,
        lines=tuple(lines) or None if with_lines else None,
        tables=tuple(table for page in pages if (table := _second(page)) is not None),
        variant=_variant(first),
        remark=remark,
        issuer=_foot(last, "issuer"),
        payee=_foot(last, "payee"),
        checker=_foot(last, "checker"),
        check_code=_digits(first, "check", 20),
        machine_no=_digits(first, "machine", 12),
        cipher=block(
            "\n".join("".join("".join(r.text for r in row).split()) for row in reading_order(first.ciphers)[:6])
        ),
        title=title if code else "",
        red_of=blue,
        red_confirmation=confirmation,
        voucher_forbidden=any(FORBIDDEN.search(page.bare) for page in pages),
    )


def _goods(pages: list[Page]) -> tuple[list[Line], Sums]:
    """Return the lines of all pages, and the sums of the last one; a 销货清单 tells the lines that stand in its place."""
    lines: list[Line] = []
    listed: list[Line] = []
    sums = Sums()
    for page in pages:
        table = table_of(page)
        if table is None:
            continue
        own = sums_of(page, table)
        is_list = page is not pages[0] and bool(_LIST.search(page.bare[:120]))
        if own.top is not None and not is_list:
            sums = own
        bottom = _end(page, table.top, own.top)
        if bottom is not None:
            (listed if is_list else lines).extend(read_lines(page, table, bottom))
    return (listed if listed and len(lines) == 1 and "清单" in lines[0].name else lines), sums


def _end(page: Page, top: float, sums: float | None) -> float | None:
    """Return the top of the row below which no goods stand: 小计, else 合计, else what follows on a page that goes on."""
    below = [r for r in page.rows if r.top > top]
    subtotal = min((r.top for r in below if r.bare.startswith("小计")), default=None)
    ends = [end for end in (subtotal, sums) if end is not None]
    if not ends:
        ends = [r.top for r in below if re.match(r"价税合计|备注|开票人", r.bare)]
    second = second_table(page)
    if second is not None and second[0] > top:
        ends.append(second[0])
    return min(ends, default=max((r.bottom for r in below), default=None))


def _second(page: Page) -> Table | None:
    found = second_table(page)
    return found[1] if found else None


def _any_title(page: Page) -> str:
    return page.bare[:60]


def _day(page: Page) -> date | None:
    found = page.first("date")
    if found is not None:
        stated = re.match(r"\d{4}[年/.\-]?\d{1,2}[月/.\-]?\d{1,2}日?", found.bare)
        if stated:
            return day(stated[0])
    match = _DATE.search(page.bare)
    return day(match[0]) if match else None


def _digits(page: Page, name: str, length: int) -> str:
    match = re.match(r"[\d\s]+", page.value(name))
    number = digits(match[0]) if match else ""
    return number if len(number) == length else ""


def _variant(page: Page) -> str:
    top = ["".join(r.text.split()).strip("()（）") for r in page.runs if r.y0 < 30]
    return next((v for v in VARIANTS if v in top), "")


def _foot(page: Page, name: str) -> str:
    """Return a name of the foot line; the same words in a remark are remark."""
    foot = next((f for f in reversed(page.labels) if f.name == "issuer"), None)
    if foot is None:
        return ""
    row = page.row_of(foot.label)
    text = next((f.text for f in row.labels() if f.name == name), "")
    return "" if _NOT_A_NAME.match(text) else tight(line(text, 60))


def _remark(page: Page, gross: Gross) -> str:
    """Return the text right of the caption 备注, between the row of 价税合计 and the foot."""
    captions = [r for r in page.captions.get("remark", []) if gross.top is None or r.y0 > gross.top + 1]
    if not captions or gross.bottom is None:
        return ""
    foot = next((f for f in reversed(page.labels) if f.name == "issuer"), None)
    left = max(r.x1 for r in captions)
    until = foot.label.y0 - 0.5 if foot and foot.label.y0 > captions[-1].y0 else max(r.y1 for r in captions) + 8
    inside = [r for r in page.runs if r.x0 >= left - 0.5 and r.y0 > gross.bottom - 0.8 and r.y1 <= until + 0.6]
    rows = (" ".join(r.text.strip("\r\n") for r in row) for row in reading_order(inside))
    return block("\n".join(rows))
