"""Why it may or may not be printed: every rule with the facts it saw, the cure, and who may (flow W, F7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.said import in_words, say
from fapiao.verdict import Level
from screens.base import DeskScreen
from screens.paper.invoice_lines import identity_line
from screens.paper.verdict_line import verdict_line
from screens.places import Verify
from screens.widgets.cells import wrap
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.usecases.invoices.inspect import Inspection
    from screens.desk import Desk

_SYMBOLS = {
    Level.REFUSE: ("✗", "bad"),
    Level.APPROVAL: (say("! 须主管授权"), "warn"),
    Level.REASON: (say("! 须说明原因"), "warn"),
    Level.APPLICANT: (say("! 须登记申请人"), "warn"),
    Level.WARN: (say("! 提示"), "warn"),
    Level.INFO: ("·", "dim"),
}


class WhyScreen(DeskScreen[None]):
    """All findings of a verdict."""

    title_text = say("为什么")
    active = ("back", "help", "menu")
    enter_label = say("核对")

    def __init__(self, desk: Desk, seen: Inspection) -> None:
        super().__init__(desk)
        self._seen = seen

    def compose_body(self) -> Iterable[Widget]:
        """The verdict, then one block a rule."""
        return (Text(text_id="identity"), Rule(), Text(text_id="findings"))

    def fill(self) -> None:
        """Draw."""
        self.query_one("#identity", Text).show(
            lines([identity_line(self._seen.stored), verdict_line(self._seen.verdict, self.cells)])
        )
        rows: list[Content] = []
        for finding in self._seen.verdict.findings:
            symbol, style = _SYMBOLS[finding.level]
            rows.append(content("  ", (symbol, style), " ", finding.message))
            facts = "  ".join(f"{in_words(k)}={in_words(v)}" for k, v in finding.facts if v)
            rows += [
                content(("      " + part, "dim"))
                for part in wrap(say("规则 {rule}   {facts}", rule=finding.rule, facts=facts), self.cells - 8)
            ]
            if finding.cure:
                who = say("（{who}）", who=finding.who) if finding.who else ""
                rows += [
                    content("      " + part)
                    for part in wrap(say("怎么办：{cure}{who}", cure=finding.cure, who=who), self.cells - 8)
                ]
        if not rows:
            rows = [content(say("  没有任何规则反对：已开具、未打印、信息完整。"))]
        self.query_one("#findings", Text).show(lines(rows))

    def enter(self, text: str) -> None:
        """Empty goes to verify; anything else searches."""
        self.clear()
        if text:
            self.search(text)
        else:
            self.desk.go(Verify(self._seen.stored.invoice.full_no))
