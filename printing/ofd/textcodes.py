"""The characters of a TextObject, each with its place: TextCode, DeltaX, DeltaY, CGTransform (GB/T 33190 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from fapiao.said import say
from ofd.node import Node
from printing.ofd.unknown import Unknown
from printing.ofd.values import deltas, number, numbers

_BREAKS = str.maketrans("", "", "\r\n")
_ATTRIBUTES = frozenset({"X", "Y", "DeltaX", "DeltaY"})


class Placed(NamedTuple):
    """One character, where its baseline begins, and the glyph number that the file asks for."""

    character: str
    x: float
    y: float
    glyph: int | None


def text_of(node: Node) -> str:
    """Return the text of a ``TextCode``, without the line breaks and their indentation that an XML writer put around it."""
    text = node.text
    begins, ends = len(text) - len(text.lstrip()), len(text.rstrip())
    if not {"\r", "\n"}.isdisjoint(text[:begins]):
        text, ends = text[begins:], ends - begins
    if not {"\r", "\n"}.isdisjoint(text[max(ends, 0) :]):
        text = text.rstrip()
    return text.translate(_BREAKS)


def placed(node: Node, advance: Callable[[str], float], reading: int, unknown: Unknown) -> Iterator[Placed]:
    """Yield the characters of a ``TextObject``.

    ``advance`` measures a character where the file gives no distances at all; the text then runs in the direction
    ``reading`` (degrees clockwise).
    """
    codes = node.all("TextCode")
    glyphs = [_glyphs(part, unknown) for part in _transforms(node, codes)]
    x = y = 0.0
    for code, wanted in zip(codes, glyphs, strict=True):
        for attribute in code.own.keys() - _ATTRIBUTES:
            unknown.add(f"TextCode@{attribute}")
        text = text_of(code)
        x = number(code.attribute("X")) if code.attribute("X") else x
        y = number(code.attribute("Y")) if code.attribute("Y") else y
        for index, ((dx, dy), character) in enumerate(zip(_steps(code, text, advance, reading), text, strict=True)):
            yield Placed(character, x + dx, y + dy, wanted.get(index))


def _steps(code: Node, text: str, advance: Callable[[str], float], reading: int) -> Iterator[tuple[float, float]]:
    """Yield how far each character stands from the first."""
    gaps = max(len(text) - 1, 0)
    right, down = deltas(code.attribute("DeltaX"), gaps), deltas(code.attribute("DeltaY"), gaps)
    if right is None and down is None:
        turn_x, turn_y = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}.get(reading, (1, 0))
        widths = [advance(character) for character in text[:gaps]]
        right, down = [turn_x * w for w in widths], [turn_y * w for w in widths]
    x = y = 0.0
    for index in range(len(text)):
        if index:
            x += right[index - 1] if right else 0.0
            y += down[index - 1] if down else 0.0
        yield x, y


def _transforms(node: Node, codes: list[Node]) -> list[list[Node]]:
    """Return the ``CGTransform`` elements of each ``TextCode``: those before it; all of them where it is the only one."""
    if len(codes) == 1:
        return [node.all("CGTransform")]
    found: list[list[Node]] = []
    waiting: list[Node] = []
    for child in node.children:
        if child.name == "CGTransform":
            waiting.append(child)
        elif child.name == "TextCode":
            found.append(waiting)
            waiting = []
    return found


def _glyphs(transforms: list[Node], unknown: Unknown) -> dict[int, int]:
    """Return position -> glyph number. Several characters in one glyph, or one in several, are reported."""
    found: dict[int, int] = {}
    for node in transforms:
        first = int(number(node.attribute("CodePosition", "0")))
        numbers_ = [int(value) for value in numbers(node.get("Glyphs"))]
        if int(number(node.attribute("CodeCount", "1"))) != len(numbers_):
            unknown.add(say("CGTransform（字数与字形数不同）"))
            continue
        found |= dict(enumerate(numbers_, first))
    return found
