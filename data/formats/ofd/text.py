"""The text of an OFD's pages as the child process answered it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.formats.face.runs import Run
from fapiao.errors import UnreadableFile

if TYPE_CHECKING:
    from data.formats.sandbox.parent import Sandbox

_BASELINE = 0.85
"""Part of a letter's size that stands above its baseline."""
_MARGIN = 5.0
"""Millimetres beyond the page within which text still counts as on it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One piece of text with the object it belongs to."""

    run: Run
    baseline: float
    object_id: str
    from_template: bool


@dataclass(frozen=True, slots=True)
class OfdPage:
    """One page."""

    index: int
    id: str
    top: float
    height: float
    placed: tuple[Placed, ...]

    @property
    def runs(self) -> list[Run]:
        """The visible text."""
        low, high = self.top - _MARGIN, self.top + self.height + _MARGIN
        return [p.run for p in self.placed if p.run.text.strip() and low <= p.baseline <= high]


@dataclass(frozen=True, slots=True)
class OfdText:
    """All pages, and the named values of the document."""

    pages: tuple[OfdPage, ...] = ()
    custom: tuple[tuple[str, str], ...] = ()


def read_text(data: bytes, sandbox: Sandbox) -> OfdText:
    """Return the text; nothing where the pages cannot be read, since other layers may still speak."""
    try:
        answer = sandbox.ask(b"o", data)
    except UnreadableFile:
        return OfdText()
    pages = [_page(index, page) for index, page in enumerate(answer.get("pages", ()))]
    return OfdText(tuple(pages), tuple((str(k), str(v)) for k, v in answer.get("custom", {}).items()))


def _page(index: int, page: dict[str, Any]) -> OfdPage:
    placed = [_placed(*run) for run in page["runs"] if all(math.isfinite(v) for v in run[1:5])]
    return OfdPage(index, page["id"], page["top"], page["height"], tuple(placed))


def _placed(text: str, x: float, y: float, size: float, width: float, object_id: str, from_template: bool) -> Placed:  # noqa: FBT001
    run = Run(text, x, y - _BASELINE * size, x + width, y + (1 - _BASELINE) * size)
    return Placed(run, y, object_id, from_template)
