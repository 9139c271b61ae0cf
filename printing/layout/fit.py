"""Text into a place of given width and height: first smaller, then on more lines, never cut."""

from typing import NamedTuple

from fapiao.errors import FaceError
from fapiao.said import say
from printing.fonts import chain
from printing.layout.breaks import carried
from printing.layout.display import MM_PER_POINT

LEADING = 1.12
"""Line pitch as a share of the size where a text needs several lines."""
SMALLEST = 4.0
"""Points; below this nothing is legible, so the paper is refused instead."""


class Fitted(NamedTuple):
    """How a text goes into its place."""

    size: float
    """Points."""
    lines: tuple[str, ...]

    @property
    def pitch(self) -> float:
        """Distance of the baselines, mm."""
        return self.size * LEADING * MM_PER_POINT

    @property
    def height(self) -> float:
        """Height of all lines, mm."""
        return self.size * MM_PER_POINT + (len(self.lines) - 1) * self.pitch


def wrap(text: str, style: str, size: float, width: float) -> tuple[str, ...]:
    """Break ``text`` at newlines and where :mod:`~printing.layout.breaks` allows, so that no line is wider than ``width`` mm."""
    room = width / MM_PER_POINT / size * 1000 + 0.01
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for character in paragraph:
            step = chain.advance(style, character)
            if line and used + step > room:
                keep = len(line) - carried(line, character)
                used = sum(chain.advance(style, c) for c in line[keep:])
                if used + step > room:
                    keep, used = len(line), 0.0
                lines.append(line[:keep])
                line = line[keep:]
            line += character
            used += step
        lines.append(line)
    return tuple(lines)


def fit(
    text: str,
    style: str,
    sizes: tuple[float, ...],
    width: float,
    height: float,
    field: str,
    *,
    wrap_first: bool = False,
) -> Fitted:
    """Put ``text`` into ``width`` x ``height`` mm.

    On one line at the largest of ``sizes`` that fits, else wrapped at the smallest; with ``wrap_first`` wrapped at the
    largest size that fits the height. If that is not enough, smaller still. Raises MissingGlyph naming ``field``, or
    FaceError where not even the smallest legible size fits.
    """
    chain.check(text, style, field)
    if wrap_first or "\n" in text:
        tried = sizes
    else:
        natural = chain.width(text, style, 1) * MM_PER_POINT
        for size in sizes:
            if natural * size <= width + 0.01:
                return Fitted(size, (text,))
        tried = sizes[-1:]
    smaller = [sizes[-1] - step / 2 for step in range(1, 20) if sizes[-1] - step / 2 >= SMALLEST]
    for size in (*tried, *smaller):
        fitted = Fitted(size, wrap(text, style, size, width))
        if fitted.height <= height + 0.01:
            return fitted
    raise FaceError(say("“{field}”太长，版面放不下", field=field), say("未打印；请打印原始版式文件"))
