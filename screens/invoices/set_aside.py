"""Set an invoice aside, or take it back: what is doubted, and one line for the reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.said import say
from fapiao.usecases.invoices.inspect import Inspection
from screens.base import DeskScreen
from screens.paper.invoice_lines import doubt_lines, identity_line
from screens.places import Verify
from screens.widgets.cells import wrap
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from screens.desk import Desk


class SetAsideScreen(DeskScreen[None]):
    """The line takes the reason; Enter does it."""

    title_text = say("搁置")
    active = ("back", "menu")

    def __init__(self, desk: Desk, seen: Inspection) -> None:
        super().__init__(desk)
        self._seen = seen

    @property
    def enter_word(self) -> str:
        """What Enter does with the reason."""
        return say("取回") if self._seen.stored.set_aside else say("搁置")

    def compose_body(self) -> Iterable[Widget]:
        """The invoice, how it stands, what to write."""
        return (Text(text_id="identity"), Rule(), Text(text_id="standing"))

    def fill(self) -> None:
        """Draw."""
        stored = self._seen.stored
        self.query_one("#identity", Text).show(identity_line(stored))
        why = stored.set_aside
        standing = say("已搁置：{reason}", reason=why) if why else say("没有搁置；搁置后不能打印，直到取回")
        told = [content("  ", (part, "bad" if why else "")) for part in wrap(standing, self.cells - 4)]
        what = say("  写明取回的原因，再按 Enter") if why else say("  写明搁置的原因，再按 Enter")
        self.query_one("#standing", Text).show(lines([*told, *doubt_lines(stored.invoice, self.cells, 8), "", what]))

    def enter(self, text: str) -> None:
        """Do it for that reason."""
        if not text:
            self.status(say("请写原因"), "warn")
            return
        invoices, number = self.desk.cases.invoices, self._seen.stored.invoice.full_no
        if self._seen.stored.set_aside:
            invoices.take_back(number, text)
        else:
            invoices.set_aside(number, text)
        self.desk.go(Verify(number))
