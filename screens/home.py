"""Home: what can be done, what waits, what was printed last; the line takes everything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.amounts import money
from fapiao.hometime import HOME
from fapiao.people import Permission
from fapiao.reprint import Outcome
from fapiao.said import joined, say, words
from fapiao.stored import RecordFilter
from fapiao.text import grouped
from fapiao.usecases.batch.listing import BatchCounts
from fapiao.usecases.records.day import bounds
from fapiao.usecases.records.worklist import COUNTED
from screens.base import DeskScreen
from screens.keys import key
from screens.places import Batches, Day, Find, Help, Import, Last, Place, Records, Settings, Worklist
from screens.widgets.cells import fit
from screens.widgets.lines import Part, Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.stored import Record, Waiting

_LOOKED_AT = 30
"""Of so many newest records those are shown that are papers."""
_CHOICES: dict[str, Place] = {
    "1": Find(),
    "2": Batches(),
    "3": Records(),
    "4": Import(),
    "5": Settings(),
    "6": Worklist(),
    "7": Day(),
    "8": Help(),
}
"""Where the digits lead."""
HINT = say("扫码、号码、RL 最近一张、R 号码 原因、W 号码 为什么、B 批量、H 记录、Z 日报")


class HomeScreen(DeskScreen[None]):
    """The numbered menu and the command line."""

    title_text = say("首页")
    shows_printers = True
    active = ("help", "find", "again", "records", "sign_out", "menu")
    enter_label = say("执行")

    def compose_body(self) -> Iterable[Widget]:
        """Menu, last papers, hint."""
        return (Rule(), Text(text_id="menu"), Rule(), Text(text_id="recent"), Rule(), Text(text_id="hint"))

    def fill(self) -> None:
        """Count what waits and what was done today."""
        desk = self.desk
        today = desk.cases.care.now().astimezone(HOME).date()
        papers = sum(tally.papers for tally in desk.cases.records.day_tallies(today) if tally.is_burnt)
        newest = desk.cases.records.listed(RecordFilter(since=bounds(today)[0], limit=_LOOKED_AT))
        shown = [record for record in newest if record.reprint.is_burnt]
        self.query_one("#menu", Text).show(lines(self._menu(papers)))
        recent = [_recent_line(r, self.cells) for r in shown[: 2 if self.app.size.height < 30 else 8]]
        self.query_one("#recent", Text).show(lines(recent or [content((say("  今天还没有打印"), "dim"))]))
        self.query_one("#hint", Text).show(content(" ", (HINT, "dim")))

    def _menu(self, today: int) -> list[Content]:
        desk, session = self.desk, self.desk.signed_in
        settings = desk.cases.printers.load_settings()
        state, ready = desk.printer_label(settings.printer)
        waiting = desk.cases.records.count_worklist()
        facts = desk.cases.care.facts()
        may_import = session.operator.may(Permission.IMPORT)
        printer = say(
            "{printer} · {label} · {copies} 份 · {state}",
            printer=settings.printer or say("没有打印机"),
            label=settings.paper.label,
            copies=settings.copies,
            state=state,
        )
        entries: list[tuple[str, str, tuple[str, str], bool]] = [
            ("1", say("查找与补打"), (say("扫码或输入号码、名称、金额"), ""), True),
            ("2", say("批量补打"), (_batches(desk.cases.batch.count()), ""), True),
            ("3", say("补打记录"), (say("今天 {today} 张", today=today), ""), True),
            ("4", say("发票登记与导入"), (say("本机 {invoices:,} 张", invoices=facts.invoices), ""), may_import),
            ("5", say("打印设置"), (printer, "" if ready else "warn"), True),
            ("6", say("待办"), _waiting(waiting), True),
            ("7", say("日报与账本"), (say("账本 {entries:,} 条", entries=facts.entries), ""), True),
            ("8", say("帮助与支持"), (say("按键、常见问题"), ""), True),
        ]
        shown = []
        for digit, name, (note, style), may in entries:
            body: list[Part] = [("  " + digit, "accent"), " ", fit(name, 18)]
            body.append((note, style) if style else note)
            refused = content((f"  {digit} {fit(name, 18)}{words('无此权限')}", "dim"))
            shown.append(content(*body) if may else refused)
        return shown

    def enter(self, text: str) -> None:
        """A digit chooses, four or more characters search."""
        self.clear()
        desk = self.desk
        if not text:
            self.status(say("请扫码、输入号码，或按数字选择"))
            return
        if text in _CHOICES:
            desk.go(_CHOICES[text])
        elif len(text) == 1 and text.isdigit():
            self.status(say("没有第 {text} 项", text=text))
        else:
            self.search(text)

    @key("settings")
    def press_settings(self) -> None:
        """F4."""
        self.desk.go(Settings())

    @key("again")
    def press_again(self) -> None:
        """F3."""
        self.desk.go(Last())

    @key("back")
    def press_back(self) -> None:
        """Esc empties the line."""
        self.clear()


def _batches(counts: BatchCounts) -> str:
    drafts = (
        say("草稿 {drafts} 批（{draft_lines} 张）", drafts=counts.drafts, draft_lines=counts.draft_lines)
        if counts.drafts
        else ""
    )
    stopped = say("停下 {stopped} 批", stopped=counts.stopped) if counts.stopped else ""
    return joined("   ", (each for each in (say("今天 {today} 批", today=counts.today), drafts, stopped) if each))


def _waiting(waiting: Waiting) -> tuple[str, str]:
    found = [say("! {counted} 张结果未知", counted=_counted(waiting.unknown))] if waiting.unknown else []
    found += [say("{counted} 张等看纸", counted=_counted(waiting.handed_over))] if waiting.handed_over else []
    found += [say("{counted} 张未填存放位置", counted=_counted(waiting.placeless))] if waiting.placeless else []
    return (joined("   ", found), "warn" if waiting.unknown else "") if found else (say("没有"), "dim")


def _counted(papers: int) -> str:
    return f"{papers:,}" if papers < COUNTED else f"{COUNTED - 1:,}+"


def _recent_line(record: Record, cells: int) -> Content:
    reprint = record.reprint
    number = grouped(record.code) + (" " if record.code else "") + grouped(record.number)
    room = max(cells - 2 - 7 - 26 - 14 - 12, 8)
    good = reprint.outcome in {Outcome.CONFIRMED, Outcome.HANDED_OVER}
    return content(
        f"  {reprint.at.astimezone(HOME):%H:%M}  ",
        fit(number, 26),
        fit(record.buyer, room),
        fit(money(record.gross), 14, align="right"),
        say("  第 {copy_no} 次 ", copy_no=reprint.copy_no),
        ("" if good else "!", "warn"),
    )
