"""A thin line across the screen; the only frame there is."""

from __future__ import annotations

from textual.widgets import Static


class Rule(Static):
    """One row of ``─``."""

    DEFAULT_CSS = "Rule { height: 1; width: 1fr; color: $dim; }"

    def render(self) -> str:
        """Draw as wide as the screen."""
        return "─" * max(self.size.width, 1)
