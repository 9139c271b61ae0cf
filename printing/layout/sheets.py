"""The sheets: how large they are, where the face lies, where the marks stand."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fapiao.errors import FaceError
from fapiao.paper import Paper
from fapiao.said import say
from printing.layout.section import Section

_FILE = "papers.toml"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of paper, mm from its top left corner."""

    size: tuple[float, float]
    face: tuple[float, float]
    place: tuple[float, float]
    """Width and height that the face may take."""
    band: tuple[float, float, float, float]
    """Left, top, right, bottom of the marks."""
    cut: float
    """Height of the cut line; 0 = none."""


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A PDF and the sheet of each of its pages."""

    data: bytes
    sheets: tuple[Sheet, ...]


@cache
def _sheets() -> dict[str, Sheet]:
    table = tomllib.loads(files("printing.layout").joinpath(_FILE).read_text(encoding="utf-8"))
    found = {}
    for name in table:
        section = Section(_FILE, name, table[name])
        left, top, right, bottom = section.numbers("band", 4)
        found[name] = Sheet(
            size=section.point("size"),
            face=section.point("face"),
            place=section.point("place"),
            band=(left, top, right, bottom),
            cut=section.number("cut"),
        )
        section.done()
    return found


def sheet(paper: Paper) -> Sheet:
    """Return the sheet of ``paper``. Raises FaceError for a paper that no page layout serves."""
    found = _sheets().get(paper.value)
    if found is None:
        raise FaceError(say("没有“{paper}”的版式", paper=paper.label), say("请选择 A4 或卷纸"))
    return found


def whole_sheet() -> Sheet:
    """Return the A4 sheet that is one single place."""
    return _sheets()["a4-whole"]
