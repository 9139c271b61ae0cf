"""The one input field of a screen: borderless, never blinking, Enter decided by content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from fapiao.text import clean

LIMIT = 400
"""Characters of one line; the longest QR payload is far shorter."""


class Field(Input):
    """A line of input. Narrow fields are fast fields: the whole field is repainted per key (terminal.md 3)."""

    DEFAULT_CSS = """
    Field {
        border: none;
        height: 1;
        padding: 0;
        background: $background;
        color: $foreground;
        width: 1fr;
        &:focus { border: none; background: $background; background-tint: $background 0%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+j", "nothing", show=False),
    ]

    @dataclass
    class Entered(Message):
        """Enter was pressed; ``text`` is what stood in the field, cleaned."""

        text: str

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

    def action_nothing(self) -> None:
        """Ignore the LF of a scanner's CRLF."""

    async def action_submit(self) -> None:
        """Hand the text to the screen."""
        text = clean(self.value)
        self.post_message(self.Entered(text))

    def take(self, event: events.Key) -> bool:
        """Accept a key that reached the screen before this field had the focus; False if it is not text."""
        if event.character and event.is_printable:
            self.insert_text_at_cursor(event.character)
            return True
        return False
