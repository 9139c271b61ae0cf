"""PDFs in the ways of many producers: how a program cuts a page into text objects is what makes it hard to read."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import segno
from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from printing.fonts import __file__ as _fonts
from printing.fonts.canvasfont import registered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scripts.specimens.strokes import Sheet, Text

_CID, _TTF = "STSong-Light", "specimen-song"
_SEAL_WORDS = "全国统一发票监制章"
_OFFICE = "国家税务总局湖北省税务局"


@dataclass(frozen=True, slots=True)
class Style:
    """How one producer writes a page."""

    name: str
    scale: float = 1.0
    inside: bool = False
    """Label and value are one object."""
    single: bool = False
    """Every character is an object."""
    split_dates: bool = False
    """年 月 日 stand apart from the digits."""
    glued: bool = False
    """The figures of a row are one object with blanks between them."""
    quarter: int = 0
    """Quarter turns of a page whose text is turned too."""
    seal: str = ""
    """``text``: red text over the title; ``form``: a form object with text on an oval; empty: none."""
    font: str = _CID
    width: float = 0.0
    """Width of the page in points, the drawing scaled to it; 0 = the sheet's own."""
    loose: bool = False
    """Currency, brackets and blanks are objects of their own, and values stand a little off their labels' line."""
    spaced: float = 0.0
    """Of a letter's size: what stands between characters that are objects of their own."""
    twice: bool = False
    """Every object is drawn again a hair further right, which is how some make bold."""
    order: str = "down"
    """``down``: as laid out; ``labels``: all labels first; ``up``: from the foot upwards."""


STYLES = (
    Style("plain"),
    Style("inside", inside=True, seal="text"),
    Style("single", single=True, order="labels"),
    Style("split-dates", split_dates=True, seal="form"),
    Style("wide", single=True, width=1654.0, split_dates=True),
    Style("rotated", quarter=1, seal="text"),
    Style("glued", glued=True, order="labels", seal="text"),
    Style("browser", scale=188 / 210, inside=True, order="up"),
    Style("embedded", font=_TTF, seal="form", split_dates=True),
    Style("loose", loose=True, seal="text", split_dates=True, order="labels"),
    Style("loose-single", loose=True, single=True, seal="form", scale=240 / 210),
    Style("spaced", single=True, spaced=0.13),
    Style("twice", twice=True, seal="text"),
    Style("twice-single", twice=True, single=True),
    Style("upside", quarter=3, single=True, seal="text"),
)


def pdf_of(sheets: Iterable[Sheet], style: Style) -> bytes:
    """Return a PDF of the sheets in one style. The same sheets give the same bytes."""
    _register()
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1)
    for sheet in sheets:
        _page(canvas, sheet, style)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _register() -> None:
    if _TTF not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_CID))
        registered(_TTF, _fonts.replace("__init__.py", "song.ttf"))


def _page(canvas: Canvas, sheet: Sheet, style: Style) -> None:
    scale = style.width / (sheet.width * mm) if style.width else style.scale
    width, height = sheet.width * mm * scale, sheet.height * mm * scale
    if style.quarter:
        # reportlab itself exchanges width and height of a turned page.
        canvas.setPageSize((width, height))
        canvas.setPageRotation(90 * style.quarter)
        if style.quarter == 1:
            canvas.translate(height, 0)
            canvas.rotate(90)
        else:
            canvas.translate(0, width)
            canvas.rotate(-90)
    else:
        canvas.setPageSize((width, height))
        canvas.setPageRotation(0)
    canvas.scale(scale, scale)
    canvas.setLineWidth(0.7)
    canvas.setStrokeColor(Color(128 / 255, 0, 0))
    for x0, y0, x1, y1 in sheet.rules:
        canvas.line(x0 * mm, _up(sheet, y0), x1 * mm, _up(sheet, y1))
    if sheet.code:
        _code(canvas, sheet)
    if style.seal and sheet.seal_at != (0.0, 0.0):
        _seal(canvas, sheet, style)
    for text in _ordered(_cut(sheet.texts, style), style):
        _draw(canvas, sheet, text, style)


def _up(sheet: Sheet, y: float) -> float:
    return float((sheet.height - y) * mm)


def _code(canvas: Canvas, sheet: Sheet) -> None:
    rows = list(segno.make_qr(sheet.code, error="m").matrix)
    side = 20.0 / len(rows)
    canvas.setFillGray(0)
    x, y = sheet.code_at
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                at = (x + across * side) * mm, _up(sheet, y + (down + 1) * side)
                canvas.rect(*at, side * mm, side * mm, stroke=0, fill=1)


def _seal(canvas: Canvas, sheet: Sheet, style: Style) -> None:
    x, y = sheet.seal_at
    if style.seal == "text":
        canvas.saveState()
        _oval(canvas, x, sheet.height - y + 4, style)
        canvas.restoreState()
        return
    if not canvas.hasForm("seal"):
        canvas.beginForm("seal", 0, 0, 210 * mm, 140 * mm)
        _oval(canvas, 105, 70, style)
        canvas.endForm()
    canvas.saveState()
    canvas.translate((x - 105) * mm, (sheet.height - y - 66) * mm)
    canvas.doForm("seal")
    canvas.restoreState()


