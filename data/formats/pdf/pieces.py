"""Characters of a PDF page as pieces of text: joined by object, font and advance, seals and watermarks left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.formats.face.runs import Rule, Run, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.formats.pdf.glyphs import Glyph

_BREAK = 0.75
"""Of a letter's size: a gap in one text object from which on it is two pieces."""
_SEAL = re.compile(r"[监章]|税务|总局|统一发票|非真实")
"""Words of a 监制章, a 发票专用章, a seal that says it is a sample."""
_SEAL_WIDTH = 12.0
"""Millimetres between characters of one seal."""
_SEAL_ALONE = re.compile(r"(?:全国)?统一发票监制章?|国家税务总局(?:.{2,8}税务局)?(?:监制)?|.{2,20}发票专用章|监制章?")
_LABEL = re.compile(r"发票(?:代码|号码)|开票日期|价税合计|合\s*计|普通发票|专用发票|客票|销售统一发票")


@dataclass(frozen=True, slots=True)
class _Piece:
    run: Run
    is_red: bool


def pieces_of(glyphs: Sequence[Glyph], rules: Sequence[Rule] = ()) -> list[Run]:
    """Return the pieces of text of a page in reading order; characters that do not stand upright are left out."""
    found = _pieces([g for g in glyphs if g.upright])
    return joined((piece.run for piece in _without_seals(found)), rules)


def _pieces(glyphs: Sequence[Glyph]) -> list[_Piece]:
    """Cut the characters of each text object where a gap, another line or another colour begins."""
    groups: list[list[Glyph]] = []
    for glyph in glyphs:
        if groups and _goes_on(groups[-1][-1], glyph):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    split = [part for group in groups for part in _at_blanks(group)]
    return [_Piece(_run(group), group[0].is_red) for group in split]


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    size = max(before.size, 0.1)
    gap = glyph.x0 - before.x1
    same = glyph.owner == before.owner and glyph.is_red == before.is_red
    return same and abs(glyph.baseline - before.baseline) < 0.2 * size and -0.5 * size < gap < _BREAK * size


def _at_blanks(group: list[Glyph]) -> list[list[Glyph]]:
    """Cut where blanks take as much room as a gap would."""
    parts: list[list[Glyph]] = [[]]
    blanks: list[Glyph] = []
    for glyph in group:
        if glyph.text.isspace():
            blanks.append(glyph)
            continue
        if blanks and parts[-1]:
            if blanks[-1].x1 - blanks[0].x0 >= _BREAK * glyph.size:
                parts.append([])
            else:
                parts[-1] += blanks
        blanks = []
        parts[-1].append(glyph)
    return [part for part in parts if part]


def _run(group: Sequence[Glyph]) -> Run:
    """Return the run; its height is the font's size about the usual place, since fonts state odd ascents."""
    size = max(g.size for g in group)
    baseline = group[0].baseline
    box = (group[0].x0, baseline - 0.85 * size, max(g.x1 for g in group), baseline + 0.15 * size)
    return Run("".join(g.text for g in group), *box, tuple(g.x1 for g in group))


def _without_seals(pieces: list[_Piece]) -> list[_Piece]:
    """Leave out red text that belongs to a seal by what it says, and a seal's words in whatever colour."""
    red = [p for p in pieces if p.is_red and not _LABEL.search(p.run.text)]
    sealed: set[int] = set()
    for cluster in _clusters(red):
        if _SEAL.search("".join(p.run.text for p in cluster)):
            sealed |= {id(p) for p in cluster}
    return [p for p in pieces if id(p) not in sealed and not _SEAL_ALONE.fullmatch("".join(p.run.text.split()))]


def _clusters(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Return groups of pieces that lie near each other."""
    left, found = list(pieces), []
    while left:
        cluster = [left.pop()]
        for member in cluster:
            near = [p for p in left if _distance(p.run, member.run) < _SEAL_WIDTH]
            left = [p for p in left if p not in near]
            cluster += near
        found.append(cluster)
    return found


def _distance(a: Run, b: Run) -> float:
    across = max(a.x0 - b.x1, b.x0 - a.x1, 0.0)
    down = max(a.y0 - b.y1, b.y0 - a.y1, 0.0)
    return max(across, down)
