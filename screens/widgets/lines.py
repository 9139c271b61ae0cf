"""Lines of text that are never parsed as markup, styled by parts."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

Part = str | tuple[str, str]
"""Plain text, or (text, style): ``accent``, ``ok``, ``warn``, ``bad``, ``dim``, ``bold``, ``reverse``."""

STYLES = {
    "accent": "bold $accent",
    "ok": "bold $success",
    "warn": "bold $warning",
    "bad": "bold $error",
    "dim": "$dim",
    "bold": "bold",
    "hit": "underline",
    "reverse": "reverse",
}


def content(*parts: Part) -> Content:
    """Join parts into one line; data are never markup."""
    pieces = [
        Content(part) if isinstance(part, str) else Content.styled(part[0], STYLES.get(part[1], part[1]))
        for part in parts
    ]
    return Content("").join(pieces)


def lines(rows: Iterable[Content | str]) -> Content:
    """Stack rows."""
    return Content("\n").join([row if isinstance(row, Content) else Content(row) for row in rows])


class Text(Static):
    """A block of lines; ``show`` replaces it."""

    DEFAULT_CSS = "Text { height: auto; width: 1fr; text-wrap: nowrap; }"

    def __init__(self, body: Content | str = "", *, text_id: str | None = None, classes: str | None = None) -> None:
        super().__init__(Content(body) if isinstance(body, str) else body, id=text_id, classes=classes, markup=False)
        self._shown: Content | None = None

    def show(self, body: Content | str) -> None:
        """Replace the text; nothing is repainted where it did not change."""
        wanted = Content(body) if isinstance(body, str) else body
        if self._shown is None or not self._shown.is_same(wanted):
            self._shown = wanted
            self.update(wanted)
