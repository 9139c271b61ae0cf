"""What stands on a page before a producer's style makes objects of it: texts with their role, lines, the QR code."""

from __future__ import annotations

from dataclasses import dataclass, field

MAROON = (128, 0, 0)
BLACK = (0, 0, 0)
RED = (230, 20, 20)


@dataclass(frozen=True, slots=True)
class Text:
    """One text; ``x`` is its left end, middle or right end by ``align``, ``y`` its baseline, both in mm."""

    x: float
    y: float
    text: str
    size: float = 9.0
    """In points."""
    align: str = "l"
    role: str = "value"
    """``label``, ``value``, ``title``, ``caption``, ``date`` or ``cell``."""
    behind: str = ""
    """A label's value where both may be one object."""
    colour: tuple[int, int, int] = BLACK


@dataclass(slots=True)
class Sheet:
    """One page in mm from the top left."""

    width: float
    height: float
    texts: list[Text] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    code: str = ""
    """QR payload, and where it is drawn."""
    code_at: tuple[float, float] = (6.5, 6.0)
    seal_at: tuple[float, float] = (0.0, 0.0)
    """Middle of the 监制章; 0, 0 = none."""

    def add(self, x: float, y: float, text: str, size: float = 9.0, align: str = "l", role: str = "value") -> None:
        """Put a text on the page."""
        colour = MAROON if role in {"label", "title", "caption"} else BLACK
        if text:
            self.texts.append(Text(x, y, text, size, align, role, "", colour))

    def pair(
        self, x: float, y: float, label: str, value: str, at: float, *, role: str = "value", size: float = 9.0
    ) -> None:
        """Put a label and the value behind it on the page; ``at`` is where the value begins."""
        self.texts.append(Text(x, y, label, 9.0, "l", "label", value, MAROON))
        if value:
            self.texts.append(Text(at, y, value, size, "l", role if role != "value" else "paired", "", BLACK))
