"""Affine matrices as OFD and PDF write them: ``(a, b, c, d, e, f)`` maps x to ``ax + cy + e``, y to ``bx + dy + f``."""

from __future__ import annotations

import math
from typing import NamedTuple

from fapiao.errors import UnreadableFile
from fapiao.said import say
from printing.ofd.refused import CURE
from printing.ofd.values import numbers


class Matrix(NamedTuple):
    """One mapping of the plane."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, after: Matrix) -> Matrix:
        """Return this mapping followed by ``after``."""
        return Matrix(
            self.a * after.a + self.b * after.c,
            self.a * after.b + self.b * after.d,
            self.c * after.a + self.d * after.c,
            self.c * after.b + self.d * after.d,
            self.e * after.a + self.f * after.c + after.e,
            self.e * after.b + self.f * after.d + after.f,
        )

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def flat(self) -> bool:
        """True where it maps the plane onto a line, so that nothing of it can be seen."""
        return abs(self.a * self.d - self.b * self.c) < 1e-12


IDENTITY = Matrix()


def moved(x: float, y: float) -> Matrix:
    """Return a translation."""
    return Matrix(e=x, f=y)


def scaled(x: float, y: float) -> Matrix:
    """Return a scaling."""
    return Matrix(a=x, d=y)


def turned(degrees: float) -> Matrix:
    """Return a turn, clockwise as one sees it where y points down."""
    turn = math.radians(degrees)
    return Matrix(math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn))


def read(text: str) -> Matrix | None:
    """Return a ``CTM`` attribute; None where there is none. Raises UnreadableFile."""
    if not text.strip():
        return None
    parts = numbers(text)
    if len(parts) != 6:
        raise UnreadableFile(say("OFD 里有不成形的变换矩阵"), CURE)
    return Matrix(*parts)
