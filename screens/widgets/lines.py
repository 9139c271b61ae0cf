"""Lines of text that are never parsed as markup, styled by parts."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from fapiao.said import in_words
from screens.widgets.styles import STYLES

Part = str | tuple[str, str]
"""Plain text, or (text, style): ``accent``, ``ok``, ``warn``, ``bad``, ``dim``, ``bold``, ``reverse``."""


def content(*parts: Part) -> Content:
    """Join parts into one line, in the reader's language; data are never markup."""
    return Content("").join([_piece(*((part, "") if isinstance(part, str) else part)) for part in parts])


def _piece(text: str, style: str) -> Content:
    shown = in_words(text)
    return Content.styled(shown, STYLES[style].markup if style in STYLES else style) if style else Content(shown)


def lines(rows: Iterable[Content | str]) -> Content:
    """Stack rows."""
    return Content("\n").join([row if isinstance(row, Content) else Content(in_words(row)) for row in rows])


class Text(Static):
    """A block of lines; ``show`` replaces it."""

    DEFAULT_CSS = "Text { height: auto; width: 1fr; text-wrap: nowrap; }"

    def __init__(self, body: Content | str = "", *, text_id: str | None = None, classes: str | None = None) -> None:
        super().__init__(
            Content(in_words(body)) if isinstance(body, str) else body, id=text_id, classes=classes, markup=False
        )
        self._shown: Content | None = None

    def show(self, body: Content | str) -> None:
        """Replace the text; nothing is repainted where it did not change."""
        wanted = Content(in_words(body)) if isinstance(body, str) else body
        if self._shown is None or not self._shown.is_same(wanted):
            self._shown = wanted
            self.update(wanted)
