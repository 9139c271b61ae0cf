"""The day in figures, and whether the ledger holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.amounts import money
from fapiao.hometime import HOME
from fapiao.said import say
from screens.base import DeskScreen
from screens.records.ledger import check_ledger
from screens.widgets.cells import fit
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.ledger import Verification


class DayScreen(DeskScreen[None]):
    """Papers by operator and outcome; the head of the chain to copy down."""

    title_text = say("日报与账本")
    active = ("records", "back", "menu")
    enter_label = say("刷新")

    def compose_body(self) -> Iterable[Widget]:
        """Figures, ledger."""
        return (Rule(), Text(text_id="day"), Text(text_id="ledger"))

    def fill(self) -> None:
        """Count; whether the ledger holds comes afterwards."""
        figures = self.desk.cases.records.day_figures(self.desk.cases.care.now().astimezone(HOME).date())
        rows: list[Content | str] = [
            content(
                "  ",
                (say("日期"), "dim"),
                f"  {figures.day:%Y-%m-%d}     ",
                (say("用纸"), "dim"),
                say("  {papers} 张     ", papers=figures.papers),
                (say("金额"), "dim"),
                "  ",
                (money(figures.total), "bold"),
            ),
            "",
            content("  ", (say("按操作员"), "dim")),
            *[content("    ", fit(name, 20), say("{count:>6} 张", count=count)) for name, count in figures.by_operator],
            "",
            content("  ", (say("按结果"), "dim")),
            *[
                content("    ", fit(outcome.label, 20), say("{count:>6} 张", count=count))
                for outcome, count in figures.by_outcome
            ],
            "",
        ]
        self.query_one("#day", Text).show(lines(rows))
        self.query_one("#ledger", Text).show(content("  ", (say("账本  校验中…"), "dim")))
        check_ledger(self, self._ledger_checked)

    def _ledger_checked(self, ledger: Verification) -> None:
        """Say whether it holds, with the head to copy down."""
        if ledger.ok and ledger.checkpoint:
            found = content(
                "  ",
                (say("账本"), "dim"),
                say("  {entries:,} 条，", entries=ledger.entries),
                (say("✓ 校验通过"), "ok"),
                say("   链头 "),
                (ledger.checkpoint.head, "bold"),
            )
            advice = content("  ", (say("把链头抄在交班单上：以后有人改动账本，抄下的链头会对不上"), "dim"))
            self.query_one("#ledger", Text).show(lines([found, advice]))
        else:
            why = say("✗ 第 {first_bad} 条起不可信：{why}", first_bad=ledger.first_bad, why=ledger.why)
            self.query_one("#ledger", Text).show(content("  ", (say("账本"), "dim"), "  ", (why, "bad")))

    def enter(self, text: str) -> None:
        """Refresh, or search."""
        self.clear()
        if text:
            self.search(text)
        else:
            self.fill()
