"""The vendored font files as ReportLab knows them, with true ToUnicode maps. Loaded only where ReportLab draws."""

import re
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

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


def registered(name: str, path: str) -> VendoredFont:
    """Return the font of the file ``path``, registered with ReportLab as ``name``. Parsing takes some 50 ms."""
    font = VendoredFont(name, path, asciiReadable=0, shapable=False)
    pdfmetrics.registerFont(font)
    return font


def widths(font: VendoredFont) -> dict[int, float]:
    """Return the advance width of every character, in thousandths of the em."""
    parsed = font.face
    return {code: parsed.charWidths.get(code, parsed.defaultWidth) for code in parsed.charToGlyph}
