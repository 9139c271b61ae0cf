"""The pages of an OFD: their size, and their layers in the order in which they are laid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fapiao.errors import UnreadableFile
from fapiao.said import say
from ofd.node import Node
from ofd.package import ENTRY, Package, folder
from printing.ofd.limits import PAGES
from printing.ofd.refused import CURE
from printing.ofd.resources import Resources
from printing.ofd.unknown import Unknown
from printing.ofd.values import Box, box

_A4 = Box(0, 0, 210, 297)
_SMALLEST, _LARGEST = 1.0, 2000.0
_LAYERS = {"Background": 0, "Body": 1, "Foreground": 2}
_PARTS = frozenset({"Area", "Template", "PageRes", "Content", "Actions"})


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer with the resources that its file may use."""

    node: Node
    resources: Resources


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``box`` is the paper in millimetres."""

    id: str
    number: int
    box: Box
    layers: tuple[Layer, ...]
    resources: Resources


@dataclass(slots=True)
class Document:
    """One document of the package (an invoice file holds one)."""

    package: Package
    unknown: Unknown
    path: str = ""
    root: Node = field(default_factory=lambda: Node("Document"))
    body: Node = field(default_factory=lambda: Node("DocBody"))
    resources: Resources = field(init=False)

    def __post_init__(self) -> None:
        entry = self.package.require(ENTRY)
        bodies = self.package.tree(entry).all("DocBody")
        if not bodies:
            raise UnreadableFile(say("OFD 里没有文档"), CURE)
        if len(bodies) > 1:
            self.unknown.add(say("多个文档"))
        self.body = bodies[0]
        self.path = self.package.require(self.body.get("DocRoot"), folder(entry))
        self.root = self.package.tree(self.path)
        common = self.root.child("CommonData") or Node("CommonData")
        self.resources = Resources(self.package, self.unknown, common.get("DefaultCS"))
        self.resources.add([*common.all("PublicRes"), *common.all("DocumentRes")], folder(self.path))

    def pages(self) -> Iterator[Page]:
        """Yield the pages in order. Raises UnreadableFile for a page that is named and not there."""
        listed = self.root.all("Pages", "Page")
        if not listed:
            raise UnreadableFile(say("OFD 里没有页面"), CURE)
        if len(listed) > PAGES:
            raise UnreadableFile(say("OFD 的页面超过 {pages} 页", pages=PAGES), CURE)
        for number, entry in enumerate(listed, 1):
            name = self.package.require(entry.attribute("BaseLoc"), folder(self.path))
            tree = self.package.tree(name)
            resources = self._resources(tree, name)
            yield Page(entry.attribute("ID"), number, self._box(tree), tuple(self._layers(tree, resources)), resources)

    def _resources(self, tree: Node, name: str) -> Resources:
        for child in tree.children:
            if child.name not in _PARTS:
                self.unknown.add(say("页面元素 {name}", name=child.name))
        return self.resources.own(tree.all("PageRes"), folder(name))

    def _box(self, tree: Node) -> Box:
        for text in (
            tree.get("Area", "PhysicalBox"),
            self.root.get("CommonData", "PageArea", "PhysicalBox"),
        ):
            found = box(text)
            if found is not None:
                if not all(_SMALLEST <= side <= _LARGEST for side in found[2:]):
                    raise UnreadableFile(say("OFD 的页面尺寸不可用"), CURE)
                return found
        return _A4

    def _layers(self, tree: Node, resources: Resources) -> Iterator[Layer]:
        """Yield templates laid under, the page's own layers, templates laid over."""
        over: list[Layer] = []
        for reference in tree.all("Template"):
            layers = self._template(reference.attribute("TemplateID"))
            if reference.attribute("ZOrder", "Background") == "Foreground":
                over += layers
            else:
                yield from layers
        yield from _sorted(tree, resources)
        yield from over

    def _template(self, wanted: str) -> list[Layer]:
        for entry in self.root.all("CommonData", "TemplatePage"):
            if entry.attribute("ID") == wanted:
                name = self.package.require(entry.attribute("BaseLoc"), folder(self.path))
                tree = self.package.tree(name)
                return _sorted(tree, self._resources(tree, name))
        self.unknown.add(say("模板 {wanted}（文件里没有）", wanted=wanted))
        return []


def _sorted(tree: Node, resources: Resources) -> list[Layer]:
    layers = [Layer(node, resources) for node in tree.all("Content", "Layer")]
    return sorted(layers, key=lambda layer: _LAYERS.get(layer.node.attribute("Type", "Body"), 1))
