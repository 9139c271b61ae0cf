"""What every screen has: line 1, one input field, one status sentence, the key line, and keys that never change meaning.

Input rules (docs/screens.md): Enter decides by content. A scan or a command word works from any screen.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widget import Widget

from fapiao.errors import FapiaoError
from fapiao.identity import payload_in
from fapiao.slip import looks_like_slip
from fapiao.text import clean, fit, width
from screens.keys import BY_ID, key_line
from screens.widgets.field import Field
from screens.widgets.lines import Part, Text, content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from screens.desk import Desk

DOUBLE_ENTER = 0.3
"""Seconds: a printing Enter sooner after another one does not count (scanners that send two, keys held down)."""


class DeskScreen(Screen[None]):
    """A screen of the desk. Subclasses give :attr:`title_text`, :attr:`active`, ``compose_body`` and ``enter``."""

    DEFAULT_CSS = """
    DeskScreen { layout: vertical; background: $background; color: $foreground; overflow: hidden; }
    DeskScreen #head { height: 1; color: $foreground; }
    DeskScreen #body { height: 1fr; }
    DeskScreen #entry { height: 1; }
    DeskScreen #prompt { width: 3; color: $accent; text-style: bold; }
    DeskScreen #status { height: 1; }
    DeskScreen #keys { height: 1; color: $dim; }
    """
    AUTO_FOCUS = "#field"
    title_text: ClassVar[str] = ""
    active: ClassVar[tuple[str, ...]] = ()
    enter_label: ClassVar[str] = ""
    shows_printers: ClassVar[bool] = False
    key_labels: ClassVar[dict[str, str]] = {}

    def __init__(self, desk: Desk) -> None:
        """Keep the desk: services, session and the way to other screens."""
        super().__init__()
        self.desk = desk
        self.drawn = False
        self.drawn_at = 0.0
        self.ready = False

    def compose(self) -> ComposeResult:
        """Lay out head, body, input, status and keys."""
        yield Text(self._head(), text_id="head")
        yield Vertical(*self.compose_body(), id="body")
        yield from self.compose_entry()
        yield Text("", text_id="status")
        yield Text(self._keys(), text_id="keys")

    def compose_body(self) -> Iterable[Widget]:
        """Return the widgets between head and input."""
        return ()

    def compose_entry(self) -> Iterable[Widget]:
        """Return the input row."""
        return (Horizontal(Text(" > ", text_id="prompt"), Field(), id="entry"),)

    def on_mount(self) -> None:
        """Fill the screen; it counts as drawn after its first paint."""
        self.fill()
        self.ready = True
        self.call_after_refresh(self._mark_drawn)
        self.desk.keyboard.drain()

    def _mark_drawn(self) -> None:
        self.drawn = True
        self.drawn_at = time.monotonic()

    def on_screen_resume(self) -> None:
        """Show again what may have changed meanwhile; a screen that was only passed on the way out is left alone."""
        self.query_one("#head", Text).show(self._head())
        if self.drawn and self.is_current:
            self.fill()

    def on_resize(self) -> None:
        """Lay the lines out anew for the new width."""
        self.refresh_keys()
        self.query_one("#head", Text).show(self._head())
        if self.drawn:
            self.fill()

    def fill(self) -> None:
        """Put the facts on the screen; called at the start and whenever they may have changed."""

    @property
    def cells(self) -> int:
        """How wide a line may be."""
        return self.app.size.width

    @property
    def field(self) -> Field:
        """The one input field."""
        return self.query_one("#field", Field)

    def _head(self) -> Any:
        left = f" {self.desk.product} · {self.title_text}" if self.title_text else f" {self.desk.product}"
        right = self.desk.head_right()
        gap = max(self.app.size.width - width(left) - width(right) - 1, 1)
        return content((left, "accent"), " " * gap, right)

    def _keys(self) -> str:
        return key_line(self.active, self.cells, self.key_labels, self.enter_word)

    @property
    def enter_word(self) -> str:
        """What an empty Enter does now, for the key line."""
        return self.enter_label

    def refresh_keys(self) -> None:
        """Show the key line anew (what Enter does has changed)."""
        self.query_one("#keys", Text).show(self._keys())

    def polled(self) -> None:
        """Show what a status poll changed: line 1, and the printer's state where the screen has it."""
        self.query_one("#head", Text).show(self._head())
        if self.shows_printers and self.drawn:
            self.fill()

    def status(self, sentence: str, style: str = "") -> None:
        """Say one sentence: what just happened, what to do."""
        shown = fit(" " + sentence, self.cells).rstrip()
        self.query_one("#status", Text).show(content((shown, style) if style else shown))

    def fail(self, error: FapiaoError) -> None:
        """Show an error until the next key: what is wrong, what to do."""
        self.status(f"✗ {error}", "bad")
        self.app.bell()

    def entered(self, at: float) -> None:
        """Take Enter, pressed at ``at``: a scan or a command from anywhere, else this screen's own business."""
        hasty = at - self.desk.last_enter < DOUBLE_ENTER or at < self.drawn_at
        self.desk.last_enter = at
        text = clean(self.field.value).strip()
        try:
            if not self._is_elsewhere(text):
                self.enter(text, double=hasty)
        except FapiaoError as error:
            self.clear()
            self.fail(error)

    def _is_elsewhere(self, text: str) -> bool:
        """Follow a scan or a command word; False where the text is this screen's own business."""
        if self.desk.session is None or not text:
            return False
        if looks_like_slip(text):
            self.clear()
            self.desk.open_slip(text)
            return True
        scanned = payload_in(text)
        if scanned or self.desk.is_command(text):
            self.clear()
            self.desk.go(scanned or text)
            return True
        return False

    def enter(self, text: str, *, double: bool) -> None:
        """Act on Enter. ``double`` = another Enter came less than 300 ms before, or this one before the screen was drawn."""

    def clear(self) -> None:
        """Empty the input field."""
        self.field.value = ""

    def action_press(self, key_id: str) -> None:
        """Do what a key of the table means here, or say that it does nothing here."""
        method = getattr(self, f"press_{key_id}", None)
        if method is None:
            self.status(f"{BY_ID[key_id].shown} {BY_ID[key_id].label}：这个画面上没有这一项")
            return
        try:
            method()
        except FapiaoError as error:
            self.fail(error)

    def can_press(self, key_id: str) -> bool:
        """Tell whether the key does something here; the menu greys the others."""
        return hasattr(self, f"press_{key_id}")

    def press_help(self) -> None:
        """F1."""
        self.desk.open_help()

    def press_menu(self) -> None:
        """ctrl+g."""
        self.desk.open_menu(self)

    def press_back(self) -> None:
        """Esc: one step back, never out."""
        self.desk.back()

    def press_find(self) -> None:
        """F2."""
        if self.desk.session is not None:
            self.desk.open_find()

    def press_records(self) -> None:
        """F9."""
        if self.desk.session is not None:
            self.desk.open_records()

    def press_sign_out(self) -> None:
        """F10."""
        self.desk.sign_out()


def pairs(*items: tuple[str, str], gap: int = 3) -> list[Part]:
    """Return label-value pairs as parts of one line: labels dim, values plain."""
    parts: list[Part] = []
    for index, (label, value) in enumerate(items):
        parts += [" " * (gap if index else 2), (label, "dim"), f" {value}"]
    return parts
