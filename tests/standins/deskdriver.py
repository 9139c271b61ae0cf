"""Drives the real app without a terminal: keys in, the screen's text out."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual import events
from textual.pilot import Pilot

from fapiao.services import Services
from practicedesk import PASSWORD
from screens.base import DeskScreen
from tui.app import FapiaoApp

_PATIENCE = 100.0
_STEP = 0.01
_NAMES = {",": "comma", ".": "full_stop", "-": "minus", " ": "space", "/": "slash", ":": "colon"}


class Driver:
    """One desk, one pilot."""

    def __init__(self, app: FapiaoApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def screen(self) -> DeskScreen[Any]:
        """The screen on top."""
        assert isinstance(self.app.screen, DeskScreen)
        return self.app.screen

    @property
    def name(self) -> str:
        """Its class name without ``Screen``."""
        return type(self.app.screen).__name__.removesuffix("Screen")

    async def keys(self, *keys: str) -> None:
        """Press keys by Textual's names (a single character types itself), in one burst as a scanner does."""
        for key in keys:
            character = key if len(key) == 1 else None
            self.app.post_message(events.Key(_NAMES.get(key, key), character))
        await self.settled()

    async def settled(self) -> None:
        """Wait until every widget has worked off what it had been sent, and the screen is drawn."""
        await self.pilot._wait_for_screen()
        self.app.screen._on_timer_update()

    async def type(self, text: str) -> None:
        """Type a text."""
        await self.keys(*text)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until ``condition`` holds."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if condition():
                await self.settled()
                return
            await self.pilot.pause(_STEP)
        raise AssertionError(f"never came; on {self.name}:\n{self.text()}")

    async def shows(self, name: str) -> None:
        """Wait for a screen to be drawn."""
        await self.until(lambda: self.name == name and self.screen.drawn)

    async def calm(self) -> None:
        """Let 300 ms pass since the last Enter, as a person does."""
        self.app.desk.last_enter -= 1

    async def scan(self, payload: str) -> None:
        """A keyboard-wedge scan: the payload, then Enter."""
        await self.calm()
        await self.type(payload)
        await self.keys("enter")

    async def enter(self, text: str = "") -> None:
        """Type, wait a moment, press Enter."""
        await self.type(text)
        await self.calm()
        await self.keys("enter")

    async def sign_in(self, name: str = "zhangmin") -> None:
        """Sign in and see home."""
        await self.until(lambda: self.app.desk.is_open)
        await self.type(name)
        await self.keys("enter")
        await self.type(PASSWORD)
        await self.keys("enter")
        await self.shows("Home")

    def lines(self) -> list[str]:
        """The screen's rows as text."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        rows = ["".join(segment.text for segment in strip) for strip in strips[:height]]
        assert all(row for row in rows) or width
        return [row.rstrip() for row in rows]

    def text(self) -> str:
        """The whole screen as text."""
        return "\n".join(self.lines())


@asynccontextmanager
async def driving(
    services: Services,
    size: tuple[int, int] = (80, 24),
    *,
    theme: str = "",
    language: str = "",
    training: bool = False,
    opens: Callable[[], Services] | None = None,
) -> AsyncIterator[Driver]:
    """Run the app on ``services``; ``opens`` opens them some other way."""
    app = FapiaoApp(
        opens or (lambda: services), services.desk, services.log, training=training, theme=theme, language=language
    )
    async with app.run_test(size=size) as pilot:
        yield Driver(app, pilot)
