"""One record: the life of a paper, every try, what was seen, where it lies; answers and corrections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from fapiao.amounts import money
from fapiao.hometime import HOME
from fapiao.reprint import AttemptState, Outcome
from fapiao.said import in_words, say
from fapiao.text import grouped
from screens.base import DeskScreen
from screens.keys import key
from screens.paper.answers import ANSWERS, EVIDENCE_WORDS, settle_text, unknown_lines
from screens.places import Scan, Verify
from screens.widgets.cells import fit, width, wrap
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.reprint import Attempt, Reprint
    from fapiao.stored import Record
    from screens.desk import Desk

_STATES = {
    AttemptState.AUTHORISED: say("已登记"),
    AttemptState.RENDERED: say("已排版"),
    AttemptState.SENDING: say("正在发送"),
    AttemptState.HANDED_OVER: say("已交出"),
    AttemptState.CONFIRMED: say("已确认"),
    AttemptState.FAILED_CLEAN: say("没有打出"),
    AttemptState.UNKNOWN: say("结果未知"),
    AttemptState.CANCELLED: say("已取消"),
}

_NAMES = 8
"""Cells of the names of facts, at the least."""
_PRINTER = 14


class RecordScreen(DeskScreen[None]):
    """Everything about one reprint; 1 2 3 answer what came out, other text is the place."""

    title_text = say("记录详情")
    active = ("again", "add", "why", "back", "menu")
    key_labels: ClassVar[dict[str, str]] = {"add": say("附扫描件"), "why": say("解除封锁")}
    enter_label = say("回答")

    def __init__(self, desk: Desk, record: Record) -> None:
        super().__init__(desk)
        self._record = record

    def compose_body(self) -> Iterable[Widget]:
        """Facts and attempts."""
        return (Rule(), Text(text_id="facts"), Rule(), Text(text_id="attempts"), Text(text_id="question"))

    def fill(self) -> None:
        """Read again and draw."""
        self._record = self.desk.cases.records.read(self._record.reprint.id)
        reprint = self._record.reprint
        facts = _test_facts(reprint) if reprint.is_test else self._facts()
        names = max(_NAMES, *(width(label) + 2 for label, _ in facts))
        room = self.cells - names - 4
        self.query_one("#facts", Text).show(
            lines([content("  ", (fit(label, names), "dim"), fit(value, room).rstrip()) for label, value in facts])
        )
        rows = [row for attempt in reprint.attempts for row in _tried(attempt, self.cells)]
        self.query_one("#attempts", Text).show(lines(rows))
        self._ask(reprint.outcome)

    def _facts(self) -> list[tuple[str, str]]:
        record, reprint = self._record, self._record.reprint
        scans = self.desk.cases.records.scans_of(reprint.id)
        reason = reprint.reason.label if reprint.reason else say("首次补打")
        paper = reprint.paper.label
        number = (grouped(record.code) + " " if record.code else "") + grouped(record.number)
        return [
            (
                say("号码"),
                say(
                    "{number}   第 {copy_no} 次   No.{serial}",
                    number=number,
                    copy_no=reprint.copy_no,
                    serial=reprint.serial,
                ),
            ),
            (say("购买方"), f"{record.buyer}   {money(record.gross)}"),
            (say("时间"), _made(reprint)),
            (
                say("原因"),
                say("{reason}（{note}）", reason=reason, note=reprint.reason_note) if reprint.reason_note else reason,
            ),
            (say("授权"), reprint.approver or say("不需要")),
            *([(say("申请人"), reprint.applicant)] if reprint.applicant else []),
            (
                say("纸张"),
                say("{paper}   附加说明 {remark}", paper=paper, remark=reprint.remark) if reprint.remark else paper,
            ),
            (say("结果"), reprint.outcome.label),
            (say("存放"), reprint.place or say("未填")),
            (
                say("扫描件"),
                say("{count} 份，最近 {name}", count=len(scans), name=scans[-1].name) if scans else say("没有"),
            ),
        ]

    def _ask(self, outcome: Outcome) -> None:
        last = self._record.reprint.last
        if outcome is Outcome.UNKNOWN and last is not None:
            sent = f"{last.sent_at.astimezone(HOME):%H:%M:%S}" if last.sent_at else ""
            question = unknown_lines(sent, last.note, last.printer, self._record.reprint)
        elif outcome in {Outcome.OPEN, Outcome.FAILED_CLEAN}:
            question = [content("   ", (say("没有发送过；再打这张发票会沿用这个次数"), "dim"))]
            if self._record.reprint.is_test:
                question = [content("   ", (say("没有打出；测试页不计次数"), "dim"))]
        else:
            question = [
                content(
                    "   ",
                    ("1", "accent"),
                    say(" 清楚完整   "),
                    ("2", "accent"),
                    say(" 模糊或不全   "),
                    ("3", "accent"),
                    say(" 没有出来"),
                    "" if self._record.reprint.is_test else say("      其他文字 = 存放位置"),
                ),
            ]
        self.query_one("#question", Text).show(lines(["", *question]))

    def enter(self, text: str) -> None:
        """Answer, or name the place."""
        self.clear()
        reprint_id = self._record.reprint.id
        reprint = self.desk.cases.records.read(reprint_id).reprint
        if not text:
            self.status(say("1 2 3 回答，或输入存放位置"))
        elif reprint.is_test and reprint.outcome is not Outcome.UNKNOWN and text not in ANSWERS:
            self.status(say("测试页不存放；1 2 3 回答"), "warn")
        elif reprint.outcome is Outcome.UNKNOWN:
            seen = settle_text(self.desk.cases, reprint_id, text, reprint.place)
            self.status(
                say("已记下：{seen}", seen=seen) if seen else say("请输入纸尾 4 位码；纸坏了按 2，确实没有按 3"),
                "" if seen else "warn",
            )
        elif text in ANSWERS:
            self.desk.cases.paper.answer(reprint_id, ANSWERS[text])
            self.status(say("已记下：{label}", label=ANSWERS[text].label))
        else:
            self.desk.cases.paper.set_place(reprint_id, text)
            self.status(say("存放位置已记下"))
        self.fill()

    @key("again")
    def press_again(self) -> None:
        """F3: once more."""
        if self._record.reprint.is_test:
            self.status(say("测试页请从打印设置再打"), "warn")
            return
        self.desk.go(Verify(self._record.reprint.full_no))

    @key("add")
    def press_add(self) -> None:
        """F6: a scan of the paper."""
        if self._record.reprint.is_test:
            self.status(say("测试页不附扫描件"), "warn")
            return
        self.desk.go(Scan(self._record.reprint.id))

    @key("why")
    def press_why(self) -> None:
        """F7: a supervisor lets the printer go on although nobody knows."""
        self.desk.cases.paper.override(self._record.reprint.id)
        self.fill()
        self.status(say("已解除封锁；结果仍然未知，请尽快处理"))


def _tried(attempt: Attempt, cells: int) -> list[Content]:
    """Return one try: how it ended, where, its code, what is known and was seen; what does not fit goes below."""
    at = (attempt.sent_at or attempt.at).astimezone(HOME)
    states = max(10, *(width(state) + 1 for state in _STATES.values()))
    seen = say("   看到：{label}", label=attempt.seen.label) if attempt.seen else ""
    evidence = EVIDENCE_WORDS[attempt.evidence]
    known = say("尾码 {code}   {evidence}{seen}", code=attempt.code, evidence=evidence, seen=seen)
    first, *more = wrap(known, cells - 12 - states - _PRINTER)
    below = [*(content(" " * (12 + states + _PRINTER), row) for row in more)]
    if attempt.note:
        below += [content((" " * 12 + row, "dim")) for row in wrap(attempt.note, cells - 14)]
    state, printer = fit(_STATES[attempt.state], states), fit(attempt.printer, _PRINTER)
    return [content(f"  {at:%H:%M:%S}  ", (state, "bold"), printer, first), *below]


def _test_facts(page: Reprint) -> list[tuple[str, str]]:
    return [
        (say("页面"), f"{in_words(page.title)}   No.{page.serial}"),
        (say("时间"), _made(page)),
        (say("纸张"), page.paper.label),
        (say("结果"), page.outcome.label),
    ]


def _made(page: Reprint) -> str:
    return f"{page.at.astimezone(HOME):%Y-%m-%d %H:%M:%S}   {page.desk}   {page.operator}"
