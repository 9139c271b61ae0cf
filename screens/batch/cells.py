"""A line of a batch in cells: number, buyer, amount, and how it stands in symbol and word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fapiao.amounts import money
from fapiao.batch import LineState
from fapiao.said import in_words, say, words
from fapiao.text import grouped
from fapiao.usecases.batch.check import Checked, Standing
from screens.widgets.cells import fit, width

if TYPE_CHECKING:
    from fapiao.batch import BatchLine

SEQ, NUMBER, AMOUNT = 5, 27, 14
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
    LineState.NOT_FOUND: ("✗", "bad"),
}


def head(cells: int) -> str:
    """Return the heads of the columns, in ``cells`` cells."""
    names = fit(say("序"), SEQ) + fit(say("号码"), NUMBER) + fit(say("购买方"), room(cells))
    return f"{names}{fit(say('价税合计'), AMOUNT, align='right')}  {words('状态')}"


def row(line: BatchLine, checked: Mapping[str, Checked], cells: int, *, now: bool = False) -> list[tuple[str, str]]:
    """Return a line as (text, style) parts in ``cells`` cells; ``now`` = it is being made."""
    number = (grouped(line.code) + " " if line.code else "") + (grouped(line.number) if line.full_no else line.number)
    shown, style = state_words(line, checked.get(line.full_no))
    if now and line.is_missing:
        shown, style = f"· {in_words(LineState.IN_FLIGHT.label)}", "accent"
    return [
        (fit(f"{line.seq:>3}", SEQ), ""),
        (fit(number, NUMBER), ""),
        (fit(line.buyer, room(cells) - 1) + " ", ""),
        (fit(money(line.gross), AMOUNT, align="right"), ""),
        ("  " + fit(shown, _state_cells()), style),
    ]


def room(cells: int) -> int:
    """Return the cells of the buyer's name."""
    return max(cells - SEQ - NUMBER - AMOUNT - 2 - _state_cells(), 6)


def state_words(line: BatchLine, checked: Checked | None) -> tuple[str, str]:
    """Return how a line stands as symbol and words, and its colour: what it needs before what became of it."""
    paper = line.newest
    if not line.is_missing:
        symbol, style = _STATES[line.state]
        if paper is None or line.state is LineState.UNKNOWN:
            return f"{symbol} {in_words(line.state.label)}", style
        return _numbered(symbol, line.state.label, paper.copy_no), style
    again = line.state is not LineState.WAITING
    if checked is None:
        return "  …", "dim"
    symbol, style = _STANDINGS[checked.standing]
    if checked.standing is Standing.PRINTABLE:
        return _numbered(symbol, say("重打") if again else say("可打"), checked.copy_no), style
    return _needing(symbol, checked.standing, again=again), style


def _numbered(symbol: str, state: str, copy_no: int) -> str:
    return say("{symbol} {state} 第{copy_no}次", symbol=symbol, state=state, copy_no=copy_no)


def _needing(symbol: str, standing: Standing, *, again: bool) -> str:
    return f"{symbol} {in_words(say('重打{standing}', standing=standing.label) if again else standing.label)}"


def _state_cells() -> int:
    """Cells of the state: what its ordinary words need in the reader's language."""
    ordinary = [_needing("!", standing, again=False) for standing in Standing]
    ordinary += [_numbered("✓", state, 9) for state in (LineState.GOOD.label, say("重打"), say("可打"))]
    return max(14, *(width(each) for each in ordinary))


def sentence(line: BatchLine, checked: Checked | None) -> str:
    """Return what is to be said of a line: why it was passed over, what is missing, what its printer said."""
    last = line.newest.last if line.newest else None
    if not line.full_no:
        return line.note
    if not line.is_missing:
        return last.note if last else ""
    if checked is not None and checked.standing is not Standing.PRINTABLE:
        return checked.sentence
    return line.note or (last.note if last else "") or (checked.sentence if checked else "")
