"""History: what was printed, by whom, what came of it, where it lies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from fapiao.amounts import money
from fapiao.hometime import HOME
from fapiao.ledger import Verification
from fapiao.reprint import Outcome, Reason
from fapiao.said import say, words
from fapiao.stored import Record, RecordFilter
from fapiao.text import grouped
from fapiao.usecases.records.day import bounds
from screens import places
from screens.keys import key
from screens.list_screen import ListScreen
from screens.records.ledger import check_ledger
from screens.widgets.cells import fit, width
from screens.widgets.lines import Text, content
from screens.widgets.paged_list import PagedList
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from screens.desk import Desk

_SPANS = ((say("今天"), 0), (say("近 7 天"), 6), (say("近 30 天"), 29), (say("全部"), None))
_OUTCOMES: tuple[tuple[str, str], ...] = (
    (say("全部"), ""),
    (say("结果未知"), Outcome.UNKNOWN.value),
    (say("已交出"), Outcome.HANDED_OVER.value),
    (say("纸坏"), Outcome.SPOILED.value),
)
_NAMES = (say("时间"), say("号码"), say("次"), say("原因"), say("操作员"), say("结果"))
_SIZES = (6, 26, 3, 10, 9, 9)
"""Cells of the columns; reasons and outcomes have what their longest word needs."""
_FIRST = say("首次")
_DATED = 12
"""Cells of the time where it holds a date."""
_PAGE = 200


class HistoryScreen(ListScreen):
    """The list; a typed number, place or applicant narrows it."""

    title_text = say("补打记录")
    active = ("up", "again", "add", "why", "save", "page_down", "back", "menu")
    key_labels: ClassVar[dict[str, str]] = {
        "why": say("时段"),
        "up": say("↓ 选"),
        "add": say("附扫描件"),
        "save": say("导出"),
    }
    enter_label = say("详情")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._span = 0
        self._outcome = 0
        self._word = ""
        self._list: PagedList[Record] = PagedList(self._draw, empty=say("这段时间没有记录"))

    def compose_body(self) -> Iterable[Widget]:
        """Filter, heads, list, ledger."""
        return (Text(text_id="filter"), Rule(), Text(text_id="columns"), self._list, Rule(), Text(text_id="ledger"))

    def fill(self) -> None:
        """Load a page and draw; whether the ledger holds comes afterwards."""
        where = self._where()
        rows, after = self._page(where)
        self._list.load(rows, after, lambda cursor: self._page(replace(where, before=int(cursor))), keep=True)
        found = self.desk.cases.records.tallies(where)
        papers = sum(tally.papers for tally in found)
        total = sum((tally.total for tally in found if tally.is_burnt), start=Decimal(0))
        span, outcome = _SPANS[self._span][0], _OUTCOMES[self._outcome][0]
        shown = say(
            "  {span}   结果 {outcome}{word}",
            span=span,
            outcome=outcome,
            word=say("   含 {word}", word=self._word) if self._word else "",
        )
        self.query_one("#filter", Text).show(
            content(
                (shown, "bold"),
                say("    {papers:,} 张   {total:,.2f}", papers=papers, total=total),
                (say("    F7 换时段"), "dim"),
            )
        )
        head = "  " + "".join(fit(name, size) for name, size in zip(_NAMES, self._sizes, strict=True)) + words("存放")
        self.query_one("#columns", Text).show(content((head, "dim")))
        self.query_one("#ledger", Text).show(content((say(" 账本校验中…"), "dim")))
        check_ledger(self, self._ledger_checked)

    def _page(self, where: RecordFilter) -> tuple[Sequence[Record], str]:
        rows = self.desk.cases.records.listed(replace(where, limit=_PAGE))
        return rows, str(rows[-1].reprint.id) if len(rows) == _PAGE else ""

    def _ledger_checked(self, ledger: Verification) -> None:
        """Say whether it holds."""
        counted = say(" 账本 {entries:,} 条，", entries=ledger.entries)
        if ledger.ok and ledger.checkpoint:
            found = say("校验通过   链头 {head}", head=ledger.checkpoint.head)
        else:
            found = say("第 {first_bad} 条起不可信：{why}", first_bad=ledger.first_bad, why=ledger.why)
        style = "dim" if ledger.ok else "bad"
        self.query_one("#ledger", Text).show(content((counted, style), (found, style)))

    @property
    def _sizes(self) -> tuple[int, ...]:
        reason = max(width(each) for each in (_FIRST, *(reason.label for reason in Reason))) + 1
        outcome = max(width(outcome.label) for outcome in Outcome) + 1
        time, number, copy, least, operator, _ = _SIZES
        copy = max(copy, width(_NAMES[2]) + 1)
        return (_DATED if self._span else time, number, copy, max(least, reason), operator, outcome)

    def _where(self) -> RecordFilter:
        days = _SPANS[self._span][1]
        today = self.desk.cases.care.now().astimezone(HOME).date()
        since = bounds(today - timedelta(days=days))[0] if days is not None else None
        digits = self._word.replace(" ", "")
        number = digits if digits.isdigit() and len(digits) in {18, 20} else ""
        return RecordFilter(
            since=since, outcome=_OUTCOMES[self._outcome][1], full_no=number, word="" if number else self._word
        )

    def _draw(self, record: Record, cells: int) -> list[tuple[str, str]]:
        reprint = record.reprint
        at = reprint.at.astimezone(HOME)
        today = at.date() == self.desk.cases.care.now().astimezone(HOME).date()
        number = (grouped(record.code) + " " if record.code else "") + grouped(record.number)
        bad = reprint.outcome in {Outcome.UNKNOWN, Outcome.SPOILED, Outcome.LOST}
        texts = (
            f"{at:%H:%M}" if today else f"{at:%m-%d %H:%M}",
            number,
            str(reprint.copy_no),
            reprint.reason.label if reprint.reason else _FIRST,
            reprint.operator,
            reprint.outcome.label,
        )
        parts = [(fit(text, size), "") for text, size in zip(texts, self._sizes, strict=True)]
        parts[-1] = (parts[-1][0], "warn" if bad else "")
        room = max(cells - sum(self._sizes), 4)
        place = reprint.place or (say("待处理") if reprint.outcome is Outcome.UNKNOWN else "")
        tail = f"{fit(place, room - 16)}{money(record.gross):>15}" if room > 30 else fit(place, room)
        return [*parts, (tail, "")]

    def enter(self, text: str) -> None:
        """Open the record, or narrow to a number, place or applicant."""
        self.clear()
        if text:
            self._word = text
            self._span = len(_SPANS) - 1
            self.fill()
            return
        record = self._list.selected
        if record is not None:
            self.desk.go(places.Record(record.reprint.id))

    @key("again")
    def press_again(self) -> None:
        """F3: the selected invoice once more."""
        record = self._list.selected
        if record is None:
            self.desk.go(places.Last())
        else:
            self.desk.go(places.Verify(record.reprint.full_no))

    @key("add")
    def press_add(self) -> None:
        """F6: a scan of the selected paper."""
        record = self._list.selected
        if record is not None:
            self.desk.go(places.Scan(record.reprint.id))

    @key("save")
    def press_save(self) -> None:
        """F8: what is shown, as a table."""
        self.desk.go(places.Export(self._where()))

    @key("why")
    def press_why(self) -> None:
        """F7: next span."""
        self._span = (self._span + 1) % len(_SPANS)
        self._word = ""
        self.fill()
