"""The objects of a page, drawn in their order: text, paths, pictures, composites, blocks of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from fapiao.errors import UnreadableFile
from fapiao.said import say
from ofd.node import Node
from printing.ofd import paths
from printing.ofd.colours import BLACK
from printing.ofd.limits import NESTING
from printing.ofd.picture import draw_picture
from printing.ofd.refused import CURE
from printing.ofd.scene import Scene, Under
from printing.ofd.sink import Paint
from printing.ofd.text import draw_text
from printing.ofd.values import flag

_ATTRIBUTES = frozenset({
    "ID", "Name", "Tag", "Boundary", "Visible", "CTM", "DrawParam", "Alpha", "BlendMode",
    "LineWidth", "Cap", "Join", "MiterLimit", "DashOffset", "DashPattern",
})  # fmt: skip
_CHILDREN = frozenset({"Actions", "Clips", "FillColor", "StrokeColor"})
_KINDS = {
    "TextObject": (
        {"Font", "Size", "Stroke", "Fill", "HScale", "ReadDirection", "CharDirection", "Weight", "Italic"},
        {"CGTransform", "TextCode"},
    ),
    "PathObject": ({"Stroke", "Fill", "Rule"}, {"AbbreviatedData"}),
    "ImageObject": ({"ResourceID", "Substitution", "ImageMask"}, set[str]()),
    "CompositeObject": ({"ResourceID"}, set[str]()),
}
"""Object -> attributes and children that it may have beyond those of all objects, and that are drawn here."""
_RULES = {"": False, "NonZero": False, "Even-Odd": True, "EvenOdd": True}


def draw_objects(scene: Scene, nodes: Iterable[Node], under: Under) -> None:
    """Draw ``nodes`` one over the other; what is none of the known objects is reported."""
    if under.depth > NESTING:
        raise UnreadableFile(say("OFD 的图元嵌套过深，已拒绝"), CURE)
    for node in nodes:
        if not flag(node.attribute("Visible"), default=True):
            continue
        scene.budget.take(objects=1)
        if node.name == "PageBlock":
            draw_objects(scene, node.children, replace(under, depth=under.depth + 1))
        elif node.name in _KINDS:
            _report(scene, node)
            _DRAW[node.name](scene, node, under)
        else:
            scene.unknown.add(say("图元 {name}", name=node.name))


def _report(scene: Scene, node: Node) -> None:
    attributes, children = _KINDS[node.name]
    for attribute in sorted(node.own.keys() - _ATTRIBUTES - attributes):
        scene.unknown.add(f"{node.name}@{attribute}")
    for child in node.children:
        if child.name not in _CHILDREN and child.name not in children:
            scene.unknown.add(f"{node.name}/{child.name}")


def _path(scene: Scene, node: Node, under: Under) -> None:
    inside = under.object(node)
    segments = paths.read(node.get("AbbreviatedData"), scene.unknown)
    scene.budget.take(segments=len(segments))
    style, rule = inside.style, node.attribute("Rule")
    if rule not in _RULES:
        scene.unknown.add(say("填充规则 {rule}", rule=rule))
    paint = Paint(
        # A path is filled with what it is told to be filled with: without a colour its inside stays open.
        style.fill if flag(node.attribute("Fill"), default=False) else None,
        (style.stroke or BLACK) if flag(node.attribute("Stroke"), default=True) else None,
        inside.alpha,
    )
    with scene.around(node, under, inside, boundary=True):
        scene.sink.path(segments, inside.matrix, style, paint, even_odd=_RULES.get(rule, False))


def _composite(scene: Scene, node: Node, under: Under) -> None:
    unit = under.resources.composites.get(node.attribute("ResourceID"))
    if unit is None:
        scene.unknown.add(say("复合图元 {number}（文件里没有）", number=node.attribute("ResourceID")))
        return
    inside = under.object(node)
    with scene.around(node, under, inside, boundary=True):
        for content in unit.all("Content"):
            draw_objects(scene, content.children, inside)


_DRAW: dict[str, Callable[[Scene, Node, Under], None]] = {
    "TextObject": draw_text,
    "PathObject": _path,
    "ImageObject": draw_picture,
    "CompositeObject": _composite,
}
