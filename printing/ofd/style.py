"""How lines and areas are drawn: an object's own attributes over its draw parameter over that of its layer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ofd.node import Node
from printing.ofd.colours import Colour
from printing.ofd.unknown import Unknown
from printing.ofd.values import number, numbers

CAPS = {"Butt": 0, "Round": 1, "Square": 2}
JOINS = {"Miter": 0, "Round": 1, "Bevel": 2}
"""By the numbers that PDF gives them."""


@dataclass(frozen=True, slots=True)
class Style:
    """Lengths in millimetres of the object's own space. A colour of None is the default of the kind of object."""

    line_width: float = 0.353
    cap: int = 0
    join: int = 0
    miter: float = 3.528
    dash: tuple[float, ...] = ()
    dash_offset: float = 0.0
    fill: Colour | None = None
    stroke: Colour | None = None

    def over(self, node: Node, colour: Callable[[Node], Colour], unknown: Unknown) -> Style:
        """Return this style with what ``node`` (an object or a ``DrawParam``) says itself."""
        said: dict[str, Any] = {}
        for attribute, field in (("LineWidth", "line_width"), ("MiterLimit", "miter"), ("DashOffset", "dash_offset")):
            if node.attribute(attribute):
                said[field] = abs(number(node.attribute(attribute)))
        for attribute, field, words in (("Cap", "cap", CAPS), ("Join", "join", JOINS)):
            if word := node.attribute(attribute):
                if word not in words:
                    unknown.add(f"{attribute} {word}")
                said[field] = words.get(word, 0)
        if node.attribute("DashPattern"):
            said["dash"] = _dash(node.attribute("DashPattern"))
        for name, field in (("FillColor", "fill"), ("StrokeColor", "stroke")):
            child = node.child(name)
            if child is not None:
                said[field] = colour(child)
        return replace(self, **said) if said else self


def _dash(text: str) -> tuple[float, ...]:
    lengths = tuple(abs(length) for length in numbers(text))
    return lengths if sum(lengths) > 0 else ()
