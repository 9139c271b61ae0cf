"""ImageObject: a picture on the unit square, laid where its CTM and Boundary say."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image

from fapiao.said import say
from ofd.node import Node
from printing.ofd import pictures
from printing.ofd.matrix import Matrix, scaled
from printing.ofd.scene import Scene, Under
from printing.ofd.values import box

UPRIGHT = Matrix(d=-1.0, f=1.0)
"""PDF has the picture's top at y = 1, OFD at y = 0."""


def draw_picture(scene: Scene, node: Node, under: Under) -> None:
    """Draw an ``ImageObject``. A picture that is not in the file is reported."""
    found = _resource(scene, under, node.attribute("ResourceID"))
    mask = _resource(scene, under, node.attribute("ImageMask")) if node.attribute("ImageMask") else None
    if found is None:
        return
    inside = under.object(node)
    edge = box(node.attribute("Boundary"))
    if not node.attribute("CTM") and edge is not None:
        inside = replace(inside, matrix=scaled(edge.width, edge.height).then(inside.matrix))
    with scene.around(node, under, inside, boundary=True):
        whole = pictures.masked(found, mask) if mask else found
        scene.sink.picture(whole, UPRIGHT.then(inside.matrix), inside.alpha)


def _resource(scene: Scene, under: Under, number: str) -> Image.Image | None:
    member = under.resources.media.get(number)
    if member is None:
        scene.unknown.add(say("图像 {number}（文件里没有）", number=number))
        return None
    if member not in scene.pictures:
        scene.pictures[member] = pictures.read(scene.package.members[member], scene.budget, scene.unknown)
    return scene.pictures[member]
