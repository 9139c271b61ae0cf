"""The paged list: rows come from the store a page at a time, only what is visible is drawn.

Moving the cursor repaints two rows; ten million invoices cost what fifty do (docs/terminal.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from fapiao.said import in_words
from screens.keyboard import TakesKeys
from screens.widgets.styles import STYLES

T = TypeVar("T")
Fetch = Callable[[str], tuple[Sequence[T], str]]
"""Cursor -> (rows, next cursor); an empty next cursor is the end."""


class PagedList(Widget, Generic[T]):
    """A list without focus: its screen moves the cursor while the input field keeps the keys."""

    DEFAULT_CSS = "PagedList { height: 1fr; width: 1fr; }"

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        index: int

    def __init__(self, draw: Callable[[T, int], list[tuple[str, str]]], *, empty: str = "") -> None:
        """``draw`` turns a row and a width into (text, style) parts; ``empty`` is said where there is nothing."""
        super().__init__(id="list")
        self._draw = draw
        self._empty = empty
        self._rows: list[T] = []
        self._after = ""
        self._fetch: Fetch[T] | None = None
        self._top = 0
        self.cursor = 0

    def load(self, rows: Sequence[T], after: str = "", fetch: Fetch[T] | None = None, *, keep: bool = False) -> None:
        """Show ``rows``; further pages come from ``fetch``. ``keep`` leaves the cursor where it was."""
        self._rows = list(rows)
        self._after, self._fetch = after, fetch
        wanted = self.cursor if keep else 0
        self._reach(wanted)
        self.cursor = min(wanted, max(len(self._rows) - 1, 0))
        self._top = min(self._top, self.cursor) if keep else 0
        self.refresh()

    def say(self, empty: str) -> None:
        """Change what is said where there is nothing."""
        self._empty = empty
        self.refresh()

    @property
    def selected(self) -> T | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    @property
    def rows(self) -> Sequence[T]:
        """The rows loaded so far."""
        return self._rows

    def move(self, step: int) -> None:
        """Move the cursor by ``step`` rows, loading pages as it nears the end."""
        wanted = self.cursor + step
        self._reach(wanted)
        before = self.cursor
        self.cursor = max(0, min(wanted, len(self._rows) - 1))
        height = max(self.size.height, 1)
        top = min(max(self._top, self.cursor - height + 1), self.cursor)
        if top != self._top:
            self._top = top
            self.refresh()
        elif before != self.cursor:
            for index in (before, self.cursor):
                self.refresh(Region(0, index - self._top, self.size.width, 1))
        if before != self.cursor:
            self.post_message(self.Moved(self.cursor))

    def _reach(self, index: int) -> None:
        """Load pages until the row ``index`` and one behind it are there, or the end is."""
        while self._after and self._fetch and index >= len(self._rows) - 1:
            more, self._after = self._fetch(self._after)
            self._rows.extend(more)
            if not more:
                break

    def page(self, direction: int) -> None:
        """Move by a screenful."""
        self.move(direction * max(self.size.height - 1, 1))

    def render_line(self, y: int) -> Strip:
        """Draw one row; one that cannot be drawn is a blank, and the screen says so."""
        try:
            return self._line(y)
        except Exception as error:  # noqa: BLE001 - a fault while drawing would end the desk
            if isinstance(self.screen, TakesKeys):
                self.app.call_later(self.screen.fault, error, "list row")
            return Strip.blank(self.size.width, self.rich_style)

    def _line(self, y: int) -> Strip:
        width = self.size.width
        base = self.rich_style
        index = self._top + y
        if not self._rows and y == 0:
            return Strip([Segment("  " + in_words(self._empty), base)]).adjust_cell_length(width, base)
        if index >= len(self._rows):
            return Strip.blank(width, base)
        at_cursor = index == self.cursor
        segments = [Segment("▸ " if at_cursor else "  ", base)]
        for text, style in self._draw(self._rows[index], width - 2):
            segments.append(Segment(in_words(text), base + self._style(style)))
        strip = Strip(segments).adjust_cell_length(width, base)
        return strip.apply_style(RichStyle(reverse=True)) if at_cursor else strip

    def _style(self, name: str) -> RichStyle:
        style = STYLES.get(name)
        if style is None:
            return RichStyle()
        value = self.app.theme_variables.get(style.colour, "") if style.colour else ""
        colour = value if value.startswith("#") else None
        return RichStyle(color=colour, bold=style.bold and not style.colour, underline=style.underline)
