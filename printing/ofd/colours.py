"""Colours of OFD: RGB, grey and CMYK, by value or out of a palette, with their own opacity."""

from __future__ import annotations

from dataclasses import dataclass

from fapiao.said import say
from ofd.node import Node
from printing.ofd.unknown import Unknown
from printing.ofd.values import number

_OPAQUE = 255.0


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space of the file's resources."""

    kind: str = "RGB"
    bits: int = 8
    palette: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Colour:
    """Red, green, blue, or cyan, magenta, yellow, black: parts of 1, and the opacity."""

    parts: tuple[float, ...] = (0.0, 0.0, 0.0)
    alpha: float = 1.0


BLACK = Colour()
_CHANNELS = {"GRAY": 1, "RGB": 3, "CMYK": 4}


def space(node: Node) -> Space:
    """Return a ``ColorSpace`` resource."""
    bits = int(number(node.attribute("BitsPerComponent", "8")))
    palette = tuple(cv.text for cv in node.all("Palette", "CV"))
    return Space(node.attribute("Type", "RGB").upper(), bits if 1 <= bits <= 16 else 8, palette)


def read(node: Node, spaces: dict[str, Space], default: str, unknown: Unknown) -> Colour:
    """Return a ``FillColor`` or ``StrokeColor``. Patterns and shadings are reported."""
    for child in node.children:
        unknown.add(f"{node.name}/{child.name}")
    found = spaces.get(node.attribute("ColorSpace") or default, Space())
    text = node.attribute("Value")
    if not text and node.attribute("Index"):
        index = int(number(node.attribute("Index")))
        text = found.palette[index] if 0 <= index < len(found.palette) else ""
    values = [_channel(part, found.bits) for part in text.replace(",", " ").split()]
    kind = found.kind if _CHANNELS.get(found.kind) == len(values) or not values else ""
    return Colour(_parts(kind, values, unknown), opacity(node.attribute("Alpha")))


def opacity(text: str) -> float:
    """Return an ``Alpha`` attribute (0 to 255) as a part of 1."""
    return min(max(number(text) / _OPAQUE, 0.0), 1.0) if text else 1.0


def _channel(text: str, bits: int) -> float:
    value = float(int(text[1:9], 16)) if _is_hex(text) else number(text)
    return min(max(value / ((1 << bits) - 1), 0.0), 1.0)


def _is_hex(text: str) -> bool:
    return text.startswith("#") and text[1:].isalnum() and all(c in "0123456789abcdefABCDEF" for c in text[1:])


def _parts(kind: str, values: list[float], unknown: Unknown) -> tuple[float, ...]:
    """Return the parts; a space that the file does not define goes by the number of channels."""
    if not values:
        return (0.0,) * 4 if kind == "CMYK" else (0.0, 0.0, 0.0)
    if len(values) == 1:
        return (values[0],) * 3
    if len(values) in {3, 4}:
        return tuple(values)
    unknown.add(say("{count} 个通道的颜色{kind}", count=len(values), kind=kind))
    return BLACK.parts
