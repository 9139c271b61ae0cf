"""The simple types of OFD attributes: numbers, boxes, flags, run-length deltas."""

from __future__ import annotations

import re
from typing import NamedTuple

from fapiao.errors import UnreadableFile
from fapiao.said import say
from printing.ofd.refused import CURE

LARGEST = 1e6
"""Millimetres; beyond it lies no page."""
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_LONGEST = 40


class Box(NamedTuple):
    """A rectangle, millimetres from the top left corner of the space it lies in."""

    x: float
    y: float
    width: float
    height: float


def number(text: str) -> float:
    """Return a finite number. Raises UnreadableFile."""
    text = text.strip()
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text) or abs(value := float(text)) > LARGEST:
        raise UnreadableFile(say("OFD 里有不成数的数值"), CURE)
    return value


def numbers(text: str) -> list[float]:
    """Return the numbers of an array."""
    return [number(part) for part in text.replace(",", " ").split()]


def box(text: str) -> Box | None:
    """Return a box with its corner at the top left, even where its width is written negative; None for no text."""
    if not text.strip():
        return None
    parts = numbers(text)
    if len(parts) != 4:
        raise UnreadableFile(say("OFD 里有不成形的区域"), CURE)
    x, y, width, height = parts
    return Box(x, y, width, height)


def flag(text: str, *, default: bool) -> bool:
    """Return a boolean attribute."""
    return text.strip().casefold() in {"true", "1"} if text.strip() else default


def deltas(text: str, gaps: int) -> list[float] | None:
    """Return the distances between ``gaps + 1`` characters; None where none are given.

    ``g n v`` stands for ``v`` n times (GB/T 33190 11.3). What is too short goes on with its last value, as files of 2020
    write ``DeltaX="1.59"`` for a whole number.
    """
    tokens = text.replace(",", " ").split()
    if not tokens:
        return None
    found: list[float] = []
    at = 0
    while at < len(tokens) and len(found) < gaps:
        if tokens[at] == "g":
            if at + 2 >= len(tokens):
                raise UnreadableFile(say("OFD 里的字距不完整"), CURE)
            found += [number(tokens[at + 2])] * min(max(int(number(tokens[at + 1])), 0), gaps - len(found))
            at += 3
        else:
            found.append(number(tokens[at]))
            at += 1
    return found + [found[-1] if found else 0.0] * (gaps - len(found))
