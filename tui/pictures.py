"""A screen as SVG whose cells are in line: each run of text as wide as its cells, Chinese included."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

if TYPE_CHECKING:
    from textual.app import App

_RUN = re.compile(r'textLength="([\d.]+)"([^>]*)>([^<]*)</text>')


def picture_of(app: App[Any], title: str) -> str:
    """Return the screen that ``app`` shows now as an SVG document."""
    return _RUN.sub(_in_cells, app.export_screenshot(title=title))


def _in_cells(run: re.Match[str]) -> str:
    """Widen a run: Rich gives it the width of its characters, and a Chinese one fills two cells."""
    length, attributes, escaped = run.groups()
    text = html.unescape(escaped)
    width = float(length) * cell_len(text) / max(len(text), 1)
    return f'textLength="{width:g}"{attributes}>{escaped}</text>'
