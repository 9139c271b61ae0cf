"""Home: what can be done, what waits, what was printed last; the line takes everything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.amounts import money
from fapiao.hometime import HOME
from fapiao.people import Permission
from fapiao.reprint import Outcome
from fapiao.stored import RecordFilter
from fapiao.text import fit, grouped
from fapiao.usecases.batch.listing import BatchCounts, count_batches
from fapiao.usecases.printers.desk_settings import load_settings
from fapiao.usecases.records.day import bounds, day_tallies
from fapiao.usecases.records.history import records
from fapiao.usecases.records.worklist import COUNTED, count_worklist
from screens.base import DeskScreen
from screens.widgets.lines import Part, Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.stored import Record, Waiting

_LOOKED_AT = 30
"""Of so many newest records those are shown that are papers."""
HINT = "扫码、号码、RL 最近一张、R 号码 原因、W 号码 为什么、B 批量、H 记录、Z 日报"


class HomeScreen(DeskScreen):
    """The numbered menu and the command line."""

    title_text = "首页"
    shows_printers = True
    active = ("help", "find", "again", "records", "sign_out", "menu")
    enter_label = "执行"

    def compose_body(self) -> Iterable[Widget]:
        """Menu, last papers, hint."""
        return (Rule(), Text(text_id="menu"), Rule(), Text(text_id="recent"), Rule(), Text(text_id="hint"))

    def fill(self) -> None:
        """Count what waits and what was done today."""
        desk, session = self.desk, self.desk.signed_in
        today = desk.services.now().astimezone(HOME).date()
        papers = sum(tally.papers for tally in day_tallies(desk.services, session, today) if tally.is_burnt)
        newest = records(desk.services, session, RecordFilter(since=bounds(today)[0], limit=_LOOKED_AT))
        shown = [record for record in newest if record.reprint.is_burnt]
        self.query_one("#menu", Text).show(lines(self._menu(papers)))
        recent = [_recent_line(r, self.cells) for r in shown[: 2 if self.app.size.height < 30 else 8]]
        self.query_one("#recent", Text).show(lines(recent or [content(("  今天还没有打印", "dim"))]))
        self.query_one("#hint", Text).show(content((" " + HINT, "dim")))

    def _menu(self, today: int) -> list[Content]:
        desk, session = self.desk, self.desk.signed_in
        settings = load_settings(desk.services)
        state, ready = desk.printer_label(settings.printer)
        waiting = count_worklist(desk.services, session)
        facts = desk.services.store.facts()
        may_import = session.operator.may(Permission.IMPORT)
        printer = f"{settings.printer or '没有打印机'} · {settings.paper.label} · {settings.copies} 份 · {state}"
        entries: list[tuple[str, str, tuple[str, str], bool]] = [
            ("1", "查找与补打", ("扫码或输入号码、名称、金额", ""), True),
            ("2", "批量补打", (_batches(count_batches(desk.services, session)), ""), True),
            ("3", "补打记录", (f"今天 {today} 张", ""), True),
            ("4", "发票登记与导入", (f"本机 {facts.invoices:,} 张", ""), may_import),
            ("5", "打印设置", (printer, "" if ready else "warn"), True),
            ("6", "待办", _waiting(waiting), True),
            ("7", "日报与账本", (f"账本 {facts.entries:,} 条", ""), True),
            ("8", "帮助与支持", ("按键、常见问题", ""), True),
        ]
        shown = []
        for digit, name, (note, style), may in entries:
            body: list[Part] = [("  " + digit, "accent"), " ", fit(name, 18)]
            body.append((note, style) if style else note)
            shown.append(content(*body) if may else content((f"  {digit} {fit(name, 18)}无此权限", "dim")))
        return shown

    def enter(self, text: str, *, double: bool) -> None:  # noqa: ARG002 - nothing prints from here
        """A digit chooses, four or more characters search."""
        self.clear()
        desk = self.desk
        if not text:
            self.status("请扫码、输入号码，或按数字选择")
            return
        chosen = {
            "1": desk.open_find,
            "2": desk.open_batches,
            "3": desk.open_records,
            "7": desk.open_day,
            "8": desk.open_help,
        }
        if text in chosen:
            chosen[text]()
        elif text == "4":
            from screens.invoices.import_files import ImportScreen

            desk.signed_in.operator.require(Permission.IMPORT)
            desk.push(ImportScreen(desk))
        elif text == "5":
            self.press_settings()
        elif text == "6":
            from screens.records.worklist import WorklistScreen

            desk.push(WorklistScreen(desk))
        elif len(text) == 1 and text.isdigit():
            self.status(f"没有第 {text} 项")
        else:
            desk.search(text)

    def press_settings(self) -> None:
        """F4."""
        from screens.settings.print_settings import SettingsScreen

        self.desk.push(SettingsScreen(self.desk, load_settings(self.desk.services)))

    def press_again(self) -> None:
        """F3."""
        self.desk.open_last()

    def press_back(self) -> None:
        """Esc empties the line."""
        self.clear()


def _batches(counts: BatchCounts) -> str:
    drafts = f"草稿 {counts.drafts} 批（{counts.draft_lines} 张）" if counts.drafts else ""
    stopped = f"停下 {counts.stopped} 批" if counts.stopped else ""
    return "   ".join(words for words in (f"今天 {counts.today} 批", drafts, stopped) if words)


def _waiting(waiting: Waiting) -> tuple[str, str]:
    words = [f"! {_counted(waiting.unknown)} 张结果未知"] if waiting.unknown else []
    words += [f"{_counted(waiting.handed_over)} 张等看纸"] if waiting.handed_over else []
    words += [f"{_counted(waiting.placeless)} 张未填存放位置"] if waiting.placeless else []
    return ("   ".join(words), "warn" if waiting.unknown else "") if words else ("没有", "dim")


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
        f"  第 {reprint.copy_no} 次 ",
        ("" if good else "!", "warn"),
    )
