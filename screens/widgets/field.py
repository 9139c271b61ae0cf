"""The one input field of a screen: borderless, never blinking. Keys reach it through ``screens.keyboard``."""

from __future__ import annotations

from textual.widgets import Input

from fapiao.text import clean

LIMIT = 400
"""Characters of one line; the longest QR payload is far shorter."""


class Field(Input):
    """A line of input. Narrow fields are fast fields: the whole field is repainted per key (docs/terminal.md)."""

    DEFAULT_CSS = """
    Field {
        border: none;
        height: 1;
        padding: 0;
        background: $background;
        color: $foreground;
        width: 1fr;
        &:focus { border: none; background: $background; background-tint: $background 0%; }
        &>.input--placeholder { color: $dim; }
    }
    """

    def __init__(self, *, password: bool = False, field_id: str = "field", placeholder: str = "") -> None:
        super().__init__(
            id=field_id,
            password=password,
            compact=True,
            max_length=LIMIT,
            select_on_focus=False,
            placeholder=placeholder,
        )
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Let nothing into the line that a terminal would obey, however it came (keys, paste, program)."""
        return clean(value, limit=LIMIT)