def _oval(canvas: Canvas, x: float, y: float, style: Style) -> None:
    """Draw a 监制章 whose words stand upright on an oval, as some producers set them."""
    canvas.setFillColor(Color(0.9, 0.08, 0.08))
    canvas.setStrokeColor(Color(0.9, 0.08, 0.08))
    canvas.ellipse(*(v * mm for v in (x - 15, y - 10, x + 15, y + 10)))
    canvas.setFont(style.font, 7)
    for index, character in enumerate(_SEAL_WORDS):
        angle = math.pi * (1 - index / (len(_SEAL_WORDS) - 1))
        canvas.drawString((x + 12 * math.cos(angle)) * mm, (y + 7 * math.sin(angle)) * mm, character)
    canvas.drawCentredString(x * mm, (y - 1) * mm, _OFFICE)
    canvas.drawCentredString(x * mm, (y - 5) * mm, "监制")


def _cut(texts: Sequence[Text], style: Style) -> list[Text]:
    """Return the texts as the producer's objects."""
    found: list[Text] = []
    rows: dict[float, list[Text]] = {}
    for text in texts:
        if style.inside and text.role == "label" and text.behind:
            found.append(replace(text, text=text.text + text.behind, behind=""))
        elif style.inside and text.role in {"paired", "date"}:
            continue
        elif style.split_dates and text.role == "date":
            found += _apart(text)
        elif style.glued and text.role == "cell" and text.align != "l" and text.text.isascii():
            rows.setdefault(text.y, []).append(text)
        else:
            found.append(text)
    for y, cells in rows.items():
        found += _glued(y, cells)
    return [part for text in found for part in _loosened(text)] if style.loose else found


def _loosened(text: Text) -> list[Text]:
    """Return ¥ apart from its amount, a title's bracket apart from its words, a value 0.4 mm lower than its label."""
    if text.role == "title" and "（" in text.text:
        at = text.text.index("（")
        width = _width(text.text, text.size)
        first = replace(text, x=text.x - width / 2, text=text.text[:at], align="l")
        return [first, replace(first, x=first.x + _width(first.text, text.size), text=text.text[at:])]
    if text.text.startswith("¥"):
        amount = replace(text, text=text.text[1:])
        left = text.x - (_width(amount.text, text.size) if text.align == "r" else -_width("¥", text.size))
        sign = left - _width("¥", text.size) - 1.2 if text.align == "r" else text.x - 0.5
        return [replace(text, x=sign, text="¥", align="l"), replace(amount, x=left, align="l")]
    if text.role in {"paired", "date", "split"}:
        return [replace(text, y=text.y + 0.4)]
    return [text]


def _width(text: str, size: float) -> float:
    """Return the width of a text in mm."""
    return float(pdfmetrics.stringWidth(text, _CID, size) / mm)


def _apart(text: Text) -> list[Text]:
    """Return a date as digits and, as one object with blanks, 年 月 日."""
    year, rest = text.text.split("年")
    month, rest = rest.split("月")
    digits = (year, month, rest.rstrip("日"))
    places = (0.0, 10.5, 18.0)
    size = text.size * 0.3528
    parts = [replace(text, x=text.x + at, text=d, role="split") for at, d in zip(places, digits, strict=True)]
    return [
        *(
            replace(text, x=text.x + at, text=c, role="split")
            for at, c in zip((size * 2.2, 10.5 + size * 1.1, 18 + size * 1.1), "年月日", strict=True)
        ),
        *parts,
    ]


def _glued(y: float, cells: list[Text]) -> list[Text]:
    """Return the figures of one row as one object, blanks filling the columns as a fixed pitch does."""
    cells = sorted(cells, key=lambda t: t.x)
    pitch = 9 * 0.5 * 0.3528
    begins = [t.x - len(t.text) * pitch * (1.0 if t.align == "r" else 0.5) for t in cells]
    line = ""
    for begin, cell in zip(begins, cells, strict=True):
        line = line.ljust(max(round((begin - begins[0]) / pitch), len(line) + bool(line))) + cell.text
    return [replace(cells[0], x=begins[0], y=y, text=line, align="l", size=9.0, role="glued")]


def _ordered(texts: list[Text], style: Style) -> list[Text]:
    if style.order == "labels":
        return sorted(texts, key=lambda t: t.role not in {"label", "title", "caption"})
    return texts[::-1] if style.order == "up" else texts


def _draw(canvas: Canvas, sheet: Sheet, text: Text, style: Style) -> None:
    font = "Courier" if text.role in {"cipher", "glued"} and text.text.isascii() else style.font
    size = text.size / 0.6 * 0.5 if text.role == "glued" else text.size
    canvas.setFillColor(Color(*(c / 255 for c in text.colour)))
    canvas.setFont(font, size)
    width = pdfmetrics.stringWidth(text.text, font, size) + style.spaced * size * sum(
        c.isascii() for c in text.text[:-1]
    )
    x = text.x * mm - {"l": 0.0, "c": width / 2, "r": width}[text.align]
    y = _up(sheet, text.y)
    for shift in (0.0, 0.3) if style.twice else (0.0,):
        _string(canvas, (x + shift, y), text, font, size, style)


def _string(canvas: Canvas, at: tuple[float, float], text: Text, font: str, size: float, style: Style) -> None:
    x, y = at
    if not style.single:
        canvas.drawString(x, y, text.text)
        return
    for character in text.text:
        canvas.drawString(x, y, character)
        x += pdfmetrics.stringWidth(character, font, size) + (style.spaced * size if character.isascii() else 0)
