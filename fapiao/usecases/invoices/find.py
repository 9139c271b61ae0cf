"""Find invoices: one line of input, read by what it holds.

Words combine with AND. Digits are a whole number, a number's last digits, or its beginning; a number with a decimal
point or ``￥`` is an amount; dates, kinds, states and tax ids are recognised; everything else is a piece of a name,
or pinyin initials.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fapiao.amounts import LARGEST, parse_number, to_fen
from fapiao.errors import NotFound
from fapiao.hometime import HOME
from fapiao.identity import looks_like_qr, parse_qr, split_full, squeeze, uscc_ok
from fapiao.invoice import Kind, Status
from fapiao.people import Permission
from fapiao.reprint import PrintState
from fapiao.said import say
from fapiao.stored import Query, Row
from fapiao.text import fold

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.services import Services

PAGE = 50
COUNT_CAP = 1000
_MOST_READINGS = 8
"""Each word of digits may be two things; more combinations than that nobody means."""
_SUFFIX_DIGITS = range(3, 9)
_PREFIX_DIGITS = range(4, 20)
_GROUP = 4
_TAX_ID = re.compile(r"(?=.*\d)(?=.*[A-Z])[0-9A-Z]{15,20}")
_KIND_WORDS = {
    "专票": (Kind.DIGITAL_SPECIAL, Kind.E_SPECIAL, Kind.PAPER_SPECIAL, Kind.DIGITAL_PAPER_SPECIAL),
    "普票": (Kind.DIGITAL_ORDINARY, Kind.E_ORDINARY, Kind.PAPER_ORDINARY, Kind.DIGITAL_PAPER_ORDINARY, Kind.TOLL),
    "专用发票": (Kind.DIGITAL_SPECIAL, Kind.E_SPECIAL, Kind.PAPER_SPECIAL, Kind.DIGITAL_PAPER_SPECIAL),
    "普通发票": (Kind.DIGITAL_ORDINARY, Kind.E_ORDINARY, Kind.PAPER_ORDINARY, Kind.DIGITAL_PAPER_ORDINARY, Kind.TOLL),
    "通行费": (Kind.TOLL,),
} | {kind.short: (kind,) for kind in Kind}
_STATUS_WORDS = {
    "作废": (Status.VOID,),
    "有效": (Status.NORMAL,),
    "红字": (Status.RED,),
    "红冲": (Status.PARTLY_RED, Status.FULLY_RED),
    "全额红冲": (Status.FULLY_RED,),
    "部分红冲": (Status.PARTLY_RED,),
}
_PRINT_WORDS = {"未打印": PrintState.UNPRINTED, "已打印": PrintState.PRINTED, "结果未知": PrintState.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results. ``count`` stops at :data:`COUNT_CAP`."""

    rows: tuple[Row, ...]
    count: int
    query: Query
    after: str = ""
    """Cursor for the next page; empty at the end."""

    @property
    def shown_count(self) -> str:
        """``1000+`` where counting stopped."""
        return f"{COUNT_CAP}+" if self.count > COUNT_CAP else str(self.count)


def find(services: Services, session: Session, line: str, *, limit: int = PAGE, after: str = "") -> Found:
    """Return the newest matches of ``line``. Raises BadInput for a scan that is no invoice."""
    session.operator.require(Permission.FIND)
    today = services.now().astimezone(HOME).date()
    queries = readings_of(line, today)
    with services.store.reading() as unit:
        rows: list[Row] = []
        query = queries[0]
        for candidate in queries:
            query = candidate
            rows = unit.invoices.search(candidate, limit=limit + 1, after=after)
            if rows:
                break
        count = unit.invoices.count(query, cap=COUNT_CAP + 1) if not after else 0
    more = len(rows) > limit
    rows = rows[:limit]
    return Found(tuple(rows), count, query, rows[-1].cursor if more else "")


def find_one(services: Services, session: Session, text: str) -> str:
    """Return the full number that a scan or a typed number means. Raises NotFound with what to try."""
    session.operator.require(Permission.FIND)
    identity = parse_qr(text).identity if looks_like_qr(text) else split_full(text)
    with services.store.reading() as unit:
        if identity is not None:
            stored = unit.invoices.get(identity.full_no)
            if stored is not None:
                return stored.invoice.full_no
            raise not_found(identity.full_no)
        rows = unit.invoices.search(readings_of(text, services.now().astimezone(HOME).date())[0], limit=2)
    if len(rows) == 1:
        return rows[0].full_no
    if rows:
        raise NotFound(say("“{text}”不止一张", text=text[:30]), say("请输入完整号码，或在查找里选"))
    raise not_found(text)


