"""A line of a batch in cells: number, buyer, amount, and how it stands in symbol and word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fapiao.amounts import money
from fapiao.batch import LineState
from fapiao.said import say
from fapiao.text import grouped
from fapiao.usecases.batch.check import Checked, Standing
from screens.widgets.cells import fit

if TYPE_CHECKING:
    from fapiao.batch import BatchLine

SEQ, NUMBER, AMOUNT, STATE = 5, 27, 14, 16
_STANDINGS = {
    Standing.PRINTABLE: ("✓", "ok"),
    Standing.REASON: ("!", "warn"),
    Standing.APPROVAL: ("!", "warn"),
    Standing.REFUSED: ("✗", "bad"),
}
_STATES = {
    LineState.GOOD: ("✓", ""),
    LineState.IN_FLIGHT: ("·", "accent"),
    LineState.UNKNOWN: ("!", "warn"),
    LineState.SPOILED: ("!", "warn"),
    LineState.LOST: ("!", "warn"),
}


def head(cells: int) -> str:
    """Return the heads of the columns, in ``cells`` cells."""
    names = fit(say("序"), SEQ) + fit(say("号码"), NUMBER) + fit(say("购买方"), room(cells))
    return names + fit(say("价税合计"), AMOUNT, align="right") + say("  状态")


def row(line: BatchLine, checked: Mapping[str, Checked], cells: int, *, now: bool = False) -> list[tuple[str, str]]:
    """Return a line as (text, style) parts in ``cells`` cells; ``now`` = it is being made."""
    number = (grouped(line.code) + " " if line.code else "") + grouped(line.number)
    words, style = state_words(line, checked.get(line.full_no))
    if now and line.is_missing:
        words, style = f"· {LineState.IN_FLIGHT.label}", "accent"
    return [
        (fit(f"{line.seq:>3}", SEQ), ""),
        (fit(number, NUMBER), ""),
        (fit(line.buyer, room(cells) - 1) + " ", ""),
        (fit(money(line.gross), AMOUNT, align="right"), ""),
        ("  " + fit(words, STATE - 2), style),
    ]


def room(cells: int) -> int:
    """Return the cells of the buyer's name."""
    return max(cells - SEQ - NUMBER - AMOUNT - STATE, 6)


def state_words(line: BatchLine, checked: Checked | None) -> tuple[str, str]:
    """Return how a line stands as symbol and words, and its colour: what it needs before what became of it."""
    paper = line.newest
    if not line.is_missing:
        symbol, style = _STATES[line.state]
        number = say(" 第{copy_no}次", copy_no=paper.copy_no) if paper and line.state is not LineState.UNKNOWN else ""
        return f"{symbol} {line.state.label}{number}", style
    again = line.state is not LineState.WAITING
    if checked is None:
        return "  …", "dim"
    symbol, style = _STANDINGS[checked.standing]
    if checked.standing is Standing.PRINTABLE:
        return say(
            "{symbol} {value} 第{copy_no}次",
            symbol=symbol,
            value=say("重打") if again else say("可打"),
            copy_no=checked.copy_no,
        ), style
    return f"{symbol} {say('重打') if again else ''}{checked.standing.label}", style


def sentence(line: BatchLine, checked: Checked | None) -> str:
    """Return what is to be said of a line: why it was passed over, what is missing, what its printer said."""
    last = line.newest.last if line.newest else None
    if not line.is_missing:
        return last.note if last else ""
    if checked is not None and checked.standing is not Standing.PRINTABLE:
        return checked.sentence
    return line.note or (last.note if last else "") or (checked.sentence if checked else "")
