"""What the drawing of any object may use, and under what it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from PIL import Image

from fapiao.said import say
from ofd.node import Node
from ofd.package import Package
from printing.ofd import colours, matrix, paths
from printing.ofd.budget import Budget
from printing.ofd.embedded import Embedded, Slots
from printing.ofd.matrix import Matrix, moved
from printing.ofd.paths import Segment
from printing.ofd.resources import FontEntry, Resources
from printing.ofd.sink import Sink
from printing.ofd.style import Style
from printing.ofd.typefaces import Typeface, substitute
from printing.ofd.unknown import Unknown
from printing.ofd.values import Box, box

_BLENDS = frozenset({
    "Normal", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge", "ColorBurn", "HardLight", "SoftLight",
    "Difference", "Exclusion", "Hue", "Saturation", "Color", "Luminosity",
})  # fmt: skip
_SLACK = 1.0
"""Millimetres by which an object may stand out of its Boundary: in real files half of a line often does."""


@dataclass(frozen=True, slots=True)
class Under:
    """Under what an object is drawn: the way from its parent's space to the page, and what it inherits."""

    matrix: Matrix
    resources: Resources
    style: Style = field(default_factory=Style)
    alpha: float = 1.0
    depth: int = 0

    def object(self, node: Node) -> Under:
        """Return under what the inside of ``node`` is drawn: its CTM, then its Boundary's corner, then the parent."""
        at = box(node.attribute("Boundary"))
        way = moved(at.x, at.y).then(self.matrix) if at else self.matrix
        own = matrix.read(node.attribute("CTM"))
        return replace(
            self,
            matrix=own.then(way) if own else way,
            style=self.resources.style(node, self.style),
            alpha=self.alpha * colours.opacity(node.attribute("Alpha")),
            depth=self.depth + 1,
        )


@dataclass(slots=True)
class Scene:
    """One page of one file being drawn."""

    sink: Sink
    package: Package
    unknown: Unknown
    budget: Budget
    slots: Slots
    name_of: Callable[[Node], str]
    """What a text object is called, for a message."""
    paper: Box
    """The page in points; text that lies wholly beside it is left out."""
    _faces: dict[FontEntry, Typeface] = field(default_factory=dict)
    pictures: dict[str, Image.Image | None] = field(default_factory=dict)

    def typeface(self, entry: FontEntry) -> Typeface:
        """Return what draws a font of the file."""
        if entry not in self._faces:
            instead = substitute(entry)
            self._faces[entry] = instead
            if entry.file is not None:
                own = Embedded(self.package.members[entry.file], self.slots, instead, self.unknown)
                if own.usable:
                    self._faces[entry] = own
        return self._faces[entry]

    @contextmanager
    def around(self, node: Node, parent: Under, inside: Under, *, boundary: bool) -> Iterator[None]:
        """Draw what is within under the blend mode and the clips of ``node``, and inside its Boundary where asked."""
        blend = node.attribute("BlendMode")
        if blend and blend not in _BLENDS:
            self.unknown.add(say("混合模式 {blend}", blend=blend))
        clips = [self._clip(clip, inside) for clip in node.all("Clips", "Clip")]
        edge = box(node.attribute("Boundary")) if boundary else None
        if edge is not None and edge.width >= 0 and edge.height >= 0:
            grown = Box(edge.x - _SLACK, edge.y - _SLACK, edge.width + 2 * _SLACK, edge.height + 2 * _SLACK)
            clips.append(paths.mapped(paths.rectangle(grown), parent.matrix))
        with self.sink.state(blend=blend if blend in _BLENDS and blend != "Normal" else "", clips=clips):
            yield

    def _clip(self, clip: Node, inside: Under) -> list[Segment]:
        """Return the areas of one clip as one path: what lies in any of them shows."""
        found: list[Segment] = []
        for area in clip.children:
            way = (matrix.read(area.attribute("CTM")) or Matrix()).then(inside.matrix)
            if area.name != "Area" or area.attribute("DrawParam"):
                self.unknown.add(say("裁剪 {name}", name=area.name))
            for path in area.children:
                if path.name != "Path":
                    self.unknown.add(say("裁剪 {name}", name=path.name))
                    continue
                space = replace(inside, matrix=way).object(path)
                segments = paths.read(path.get("AbbreviatedData"), self.unknown)
                self.budget.take(segments=len(segments))
                found += paths.mapped(segments, space.matrix)
        return found
