"""A screen with one list: the four keys that move in it."""

from __future__ import annotations

from typing import Any

from screens.base import DeskScreen
from screens.keys import key
from screens.widgets.paged_list import PagedList


class ListScreen(DeskScreen[None]):
    """Subclasses make ``_list`` before they are shown, and show what is selected in ``moved``."""

    _list: PagedList[Any]

    def moved(self) -> None:
        """Show what belongs to the line that is selected now."""

    @key("up")
    def press_up(self) -> None:
        """Cursor up."""
        self._list.move(-1)
        self.moved()

    @key("down")
    def press_down(self) -> None:
        """Cursor down."""
        self._list.move(1)
        self.moved()

    @key("page_up")
    def press_page_up(self) -> None:
        """A screenful up."""
        self._list.page(-1)
        self.moved()

    @key("page_down")
    def press_page_down(self) -> None:
        """A screenful down."""
        self._list.page(1)
        self.moved()
