"""Preview: the face as cells, from the same layout as the paper; counts nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.errors import FapiaoError
from fapiao.said import say
from screens.base import DeskScreen
from screens.keys import key
from screens.widgets.cells import wrap
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from screens.desk import Desk
    from screens.places import Preview

_WIDEST = 118


class PreviewScreen(DeskScreen[None]):
    """The face, scrolled by PgUp and PgDn."""

    title_text = say("票面预览")
    active = ("page_up", "page_down", "back", "menu")
    enter_label = say("返回核对")

    def __init__(self, desk: Desk, place: Preview) -> None:
        super().__init__(desk)
        self._order, self._seen = place.order, place.seen
        self._top = 0
        self._lines: list[str] = []

    def compose_body(self) -> Iterable[Widget]:
        """The lines."""
        return (Text(text_id="preview"), Rule())

    def fill(self) -> None:
        """Lay the face out for this width."""
        try:
            self._lines = self.desk.cases.paper.preview(self._seen, self._order, min(self.cells - 2, _WIDEST))
        except FapiaoError as error:
            self._lines = [*wrap(error.message, self.cells - 2), *wrap(error.cure, self.cells - 2)]
        self._draw()

    def _draw(self) -> None:
        height = self.app.size.height - 5
        self._top = max(0, min(self._top, len(self._lines) - height))
        shown = self._lines[self._top : self._top + height]
        self.query_one("#preview", Text).show(lines([content(" ", row) for row in shown]))
        if len(self._lines) > height:
            last = min(self._top + height, len(self._lines))
            self.status(
                say(
                    "第 {top}-{last} 行，共 {count} 行；预览不计次数",
                    top=self._top + 1,
                    last=last,
                    count=len(self._lines),
                )
            )
        else:
            self.status(say("预览不计次数"))

    def enter(self, text: str) -> None:
        """Back, or a search."""
        self.clear()
        if text:
            self.search(text)
        else:
            self.desk.back()

    @key("page_down")
    def press_page_down(self) -> None:
        """Down a screenful."""
        self._top += self.app.size.height - 6
        self._draw()

    @key("page_up")
    def press_page_up(self) -> None:
        """Up a screenful."""
        self._top -= self.app.size.height - 6
        self._draw()

    @key("down")
    def press_down(self) -> None:
        """Down a line."""
        self._top += 1
        self._draw()

    @key("up")
    def press_up(self) -> None:
        """Up a line."""
        self._top -= 1
        self._draw()

    @key("preview")
    def press_preview(self) -> None:
        """F5 again goes back."""
        self.desk.back()
