"""Abbreviated path data (GB/T 33190 9.3: M S L Q B A C) as the lines and cubic curves that PDF knows."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from fapiao.errors import UnreadableFile
from fapiao.said import say
from printing.ofd.matrix import Matrix
from printing.ofd.refused import CURE
from printing.ofd.unknown import Unknown
from printing.ofd.values import Box, number

_TOKEN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[^\s,]")
_OPERANDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


class Segment(NamedTuple):
    """One step of a path: ``m`` move, ``l`` line, ``c`` cubic curve, ``h`` close; the points in one row."""

    step: str
    points: tuple[float, ...] = ()


def read(text: str, unknown: Unknown) -> list[Segment]:
    """Return the segments. A command that does not exist is reported, a broken one raises UnreadableFile."""
    tokens = _TOKEN.findall(text)
    found: list[Segment] = []
    at, here = 0, (0.0, 0.0)
    while at < len(tokens):
        command = tokens[at]
        if command not in _OPERANDS:
            unknown.add(say("路径命令 {command}", command=command))
            return []
        wanted = _OPERANDS[command]
        values = [number(token) for token in tokens[at + 1 : at + 1 + wanted]]
        if len(values) < wanted:
            raise UnreadableFile(say("OFD 里有不完整的路径"), CURE)
        if not found and command not in "MS":
            found.append(Segment("m", here))
        found += _segments(command, values, here)
        if wanted:
            here = (values[-2], values[-1])
        at += 1 + wanted
    return found


def rectangle(box: Box) -> list[Segment]:
    """Return the outline of a box."""
    x, y, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    corners = ((right, y), (right, bottom), (x, bottom))
    return [Segment("m", (x, y)), *(Segment("l", corner) for corner in corners), Segment("h")]


def mapped(segments: list[Segment], matrix: Matrix) -> list[Segment]:
    """Return the segments under ``matrix``."""
    return [
        Segment(s.step, tuple(v for i in range(0, len(s.points), 2) for v in matrix.apply(*s.points[i : i + 2])))
        for s in segments
    ]


def _segments(command: str, values: list[float], here: tuple[float, float]) -> list[Segment]:
    if command == "C":
        return [Segment("h")]
    if command in "MS":
        return [Segment("m", tuple(values))]
    if command == "L":
        return [Segment("l", tuple(values))]
    if command == "B":
        return [Segment("c", tuple(values))]
    if command == "Q":
        return [_quadratic(here, values)]
    return _arc(here, values)


def _quadratic(here: tuple[float, float], values: list[float]) -> Segment:
    x0, y0 = here
    x1, y1, x2, y2 = values
    return Segment(
        "c", (x0 + (x1 - x0) * 2 / 3, y0 + (y1 - y0) * 2 / 3, x2 + (x1 - x2) * 2 / 3, y2 + (y1 - y2) * 2 / 3, x2, y2)
    )


def _arc(here: tuple[float, float], values: list[float]) -> list[Segment]:
    """Return an elliptical arc ``rx ry turn large sweep x y`` by the reckoning of SVG's appendix B.2.4."""
    (x0, y0), (rx, ry, turn, large, sweep, x, y) = here, values
    rx, ry = abs(rx), abs(ry)
    if (x0, y0) == (x, y):
        return []
    if rx < 1e-9 or ry < 1e-9:
        return [Segment("l", (x, y))]
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    dx, dy = (x0 - x) / 2, (y0 - y) / 2
    px, py = cos * dx + sin * dy, -sin * dx + cos * dy
    reach = math.hypot(px / rx, py / ry)
    if reach > 1:
        rx, ry = rx * reach, ry * reach
    off = (rx * py) ** 2 + (ry * px) ** 2
    size = math.sqrt(max(0.0, (rx * ry) ** 2 / off - 1)) if off else 0.0
    size = -size if bool(large) == bool(sweep) else size
    cx, cy = size * rx * py / ry, -size * ry * px / rx
    begin = math.atan2((py - cy) / ry, (px - cx) / rx)
    end = math.atan2((-py - cy) / ry, (-px - cx) / rx)
    span = (end - begin) % (2 * math.pi)
    if not sweep:
        span -= 2 * math.pi
    frame = Matrix(cos * rx, sin * rx, -sin * ry, cos * ry, cos * cx - sin * cy + (x0 + x) / 2, 0.0)
    frame = frame._replace(f=sin * cx + cos * cy + (y0 + y) / 2)
    return _curves(frame, begin, span)


def _curves(frame: Matrix, begin: float, span: float) -> list[Segment]:
    """Return the part of the unit circle from ``begin`` over ``span`` as curves of at most a quarter, under a frame."""
    count = max(1, math.ceil(abs(span) / (math.pi / 2) - 1e-9))
    step = span / count
    reach = 4 / 3 * math.tan(step / 4)
    found = []
    for n in range(count):
        a, b = begin + n * step, begin + (n + 1) * step
        points = (
            (math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a)),
            (math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b)),
            (math.cos(b), math.sin(b)),
        )
        found.append(Segment("c", tuple(v for point in points for v in frame.apply(*point))))
    return found
