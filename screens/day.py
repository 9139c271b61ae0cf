"""The day in figures, and whether the ledger holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.amounts import money
from fapiao.hometime import HOME
from fapiao.text import fit
from fapiao.usecases.day import day_slip
from screens.base import DeskScreen
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content


class DayScreen(DeskScreen):
    """Papers by operator and outcome; the head of the chain to copy down."""

    title_text = "日报与账本"
    active = ("records", "back", "menu")
    enter_label = "刷新"

    def compose_body(self) -> Iterable[Widget]:
        """One block."""
        return (Rule(), Text(text_id="day"))

    def fill(self) -> None:
        """Count and verify."""
        services = self.desk.services
        slip = day_slip(services, self.desk.signed_in, services.now().astimezone(HOME).date())
        rows: list[Content | str] = [
            content(
                "  ",
                ("日期", "dim"),
                f"  {slip.day:%Y-%m-%d}     ",
                ("用纸", "dim"),
                f"  {slip.papers} 张     ",
                ("金额", "dim"),
                "  ",
                (money(slip.total), "bold"),
            ),
            "",
            content("  ", ("按操作员", "dim")),
            *[content("    ", fit(name, 20), f"{count:>6} 张") for name, count in slip.by_operator],
            "",
            content("  ", ("按结果", "dim")),
            *[content("    ", fit(outcome.label, 20), f"{count:>6} 张") for outcome, count in slip.by_outcome],
            "",
        ]
        ledger = slip.ledger
        if ledger.ok and ledger.checkpoint:
            head = ledger.checkpoint.head
            rows.append(
                content(
                    "  ",
                    ("账本", "dim"),
                    f"  {ledger.entries:,} 条，",
                    ("✓ 校验通过", "ok"),
                    "   链头 ",
                    (head, "bold"),
                )
            )
            rows.append(content("  ", ("把链头抄在交班单上：以后有人改动账本，抄下的链头会对不上", "dim")))
        else:
            rows.append(
                content("  ", ("账本", "dim"), "  ", (f"✗ 第 {ledger.first_bad} 条起不可信：{ledger.why}", "bad"))
            )
        self.query_one("#day", Text).show(lines(rows))

    def enter(self, text: str, *, double: bool) -> None:  # noqa: ARG002 - nothing prints from here
        """Refresh, or search."""
        self.clear()
        if text:
            self.desk.search(text)
        else:
            self.fill()
