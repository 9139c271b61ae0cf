"""The vendored font files as ReportLab knows them: parsed once per process, with true ToUnicode maps."""

import re
import struct
from functools import cache
from importlib.resources import files
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from printing.fonts.pack import rare

FACES = {
    "song": "Fapiao Song",
    "kai": "Fapiao Kai",
    "mono": "Fapiao Mono",
    "symbols": "Fapiao Symbols",
    "more": "Fapiao Song More",
}
"""File name (without ``.ttf``) -> family name. ``more`` holds the rest of GBK: the traditional characters."""

_BEYOND_BMP = re.compile(r"> <([0-9A-F]{5,6})>")


class VendoredFont(TTFont):
    """A TTFont whose text extracts rightly beyond the BMP.

    ReportLab writes such a code point as five hex digits into the ToUnicode map, which readers take for another
    character; the map wants UTF-16.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802  (the library's name)
        """Add the font's objects to ``doc``, then mend the maps."""
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                stream.content = _BEYOND_BMP.sub(_as_utf16, stream.content)


def _as_utf16(match: re.Match[str]) -> str:
    return f"> <{chr(int(match[1], 16)).encode('utf-16-be').hex().upper()}>"


def path(name: str) -> str:
    """Return the file of the font ``name``: a key of FACES, or a font of the rare-character pack."""
    return str(rare().get(name) or files("printing.fonts").joinpath(f"{name}.ttf"))


@cache
def face(name: str) -> VendoredFont:
    """Return the font ``name``, registered with ReportLab under that name. Parsing takes some 50 ms, once."""
    font = VendoredFont(name, path(name), asciiReadable=0, shapable=False)
    pdfmetrics.registerFont(font)
    return font


@cache
def widths(name: str) -> dict[int, float]:
    """Return the advance width of every character of ``name``, in thousandths of the em."""
    try:
        parsed = face(name).face
    except (OSError, TTFError, struct.error, IndexError, KeyError):
        # A damaged font of the pack has no characters, which ``doctor`` shows; a vendored one must not be.
        if name in FACES:
            raise
        return {}
    return {code: parsed.charWidths.get(code, parsed.defaultWidth) for code in parsed.charToGlyph}
