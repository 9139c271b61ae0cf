"""Preview of a page as it will print: the stored page, the marks outside it and the cut line, in cells; counts nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from fapiao.said import say
from screens.base import DeskScreen
from screens.keys import key
from screens.widgets.cells import width
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from fapiao.ports.cells import CellRow
    from fapiao.usecases.paper.page_view import DrawnPages
    from screens.desk import Desk
    from screens.places import Preview

_ZOOMS = (1.0, 2.0, 3.0)
"""Widths of the page in widths of the screen; by the second, the words of an A4 page are read at 80 columns."""
_SIDEWAYS = 16
_WIDE = 110
"""Cells on which the words of an A4 page are read when it is shown as wide as the screen."""


class PagePreviewScreen(DeskScreen[None]):
    """Pages in cells, zoomed by a digit and scrolled by keys."""

    title_text = say("票面预览")
    active = ("up", "left", "page_down", "back", "menu")
    key_labels: ClassVar[dict[str, str]] = {"up": say("↓ 上下"), "left": say("→ 左右"), "page_down": say("下页")}
    enter_label = say("返回核对")

    def __init__(self, desk: Desk, place: Preview) -> None:
        super().__init__(desk)
        self._order, self._seen = place.order, place.seen
        self._pages: DrawnPages | None = None
        self._rows: Sequence[CellRow] = ()
        self._page, self._zoom = 0, 1
        self._top = self._left = 0

    def compose_body(self) -> Iterable[Widget]:
        """The cells."""
        return (Text(text_id="page"), Rule())

    def on_mount(self) -> None:
        """Draw the paper in the background, then show it."""
        super().on_mount()
        self._zoom = 0 if self.cells > _WIDE else 1
        self.status(say("正在画…"))
        self.background(lambda: self.desk.cases.paper.draw_pages(self._seen, self._order), self._drawn)

    def _drawn(self, pages: DrawnPages) -> None:
        self._pages = pages
        self._lay()

    def _lay(self) -> None:
        pages, page, columns = self._pages, self._page, round((self.cells - 2) * _ZOOMS[self._zoom])
        if pages is None:
            return
        still = self.newest("page")

        def laid(rows: Sequence[CellRow]) -> None:
            if still():
                self._rows = rows
                self.fill()

        self.background(lambda: self.desk.cases.paper.page_in_cells(pages, page, columns), laid)

    @property
    def _height(self) -> int:
        return self.app.size.height - 5

    def fill(self) -> None:
        """Show the part of the page that is looked at."""
        if self._pages is None or not self._rows:
            return
        columns = self.cells - 2
        self._top = max(0, min(self._top, len(self._rows) - self._height))
        self._left = max(0, min(self._left, round(columns * _ZOOMS[self._zoom]) - columns))
        shown = self._rows[self._top : self._top + self._height]
        self.query_one("#page", Text).show(lines([_line(row, self._left, columns) for row in shown]))
        document = self._pages.document
        face = (
            say("原件 {media} · {seal}", media=document.media.upper(), seal=document.seal.state.label)
            if document
            else say("按数据排版")
        )
        self.status(
            say(
                "{face}   第 {page}/{count} 页   1 整宽 2 两倍 3 三倍（{zoom}）   预览不计次数",
                face=face,
                page=self._page + 1,
                count=self._pages.count,
                zoom=self._zoom + 1,
            )
        )

    def enter(self, text: str) -> None:
        """A digit zooms; nothing goes back; more is a search."""
        self.clear()
        if text in {str(digit) for digit in range(1, len(_ZOOMS) + 1)}:
            self._zoom_to(int(text) - 1)
        elif text:
            self.search(text)
        else:
            self.desk.back()

    def _zoom_to(self, zoom: int) -> None:
        ratio = _ZOOMS[zoom] / _ZOOMS[self._zoom]
        self._zoom, self._top, self._left = zoom, round(self._top * ratio), round(self._left * ratio)
        self._lay()

    @key("down")
    def press_down(self) -> None:
        """Down a line."""
        self._top += 1
        self.fill()

    @key("up")
    def press_up(self) -> None:
        """Up a line."""
        self._top -= 1
        self.fill()

    @key("left")
    def press_left(self) -> None:
        """To the left."""
        self._left -= _SIDEWAYS
        self.fill()

    @key("right")
    def press_right(self) -> None:
        """To the right."""
        self._left += _SIDEWAYS
        self.fill()

    @key("page_down")
    def press_page_down(self) -> None:
        """Down a screenful; from the end of a page to the next."""
        if self._top + self._height < len(self._rows):
            self._top += self._height - 1
            self.fill()
        elif self._pages is not None and self._page + 1 < self._pages.count:
            self._page, self._top = self._page + 1, 0
            self._lay()

    @key("page_up")
    def press_page_up(self) -> None:
        """Up a screenful; from the beginning of a page to the one before."""
        if self._top > 0:
            self._top -= self._height - 1
            self.fill()
        elif self._page > 0:
            self._page -= 1
            self._lay()

    @key("preview")
    def press_preview(self) -> None:
        """F5 again goes back."""
        self.desk.back()


def _line(row: CellRow, left: int, columns: int) -> Content:
    """Return ``columns`` cells of a row from ``left`` on."""
    parts, at = [], 0
    for run in row:
        text = ""
        for character in run.text:
            wide = width(character)
            if left <= at and at + wide <= left + columns:
                text += character
            elif at < left < at + wide or at < left + columns < at + wide:
                text += " "
            at += wide
        if text:
            parts.append((text, f"{run.ink} on {run.ground}"))
    return content(" ", *parts)
