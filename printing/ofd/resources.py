"""What pages refer to by number: fonts, colour spaces, draw parameters, pictures, composite units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from fapiao.said import say
from ofd.node import Node
from ofd.package import Package, folder
from printing.ofd import colours
from printing.ofd.colours import Colour, Space
from printing.ofd.limits import NESTING
from printing.ofd.style import Style
from printing.ofd.unknown import Unknown
from printing.ofd.values import flag


@dataclass(frozen=True, slots=True)
class FontEntry:
    """A font of the file: its names, and the member that holds its outlines, where one does."""

    names: str = ""
    file: str | None = None
    bold: bool = False
    italic: bool = False


@dataclass(slots=True)
class Resources:
    """All resources one page may use; what its own files define goes over the document's."""

    package: Package
    unknown: Unknown
    default_space: str = ""
    fonts: dict[str, FontEntry] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)
    params: dict[str, Node] = field(default_factory=dict)
    media: dict[str, str | None] = field(default_factory=dict)
    """Number -> member."""
    composites: dict[str, Node] = field(default_factory=dict)

    def add(self, places: Iterable[Node], base: str) -> None:
        """Read the resource files named by ``places`` (``PublicRes``, ``DocumentRes``, ``PageRes``)."""
        for place in places:
            if not place.text.strip():
                continue
            name = self.package.require(place.text, base)
            self._add_file(self.package.tree(name), folder(name))

    def own(self, places: list[Node], base: str) -> Resources:
        """Return a copy with the files of a page or template added; itself where there are none."""
        if not places:
            return self
        copy = Resources(
            self.package, self.unknown, self.default_space, dict(self.fonts), dict(self.spaces), dict(self.params),
            dict(self.media), dict(self.composites),
        )  # fmt: skip
        copy.add(places, base)
        return copy

    def colour(self, node: Node) -> Colour:
        """Return a colour of a page."""
        return colours.read(node, self.spaces, self.default_space, self.unknown)

    def style(self, node: Node, inherited: Style) -> Style:
        """Return the style of an object or layer: what it says, over its draw parameter, over ``inherited``.

        A number that no file defines changes nothing: real files name draw parameters that they do not have.
        """
        chain: list[Node] = []
        param = self.params.get(node.attribute("DrawParam"))
        while param is not None and len(chain) < NESTING:
            chain.append(param)
            param = self.params.get(param.attribute("Relative"))
        if param is not None:
            self.unknown.add(say("循环的绘制参数"))
        for each in (*reversed(chain), node):
            inherited = inherited.over(each, self.colour, self.unknown)
        return inherited

    def _add_file(self, root: Node, base: str) -> None:
        bases = (f"{base}/{root.attribute('BaseLoc').strip('/')}", root.attribute("BaseLoc").lstrip("/"), base)
        for node in root.all("ColorSpaces", "ColorSpace"):
            self.spaces[node.attribute("ID")] = colours.space(node)
        for node in root.all("DrawParams", "DrawParam"):
            self.params[node.attribute("ID")] = node
        for node in root.all("Fonts", "Font"):
            self.fonts[node.attribute("ID")] = FontEntry(
                f"{node.attribute('FontName')} {node.attribute('FamilyName')}",
                self.package.find(node.get("FontFile"), *bases),
                flag(node.attribute("Bold"), default=False),
                flag(node.attribute("Italic"), default=False),
            )
        for node in root.all("MultiMedias", "MultiMedia"):
            self.media[node.attribute("ID")] = self.package.find(node.get("MediaFile"), *bases)
        for node in root.all("CompositeGraphicUnits", "CompositeGraphicUnit"):
            self.composites[node.attribute("ID")] = node
