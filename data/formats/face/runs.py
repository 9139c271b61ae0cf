"""Text as it lies on a page: pieces with their boxes in millimetres from the top left."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """One piece of text on one page."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.y0 + self.y1) / 2

    @property
    def centre(self) -> float:
        """Middle of its width: what begins right of it is no part of it, though estimated boxes overlap."""
        return (self.x0 + self.x1) / 2

    @property
    def height(self) -> float:
        """Height of its box."""
        return self.y1 - self.y0

    def beside(self, other: Run) -> bool:
        """Tell whether both stand on one line."""
        return abs(self.middle - other.middle) < max(1.2, min(self.height, other.height) * 0.6)


def reading_order(runs: list[Run]) -> list[list[Run]]:
    """Return the lines from top to bottom, each from left to right."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.middle, r.x0)):
        if lines and run.beside(lines[-1][0]):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [sorted(line, key=lambda r: r.x0) for line in lines]


def text_of(runs: list[Run]) -> str:
    """Return the runs as text in reading order."""
    return "\n".join(" ".join(r.text.strip() for r in line) for line in reading_order(runs))
