"""A verdict in one line: symbol, word and the fact that decides; which number the paper will take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.said import say
from fapiao.verdict import Decision, Level, Operation, Verdict
from screens.widgets.cells import fit
from screens.widgets.lines import content

if TYPE_CHECKING:
    from textual.content import Content

_SYMBOLS = {Decision.ALLOWED: ("✓", "ok"), Decision.NEEDS: ("!", "warn"), Decision.REFUSED: ("✗", "bad")}


def verdict_line(verdict: Verdict, cells: int) -> Content:
    """Symbol, word and the fact that decides; which number the paper will take."""
    symbol, style = _SYMBOLS[verdict.decision]
    head = verdict.headline
    number = say("本次为第 {copy_no} 次", copy_no=verdict.copy_no)
    if verdict.decision is Decision.REFUSED:
        return content(
            "  ",
            (say("{symbol} 不能补打", symbol=symbol), style),
            "  ",
            fit(head.message if head else "", cells - 18).rstrip(),
        )
    if verdict.decision is Decision.NEEDS:
        unmet = say("需要主管授权") if verdict.of(Level.APPROVAL) else say("需要说明原因")
        shown = head.message if head else ""
        return content("  ", (f"{symbol} {unmet}", style), "  ", fit(shown, cells - 34).rstrip(), "  ", number)
    word = say("首次补打") if verdict.operation is Operation.FIRST else say("再次补打")
    seen = f"  {head.message}" if head and verdict.operation is Operation.AGAIN else ""
    return content(
        "  ",
        (say("{symbol} 可以补打", symbol=symbol), style),
        f"  {word}",
        fit(seen, max(cells - 40, 4)).rstrip(),
        f"  {number}",
    )
