"""The one way of a key: in order, to the screen that is there when its turn comes.

Textual forwards keys to the widget that had the focus when they arrived, so what is typed ahead of a screen change
would land on the old screen. Here a key waits until the screen on top is ready, and is then acted on at once; nothing
typed ahead is lost or goes astray. Keys that the table does not name do nothing (a kiosk has no way out).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screens.keys import KEYS

if TYPE_CHECKING:
    from textual.app import App
    from textual.widgets import Input

_BY_KEY = {key.key: key.id for key in KEYS}
EDITING = {
    "backspace": "delete_left",
    "ctrl+h": "delete_left",
    "delete": "delete_right",
    "ctrl+u": "delete_left_all",
    "ctrl+w": "delete_left_word",
    "left": "cursor_left",
    "right": "cursor_right",
    "home": "home",
    "end": "end",
}
"""Keys that edit the line, unless the screen gives left and right a meaning of its own."""
ENTER = frozenset({"enter", "ctrl+m"})


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key: Textual's name, and the character it types, if any."""

    key: str
    character: str = ""
    at: float = 0.0
    """When it arrived, on Textual's clock; a busy program must not make a fast key slow."""


class TakesKeys:
    """What the keyboard, and the desk, need of a screen."""

    ready: bool
    """True once it can act on keys."""

    @property
    def is_printing(self) -> bool:
        """True until the ending of a paper is written."""
        raise NotImplementedError

    @property
    def field(self) -> Input:
        """The input field that takes characters now."""
        raise NotImplementedError

    def entered(self, at: float) -> None:
        """Take Enter, pressed at ``at`` on Textual's clock."""
        raise NotImplementedError

    def can_press(self, key_id: str) -> bool:
        """Tell whether the key does something here."""
        raise NotImplementedError

    def action_press(self, key_id: str) -> None:
        """Do what the key means here."""
        raise NotImplementedError

    def status(self, sentence: str, style: str = "") -> None:
        """Say one sentence."""
        raise NotImplementedError

    def polled(self) -> None:
        """Show what a status poll changed."""
        raise NotImplementedError

    def fault(self, error: Exception, where: str) -> None:
        """Log a fault of the program that happened at ``where`` and say its id."""
        raise NotImplementedError


class Keyboard:
    """Strokes on their way. ``hold`` keeps them while a worker decides which screen comes next."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._waiting: deque[Stroke] = deque()
        self._held = 0

    def take(self, stroke: Stroke) -> None:
        """Queue a stroke and act on all whose turn has come."""
        self._waiting.append(stroke)
        self.drain()

    def hold(self) -> None:
        """Keep strokes until :meth:`release`; what holds twice is released twice."""
        self._held += 1

    def release(self) -> None:
        """Let them go on."""
        self._held = max(self._held - 1, 0)
        self.drain()

    def drain(self) -> None:
        """Act on what waits, as long as the screen on top can take it."""
        while self._waiting and not self._held:
            screen = self._app.screen
            if not isinstance(screen, TakesKeys) or not screen.ready:
                return
            self._act(screen, self._waiting.popleft())

    @staticmethod
    def _act(screen: TakesKeys, stroke: Stroke) -> None:
        key_id = _BY_KEY.get(stroke.key)
        if stroke.key in ENTER:
            screen.entered(stroke.at)
        elif stroke.key in EDITING and (key_id is None or not screen.can_press(key_id)):
            getattr(screen.field, f"action_{EDITING[stroke.key]}")()
        elif stroke.character and (key_id is None or not screen.can_press(key_id)):
            screen.field.insert_text_at_cursor(stroke.character)
        elif key_id is not None:
            screen.action_press(key_id)
