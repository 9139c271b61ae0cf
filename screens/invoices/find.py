"""Find: results as one types, newest first; Enter opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from fapiao.amounts import money
from fapiao.doubts.doubt import Weight
from fapiao.errors import FapiaoError
from fapiao.invoice import Kind, Status
from fapiao.reprint import PrintState
from fapiao.said import in_words, say, words
from fapiao.stored import Row
from fapiao.text import fold, grouped
from fapiao.usecases.invoices.find import Found
from screens.base import DeskScreen
from screens.keys import key
from screens.places import Find, Verify
from screens.widgets.cells import fit, width
from screens.widgets.lines import Text, content
from screens.widgets.paged_list import PagedList
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from screens.desk import Desk

_DEBOUNCE = 0.06
_NUMBER = 27
_AMOUNT = 14
_KIND = 11
_WIDE = 110
"""Cells from which on the seller and the kind have columns of their own."""
_UNKNOWN = say("! 结果未知")
_PRINTING = say("! 打印中")
_UNPRINTED = say("✓ 未打印")
_ON_PAPER = say("✓ 纸质")
_ASIDE = say("✗ 搁置")
_CONTRADICTS = say("✗ 矛盾")


class FindScreen(DeskScreen[Sequence[str]]):
    """The search line with its list."""

    title_text = say("查找")
    active = ("up", "tick", "add", "back", "page_down", "help", "menu")
    key_labels: ClassVar[dict[str, str]] = {"up": say("↓ 选"), "add": say("加入批量")}
    enter_label = say("打开")

    def __init__(self, desk: Desk, place: Find) -> None:
        super().__init__(desk)
        self._text = place.text
        self._picks = place.picks
        self._ticked: dict[str, None] = {}
        self._in_list = False
        self._found: Found | None = None
        self._list: PagedList[Row] = PagedList(
            self._draw, empty=say("没有符合的发票。核对号码；若确已开具，请先导入其文件")
        )

    def compose_body(self) -> Iterable[Widget]:
        """Column heads and list."""
        return (Text(text_id="count"), Rule(), Text(text_id="columns"), self._list, Rule(), Text(text_id="hint"))

    def on_mount(self) -> None:
        """Search at once for what was typed elsewhere."""
        self.field.value = self._text
        self.field.cursor_position = len(self._text)
        super().on_mount()

    def fill(self) -> None:
        """Search and draw."""
        head = "  " + fit(say("开票日"), 7) + fit(say("号码"), _NUMBER) + fit(say("购买方"), self._room)
        if self._is_wide:
            head += fit(say("销售方"), self._room) + fit(say("票种"), _KIND)
        head += f"{fit(say('价税合计'), _AMOUNT, align='right')} {words('状态')}"
        self.query_one("#columns", Text).show(content((head, "dim")))
        hint = say(" 拼音首字母也可以；末 6 位号码最快；日期、金额、专票、未打印等可以连着写")
        self.query_one("#hint", Text).show(content((hint, "dim")))
        self._search(again=True)

    @property
    def _is_wide(self) -> bool:
        return self.cells >= _WIDE

    @property
    def _room(self) -> int:
        """Cells of a name; where the terminal is wide, buyer and seller share what is left."""
        left = self.cells - 2 - 7 - _NUMBER - _AMOUNT - 1 - _state_cells()
        return max((left - _KIND) // 2 if self._is_wide else left, 6)

    @on(Input.Changed, "#field")
    def _typed(self) -> None:
        self._in_list = False
        self.after(_DEBOUNCE, self._search)

    def _search(self, *, again: bool = False) -> None:
        same = self._found is not None and self.field.value == self._text
        if not self.is_mounted or (same and not again):
            return
        self._text = self.field.value
        try:
            self._found = self.desk.cases.invoices.find(self._text)
        except FapiaoError as error:
            self.fail(error)
            return
        self.status("")
        self._list.load(self._found.rows, self._found.after, self._more, keep=same)
        shown = (
            say(" 共 {shown_count} 张", shown_count=self._found.shown_count)
            if self._found.rows
            else say(" 没有符合的发票")
        )
        self.query_one("#count", Text).show(content((shown, "dim")))

    def _more(self, after: str) -> tuple[Sequence[Row], str]:
        page = self.desk.cases.invoices.find(self._text, after=after)
        return page.rows, page.after

    def _draw(self, row: Row, cells: int) -> list[tuple[str, str]]:  # noqa: ARG002 - widths come from the columns
        day = f"{row.issued_on:%m-%d}" if row.issued_on else ""
        if row.issued_on and row.issued_on.year != self.desk.cases.care.now().year:
            day = f"{row.issued_on:%y-%m}"
        number = (grouped(row.code) + " " if row.code else "") + grouped(row.number)
        word, style = state_words(row)
        ticked = row.full_no in self._ticked
        return [
            (fit(f"{day}+" if ticked else day, 7), "accent" if ticked else ""),
            (fit(number, _NUMBER), "hit" if row.matched == "number" else ""),
            *self._names(row),
            (fit(money(row.gross), _AMOUNT, align="right"), ""),
            (" " + fit(word, _state_cells()), style),
        ]

    def _names(self, row: Row) -> list[tuple[str, str]]:
        if not self._is_wide:
            return self._marked(row.seller if row.matched == "seller" else row.buyer)
        kind = Kind(row.kind).short
        return [*self._marked(row.buyer), *self._marked(row.seller), (fit(kind, _KIND), "")]

    def _marked(self, name: str) -> list[tuple[str, str]]:
        """Return a name in its cells, what was searched for underlined."""
        shown = fit(name, self._room - 1) + " "
        for piece in self._found.query.names if self._found else ():
            at = fold(shown).find(piece)
            if at >= 0 and len(fold(shown)) == len(shown.replace(" ", "")):
                return [(shown[:at], ""), (shown[at : at + len(piece)], "hit"), (shown[at + len(piece) :], "")]
        return [(shown, "")]

    def enter(self, text: str) -> None:
        """Open the row under the cursor; a line typed faster than the list is searched first."""
        if text != self._text.strip():
            self._search()
        row = self._list.selected
        if row is not None:
            self.desk.go(Verify(row.full_no))

    def can_press(self, key_id: str) -> bool:
        """Space ticks where the cursor is in the list; while one types, it is a space."""
        return super().can_press(key_id) and (key_id != "tick" or self._in_list or not self.field.value)

    @key("tick")
    def press_tick(self) -> None:
        """Space: tick the row, or untick it, and go on to the next."""
        row = self._list.selected
        if row is None:
            return
        if row.full_no in self._ticked:
            del self._ticked[row.full_no]
        else:
            self._ticked[row.full_no] = None
        self._list.refresh()
        self._step(1)
        self.status(say("勾了 {count} 张；F6 加入批量", count=len(self._ticked)) if self._ticked else say("没有勾选"))

    @key("add")
    def press_add(self) -> None:
        """F6: what is ticked, else the row under the cursor, goes into the batch."""
        row = self._list.selected
        chosen = list(self._ticked) or ([row.full_no] if row else [])
        if not chosen:
            self.status(say("没有可加入的发票"))
            return
        if self._picks:
            self.dismiss(chosen)
            return
        added = self.desk.cases.batch.add(chosen)
        self._ticked.clear()
        self._list.refresh()
        self.status(say("{sentence}；B 打开批量", sentence=added.sentence))

    def _step(self, step: int) -> None:
        self._in_list = True
        self._list.move(step)

    @key("up")
    def press_up(self) -> None:
        """Cursor up."""
        self._step(-1)

    @key("down")
    def press_down(self) -> None:
        """Cursor down."""
        self._step(1)

    @key("page_up")
    def press_page_up(self) -> None:
        """A screenful up."""
        self._in_list = True
        self._list.page(-1)

    @key("page_down")
    def press_page_down(self) -> None:
        """A screenful down."""
        self._in_list = True
        self._list.page(1)


def state_words(row: Row) -> tuple[str, str]:
    """Return an invoice's state as symbol and word, and its colour."""
    if row.set_aside:
        return _ASIDE, "bad"
    if row.status.value in {"void", "fully_red"}:
        return _red(row.status), "bad"
    if row.doubt == Weight.CONTRADICTION:
        return _CONTRADICTS, "bad"
    word, style = _print_words(row)
    # One cell says it beside the print state: what is not known is worth a look, not a column.
    return (f"{in_words(word)} ?", "warn") if row.doubt == Weight.MISSING else (word, style)


def _print_words(row: Row) -> tuple[str, str]:
    if row.print_state is PrintState.UNKNOWN:
        return _UNKNOWN, "warn"
    if row.print_state is PrintState.IN_FLIGHT:
        return _PRINTING, "warn"
    if row.print_state is PrintState.PRINTED:
        return _printed(row.copies) if row.copies else _ON_PAPER, ""
    return _UNPRINTED, "ok"


def _red(status: Status) -> str:
    return f"✗ {in_words(status.label)}"


def _printed(copies: int) -> str:
    return say("✓ 已打 {copies}", copies=copies)


def _state_cells() -> int:
    """Cells of the state: what its longest word needs."""
    ordinary = (_ASIDE, _CONTRADICTS, _UNKNOWN, _PRINTING, _UNPRINTED, _ON_PAPER, _printed(9))
    return max(width(each) for each in (*ordinary, _red(Status.VOID), _red(Status.FULLY_RED)))
