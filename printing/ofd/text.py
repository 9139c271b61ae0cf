"""TextObject: every character at its own place, in rows where the places are those that the font would give."""

from __future__ import annotations

from fapiao.errors import MissingGlyph
from ofd.node import Node
from printing.ofd.colours import BLACK
from printing.ofd.matrix import Matrix, moved, scaled, turned
from printing.ofd.resources import FontEntry
from printing.ofd.scene import Scene, Under
from printing.ofd.sink import Paint, Run
from printing.ofd.style import Style
from printing.ofd.textcodes import Placed, placed
from printing.ofd.typefaces import Glyph, Typeface
from printing.ofd.values import flag, number

_MM = 72 / 25.4
_BOLD_WEIGHT = 600
_BOLD_STROKE = 0.03
"""Of the em: how much wider a bold letter is drawn where the font has no bold."""
_SLANT = Matrix(c=0.21)
_NEARLY = 0.002
"""Millimetres by which a place may miss the font's own and still stand in the row."""
_TURNS = frozenset({0, 90, 180, 270})


def draw_text(scene: Scene, node: Node, under: Under) -> None:
    """Draw a ``TextObject``. Raises MissingGlyph naming the object where no font has a character."""
    inside = under.object(node)
    entry = under.resources.fonts.get(node.attribute("Font"), FontEntry())
    face = scene.typeface(entry)
    size = number(node.attribute("Size", "0"))
    if size <= 0 or inside.matrix.flat:
        return
    reading = _turn(scene, node, "ReadDirection")
    characters = list(placed(node, lambda c: _glyph(scene, node, face, c).advance * size, reading, scene.unknown))
    scene.budget.take(characters=len(characters))
    shape = _shape(scene, node, entry, size)
    runs = _rows(scene, node, face, [c for c in characters if _on_paper(scene, inside, c, size)], shape, inside, size)
    bold = entry.bold or number(node.attribute("Weight", "400")) >= _BOLD_WEIGHT
    paint, outline = _paint(node, inside, bold=bold, size=size)
    with scene.around(node, under, inside, boundary=False):
        scene.sink.text(runs, size * _MM, paint, outline)


def _rows(
    scene: Scene, node: Node, face: Typeface, characters: list[Placed], shape: Matrix, inside: Under, size: float
) -> list[Run]:
    found: list[Run] = []
    expected, font, straight = (0.0, 0.0), "", shape == scaled(size, -size)
    for character, x, y, glyph_id in characters:
        glyph = _glyph(scene, node, face, character, glyph_id)
        plain = straight and glyph.wide == 1 and not glyph.shift
        follows = found and plain and glyph.font == font and _close(expected, (x, y))
        if follows:
            found[-1] = found[-1]._replace(text=found[-1].text + glyph.text)
        else:
            own = scaled(glyph.wide, 1).then(moved(glyph.shift, 0)).then(shape)
            found.append(Run(glyph.font, glyph.text, own.then(moved(x, y)).then(inside.matrix)))
        # Rounding must not add up along a row, so the next place is reckoned from the row's first.
        expected = (expected[0] if follows else x) + glyph.advance * size, y
        font = glyph.font if plain else ""
    return found


def _close(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) < _NEARLY and abs(a[1] - b[1]) < _NEARLY


def _glyph(scene: Scene, node: Node, face: Typeface, character: str, glyph_id: int | None = None) -> Glyph:
    try:
        return face.glyph(character, glyph_id, "")
    except MissingGlyph:
        raise MissingGlyph(character, scene.name_of(node)) from None


def _shape(scene: Scene, node: Node, entry: FontEntry, size: float) -> Matrix:
    """Return the way from the em (y up) to the space of the object (y down): slant, width, size, turn."""
    slant = _SLANT if entry.italic or flag(node.attribute("Italic"), default=False) else Matrix()
    wide = number(node.attribute("HScale", "1")) or 1.0
    turn = _turn(scene, node, "CharDirection")
    found = slant.then(scaled(size * wide, -size))
    return found.then(turned(turn)) if turn else found


def _turn(scene: Scene, node: Node, attribute: str) -> int:
    turn = int(number(node.attribute(attribute, "0")))
    if turn not in _TURNS:
        scene.unknown.add(f"{attribute} {turn}")
    return turn


def _on_paper(scene: Scene, inside: Under, character: Placed, size: float) -> bool:
    """Tell whether any of a character can be seen: some writers leave text beside the page."""
    margin = 2 * size * max(map(abs, inside.matrix[:4]))
    x, y = inside.matrix.apply(character.x, character.y)
    return -margin <= x <= scene.paper.width + margin and -margin <= y <= scene.paper.height + margin


def _paint(node: Node, inside: Under, *, bold: bool, size: float) -> tuple[Paint, float]:
    """Return the colours, and how wide outlines are drawn in points."""
    style: Style = inside.style
    fill = (style.fill or BLACK) if flag(node.attribute("Fill"), default=True) else None
    stroke = style.stroke if flag(node.attribute("Stroke"), default=False) else None
    grown = (abs(inside.matrix.a * inside.matrix.d - inside.matrix.b * inside.matrix.c)) ** 0.5
    if bold and stroke is None:
        return Paint(fill, fill, inside.alpha), _BOLD_STROKE * size * grown
    return Paint(fill, stroke, inside.alpha), style.line_width * grown
