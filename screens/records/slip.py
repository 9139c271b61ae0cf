"""Is this paper ours? The answer to a copy's scanned code, with the record beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.hometime import HOME
from fapiao.said import say
from fapiao.slip import SlipAnswer, written_at
from fapiao.text import grouped
from screens.base import DeskScreen
from screens.places import Record
from screens.widgets.cells import fit, width, wrap
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.usecases.records.slip import SlipResult
    from screens.desk import Desk

_STYLES = {
    SlipAnswer.TRUE: "ok",
    SlipAnswer.ALTERED: "bad",
    SlipAnswer.INVENTED: "bad",
    SlipAnswer.UNKNOWN: "warn",
}
_PAPER, _RECORD = say("纸上"), say("记录")


def _printed_as(full_no: str, copy_no: int, serial: str, when: str) -> str:
    return say(
        "{number}   第 {copy_no} 次   No.{serial}   {when}",
        number=grouped(full_no),
        copy_no=copy_no,
        serial=serial,
        when=when,
    )


class SlipScreen(DeskScreen[None]):
    """Four answers; Enter opens the record where there is one."""

    title_text = say("核验补打件")
    active = ("records", "back", "menu")
    enter_label = say("看记录")

    def __init__(self, desk: Desk, result: SlipResult) -> None:
        super().__init__(desk)
        self._result = result

    def compose_body(self) -> Iterable[Widget]:
        """The answer, what the paper says, what the record says."""
        return (Rule(), Text(text_id="answer"), Rule(), Text(text_id="facts"))

    def fill(self) -> None:
        """Draw."""
        result = self._result
        slip = result.slip
        self.query_one("#answer", Text).show(content("  ", (result.answer.label, _STYLES[result.answer])))
        at = written_at(slip)
        when = f"{at.astimezone(HOME):%Y-%m-%d %H:%M}" if at else say("时间不可能")
        told = [(_PAPER, _printed_as(slip.full_no, slip.copy_no, slip.serial, when))]
        if (known := result.reprint) is not None:
            made = f"{known.at.astimezone(HOME):%Y-%m-%d %H:%M}   {known.desk}   {known.operator}"
            told.append((_RECORD, _printed_as(known.full_no, known.copy_no, known.serial, made)))
        names = max(width(_PAPER), width(_RECORD))
        rows: list[Content | str] = []
        for name, sentence in told:
            first, *more = wrap(sentence, self.cells - names - 4)
            rows.append(content("  ", (fit(name, names), "dim"), "  ", first))
            rows += [content(" " * (names + 4), row) for row in more]
        rows += [content("    ", (difference, "bad")) for difference in result.differences]
        self.query_one("#facts", Text).show(lines(rows))

    def enter(self, text: str) -> None:
        """Open the record, or search."""
        self.clear()
        if text:
            self.search(text)
            return
        known = self._result.reprint
        if known is None:
            self.status(say("本机没有这条记录"))
            return
        self.desk.go(Record(known.id))