def not_found(what: str) -> NotFound:
    """Return the error that tells what may be the matter with an invoice that is not here."""
    return NotFound(
        say("本机没有发票 {what}", what=what[:40]),
        say("核对号码；若确已开具，请导入其文件（菜单 4）；仍没有请联系开票方或管理员"),
    )


def readings_of(line: str, today: date) -> list[Query]:
    """Return what ``line`` may mean, likeliest first (six digits are a number's end, then a whole-yuan amount)."""
    if looks_like_qr(line):
        return [Query(exact=parse_qr(line).identity.full_no)]
    words = line.replace("，", " ").replace("\u3000", " ").split()
    if whole := _grouped_number(words):
        words = [whole]
    queries = [Query()]
    for word in words:
        queries = [merged for query in queries for merged in _with_word(query, word, today)][:_MOST_READINGS]
    return queries


def _grouped_number(words: list[str]) -> str:
    """Return the number that was typed in groups, as screens and faces show it (``2642 2000 0000``); else empty."""
    whole = "".join(map(squeeze, words))
    if len(words) < 2 or not (whole.isascii() and whole.isdigit()):
        return ""
    by_fours = all(len(word) == _GROUP for word in words[:-1]) and len(words[-1]) <= _GROUP
    return whole if by_fours or split_full(whole) else ""


def _with_word(query: Query, word: str, today: date) -> list[Query]:
    plain = squeeze(word)
    if identity := split_full(plain):
        exact = replace(query, exact=identity.full_no)
        return [exact, replace(query, tax_id=plain)] if uscc_ok(plain) else [exact]
    if plain.isascii() and plain.isdigit():
        return _digits(query, plain)
    amount = parse_number(plain) if re.search(r"[.¥￥,]|^-", plain) else None
    if amount is not None and abs(amount) <= LARGEST:
        return [replace(query, amount=to_fen(amount))]
    if period := _period(plain, today):
        return [replace(query, since=period[0], until=period[1])]
    if plain in _KIND_WORDS:
        return [replace(query, kinds=tuple(k.value for k in _KIND_WORDS[plain]))]
    if plain in _STATUS_WORDS:
        return [replace(query, status=tuple(s.value for s in _STATUS_WORDS[plain]))]
    if plain in _PRINT_WORDS:
        return [replace(query, print_state=_PRINT_WORDS[plain].value)]
    if _TAX_ID.fullmatch(plain.upper()):
        return [replace(query, tax_id=plain.upper())]
    return [replace(query, names=(*query.names, fold(word)))]


def _digits(query: Query, digits: str) -> list[Query]:
    readings = []
    if len(digits) in _SUFFIX_DIGITS:
        readings.append(replace(query, suffix=digits))
    if len(digits) in _PREFIX_DIGITS:
        readings.append(replace(query, prefix=digits))
    if len(digits) > _SUFFIX_DIGITS.stop - 1:
        readings.append(replace(query, suffix=digits))
    value = parse_number(digits)
    if value is not None and value <= LARGEST and (digits == "0" or digits[0] != "0"):
        readings.append(replace(query, amount=to_fen(value)))
    return readings or [replace(query, prefix=digits)]


def _period(word: str, today: date) -> tuple[date, date] | None:
    named = {
        "今天": (today, today),
        "昨天": (today - timedelta(days=1), today - timedelta(days=1)),
        "本周": (today - timedelta(days=today.weekday()), today),
        "本月": (today.replace(day=1), today),
        "今年": (today.replace(month=1, day=1), today),
    }
    if word in named:
        return named[word]
    if word == "上月":
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    if "~" in word or "至" in word or ".." in word:
        first, _, second = re.sub(r"~|至|\.\.", "|", word).partition("|")
        begin, end = _period(first, today), _period(second, today)
        return (begin[0], end[1]) if begin and end else None
    return _day_or_month(word, today)


def _day_or_month(word: str, today: date) -> tuple[date, date] | None:
    match = re.fullmatch(r"(?:(\d{4})[-年/.])?(\d{1,2})(?:[-月/.](\d{1,2})日?|月)", word) or re.fullmatch(
        r"(\d{4})[-年/](\d{1,2})月?()", word
    )
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        if day:
            single = date(int(year or today.year), int(month), int(day))
            if not year and single > today:
                single = single.replace(year=today.year - 1)
            return single, single
        first = date(int(year or today.year), int(month), 1)
        if not year and first > today:
            first = first.replace(year=today.year - 1)
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    except ValueError:
        return None
