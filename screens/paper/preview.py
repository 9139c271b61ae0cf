"""Preview: the face as cells, from the same layout as the paper; counts nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.errors import FapiaoError
from fapiao.text import wrap
from fapiao.usecases.paper.face_job import preview_job
from screens.base import DeskScreen
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from fapiao.usecases.invoices.inspect import Inspection
    from fapiao.usecases.paper.order import Order
    from screens.desk import Desk

_WIDEST = 118


class PreviewScreen(DeskScreen):
    """The face, scrolled by PgUp and PgDn."""

    title_text = "票面预览"
    active = ("page_up", "page_down", "back", "menu")
    enter_label = "返回核对"

    def __init__(self, desk: Desk, order: Order, seen: Inspection) -> None:
        super().__init__(desk)
        self._order, self._seen = order, seen
        self._top = 0
        self._lines: list[str] = []

    def compose_body(self) -> Iterable[Widget]:
        """The lines."""
        return (Text(text_id="preview"), Rule())

    def fill(self) -> None:
        """Lay the face out for this width."""
        job = preview_job(self.desk.services, self.desk.signed_in, self._seen, self._order)
        columns = job.profile.columns if job.paper.is_roll else min(self.cells - 2, _WIDEST)
        try:
            self._lines = self.desk.services.renderer.preview(job, min(columns, self.cells - 2))
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
            self.status(f"第 {self._top + 1}-{last} 行，共 {len(self._lines)} 行；预览不计次数")
        else:
            self.status("预览不计次数")

    def enter(self, text: str, *, double: bool) -> None:  # noqa: ARG002 - nothing prints from here
        """Back, or a search."""
        self.clear()
        if text:
            self.desk.search(text)
        else:
            self.desk.back()

    def press_page_down(self) -> None:
        """Down a screenful."""
        self._top += self.app.size.height - 6
        self._draw()

    def press_page_up(self) -> None:
        """Up a screenful."""
        self._top -= self.app.size.height - 6
        self._draw()

    def press_down(self) -> None:
        """Down a line."""
        self._top += 1
        self._draw()

    def press_up(self) -> None:
        """Up a line."""
        self._top -= 1
        self._draw()

    def press_preview(self) -> None:
        """F5 again goes back."""
        self.desk.back()
