"""From the bytes of an OFD to PDF pages, one for each of its own and of its size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from threading import Lock

from fapiao.errors import FaceError, UnreadableFile
from fapiao.said import listed, say
from ofd.node import Node
from ofd.package import Package
from ofd.refused import Refused
from printing.ofd import pictures
from printing.ofd.annotations import appearances
from printing.ofd.budget import Budget
from printing.ofd.document import Document, Page
from printing.ofd.embedded import TROUBLE, Slots
from printing.ofd.fieldnames import FieldNames
from printing.ofd.matrix import Matrix, moved, scaled
from printing.ofd.objects import draw_objects
from printing.ofd.paths import mapped, rectangle
from printing.ofd.picture import UPRIGHT
from printing.ofd.refused import CURE, unreadable
from printing.ofd.scene import Scene, Under
from printing.ofd.seals import Stamp, stamps
from printing.ofd.sink import Sink
from printing.ofd.unknown import Unknown
from printing.ofd.values import Box

_MM = 72 / 25.4
_BLEND = "Darken"
"""A seal is ink on the page: its white paper vanishes, and what it covers stays readable."""
_SHOWN = 5
_ONE_AT_A_TIME = Lock()
"""Embedded fonts take names in ReportLab's register, which a second drawing would take for its own."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing; ``unknown`` names what the file holds and the drawing does not show."""

    pdf: bytes
    pages: int
    unknown: tuple[str, ...]


def face(data: bytes) -> bytes:
    """Return the pages as a PDF that shows all of the file.

    Raises UnreadableFile for a damaged file, MissingGlyph for a character that no font has, FaceError naming what this
    program cannot draw.
    """
    drawn = draw(data)
    if drawn.unknown:
        words = listed(drawn.unknown[:_SHOWN])
        raise FaceError(say("OFD 里有本程序不会画的内容：{words}", words=words), say("未打印；请改用重新排版"))
    return drawn.pdf


def draw(data: bytes) -> Drawn:
    """Return the pages as far as they can be drawn. Raises UnreadableFile and MissingGlyph."""
    with _ONE_AT_A_TIME:
        try:
            with Slots() as slots:
                return _draw(data, slots)
        except Refused as refused:
            raise unreadable(refused) from None
        except TROUBLE as error:
            raise UnreadableFile(say("OFD 损坏，无法画出"), CURE) from error


def _draw(data: bytes, slots: Slots) -> Drawn:
    sink, unknown, budget = Sink(), Unknown(), Budget()
    package = Package(data, budget.bytes)
    budget.take(size=package.size)
    document = Document(package, unknown)
    names = FieldNames(document)
    pages, found = list(document.pages()), list(stamps(document))
    scene = Scene(sink, package, unknown, budget, slots, _nameless, pages[0].box)
    for page in pages:
        way = _paper(page.box)
        scene.name_of = partial(_name, names, page)
        scene.paper = Box(0, 0, page.box.width * _MM, page.box.height * _MM)
        sink.begin_page(scene.paper.width, scene.paper.height)
        _draw_page(scene, document, page, way)
        for stamp in found:
            if stamp.page == page.id:
                _draw_stamp(scene, stamp, way)
        sink.end_page()
    return Drawn(sink.finish(), len(pages), unknown.words)


def _name(names: FieldNames, page: Page, node: Node) -> str:
    return say("OFD 第{number}页 {field}", number=page.number, field=names.of(node, page.id))


def _nameless(_: Node) -> str:
    return say("印章")


def _paper(box: Box) -> Matrix:
    """Return the way from a page's millimetres (y down) to points (y up)."""
    return moved(-box.x, -box.y).then(Matrix(_MM, 0, 0, -_MM, 0, box.height * _MM))


def _draw_page(scene: Scene, document: Document, page: Page, way: Matrix) -> None:
    for layer in page.layers:
        style = layer.resources.style(layer.node, Under(way, layer.resources).style)
        draw_objects(scene, layer.node.children, Under(way, layer.resources, style))
    for appearance in appearances(document, page):
        draw_objects(scene, appearance.children, Under(way, page.resources).object(appearance))


def _draw_stamp(scene: Scene, stamp: Stamp, way: Matrix) -> None:
    """Draw the picture of a seal over its whole Boundary, whatever size the seal gives itself."""
    place = moved(stamp.box.x, stamp.box.y).then(way)
    clips = [mapped(rectangle(stamp.clip), place)] if stamp.clip else []
    with scene.sink.state(blend=_BLEND, clips=clips):
        if stamp.kind == "ofd":
            _draw_seal_file(scene, stamp, place)
            return
        picture = pictures.read(stamp.picture, scene.budget, scene.unknown)
        if picture is not None:
            whole = UPRIGHT.then(scaled(stamp.box.width, stamp.box.height)).then(place)
            scene.sink.picture(picture, whole, 1.0)


def _draw_seal_file(scene: Scene, stamp: Stamp, place: Matrix) -> None:
    package = Package(stamp.picture, scene.budget.bytes)
    scene.budget.take(size=package.size)
    document = Document(package, scene.unknown)
    page = next(document.pages())
    fit = moved(-page.box.x, -page.box.y).then(
        scaled(stamp.box.width / page.box.width, stamp.box.height / page.box.height)
    )
    inner = Scene(scene.sink, package, scene.unknown, scene.budget, scene.slots, _nameless, scene.paper)
    _draw_page(inner, document, page, fit.then(place))
