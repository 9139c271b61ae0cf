"""A verdict in one line: symbol, word and the fact that decides; which number the paper will take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.said import in_words, say, words
from fapiao.verdict import Decision, Level, Operation, Verdict
from screens.widgets.cells import fit, width
from screens.widgets.lines import content

if TYPE_CHECKING:
    from textual.content import Content

_SYMBOLS = {Decision.ALLOWED: ("✓", "ok"), Decision.NEEDS: ("!", "warn"), Decision.REFUSED: ("✗", "bad")}


def verdict_line(verdict: Verdict, cells: int) -> Content:
    """Symbol, word and the fact that decides; which number the paper will take."""
    symbol, style = _SYMBOLS[verdict.decision]
    head = verdict.headline
    number = say("本次为第 {copy_no} 次", copy_no=verdict.copy_no)
    message = head.message if head else ""
    if verdict.decision is Decision.REFUSED:
        found = f"{symbol} {words('不能补打')}"
        return content("  ", (found, style), "  ", fit(message, cells - 8 - width(found)).rstrip())
    if verdict.decision is Decision.NEEDS:
        unmet = say("需要主管授权") if verdict.of(Level.APPROVAL) else say("需要说明原因")
        found = f"{symbol} {in_words(unmet)}"
        room = cells - 7 - width(found) - width(number)
        return content("  ", (found, style), "  ", fit(message, room).rstrip(), "  ", number)
    word = say("首次补打") if verdict.operation is Operation.FIRST else say("再次补打")
    found = f"{symbol} {words('可以补打')}"
    seen = f"  {in_words(message)}" if message and verdict.operation is Operation.AGAIN else ""
    room = max(cells - 9 - width(found) - width(word) - width(number), 4)
    return content("  ", (found, style), "  ", word, fit(seen, room).rstrip(), "  ", number)
