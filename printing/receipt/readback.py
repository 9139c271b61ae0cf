"""An ESC/POS stream read back, byte by byte, by a reader that shares nothing with the composer but the font's dots.

It knows the commands that our receipts use and refuses any other, so a control byte that slipped in from an invoice's
text is found here and not on the paper.
"""

from dataclasses import dataclass, field

import zxingcpp
from PIL import Image

from fapiao.errors import FaceError
from fapiao.said import say
from printing.receipt import glyphs

_SKIPPED = {b"\x1b@": 0, b"\x1c&": 0, b"\x1b2": 0, b"\x1b3": 1, b"\x1ba": 1, b"\x1bd": 1, b"\x1d!": 1}
"""Commands without a picture or text of their own, with the number of their parameters."""
_BAND = {0: 1, 1: 1, 32: 3, 33: 3}
"""Density of ``ESC *`` -> bytes in one column."""


@dataclass(slots=True)
class _Paper:
    lines: list[str] = field(default_factory=list)
    payloads: list[str] = field(default_factory=list)
    line: bytearray = field(default_factory=bytearray)
    bands: list[list[bytes]] = field(default_factory=list)
    stored: bytes = b""
    tall: bool = False


def read(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text, line by line, and the QR payloads of ``data``. Raises FaceError for a byte it does not know."""
    paper = _Paper()
    at = 0
    while at < len(data):
        at = _step(data, at, paper)
    _end_line(paper)
    _end_picture(paper)
    return "\n".join(paper.lines), tuple(paper.payloads)


def _step(data: bytes, at: int, paper: _Paper) -> int:
    head = data[at : at + 2]
    if data[at] == 0x0A:
        _end_line(paper)
        return at + 1
    if data[at] >= 0x20 and data[at] != 0x7F:
        paper.line.append(data[at])
        return at + 1
    if head == b"\x1b*":
        return _band(data, at, paper)
    if head == b"\x1dv":
        return _raster(data, at, paper)
    if head == b"\x1d(":
        return _two_dimensional(data, at, paper)
    if head == b"\x1dV":
        return at + (4 if data[at + 2] in {65, 66} else 3)
    if head in _SKIPPED:
        if head != b"\x1b3":
            _end_picture(paper)
        return at + 2 + _SKIPPED[head]
    raise FaceError(
        say("小票数据第 {at} 字节有未知控制码 {head}", at=at, head=head.hex()), say("未打印；请把此发票报告给管理员")
    )


def _end_line(paper: _Paper) -> None:
    if paper.line:
        _end_picture(paper)
        try:
            paper.lines.append(paper.line.decode("gb18030"))
        except UnicodeDecodeError as error:
            raise FaceError(say("小票文字编码损坏"), say("未打印；请把此发票报告给管理员")) from error
        paper.line.clear()


def _band(data: bytes, at: int, paper: _Paper) -> int:
    """``ESC * m nL nH``: columns of 8 or 24 dots, top dot in the highest bit."""
    deep = _BAND[data[at + 2]]
    columns = data[at + 3] + 256 * data[at + 4]
    body = data[at + 5 : at + 5 + columns * deep]
    for part in range(deep):
        for bit in range(7, -1, -1):
            paper.bands.append([bytes((body[x * deep + part] >> bit) & 1 for x in range(columns))])
    return at + 5 + columns * deep


def _end_picture(paper: _Paper) -> None:
    if paper.bands:
        rows = tuple(band[0] for band in paper.bands)
        paper.bands.clear()
        _picture(rows, paper, deep=2)


def _raster(data: bytes, at: int, paper: _Paper) -> int:
    """``GS v 0 m xL xH yL yH``: rows of bytes, leftmost dot in the highest bit."""
    wide, high = data[at + 4] + 256 * data[at + 5], data[at + 6] + 256 * data[at + 7]
    body = data[at + 8 : at + 8 + wide * high]
    rows = [body[y * wide : (y + 1) * wide] for y in range(high)]
    _picture(tuple(bytes((one >> bit) & 1 for one in row for bit in range(7, -1, -1)) for row in rows), paper)
    return at + 8 + wide * high


def _picture(rows: glyphs.Dots, paper: _Paper, deep: int = 1) -> None:
    text = _text_of(rows)
    if text is not None:
        paper.lines.append(text)
        return
    width = max(map(len, rows))
    picture = Image.frombytes("L", (width, len(rows)), b"".join(row.ljust(width, b"\0") for row in rows))
    picture = picture.point(lambda dot: 0 if dot else 255).resize(
        (width * 2, len(rows) * 2 * deep), Image.Resampling.NEAREST
    )
    paper.payloads += [found.text for found in zxingcpp.read_barcodes(picture)]


def _text_of(rows: glyphs.Dots) -> str | None:
    """Return the line that a picture shows, at the heights that our lines have."""
    for height in (glyphs.HEIGHT, glyphs.IMPACT_HEIGHT):
        for scale in (1, 2):
            size = height * scale
            if size <= len(rows) < size + 8 and not any(map(any, rows[size:])):
                plain = rows[:size:scale]
                for across in (1, 2):
                    text = glyphs.read(tuple(row[::across] for row in plain))
                    if text is not None:
                        return text
    return None


def _two_dimensional(data: bytes, at: int, paper: _Paper) -> int:
    """``GS ( k``: function 80 stores a QR payload, 81 prints it; the others set its size and level."""
    length = data[at + 3] + 256 * data[at + 4]
    body = data[at + 5 : at + 5 + length]
    if data[at + 2 : at + 3] != b"k" or body[:1] != b"1":
        raise FaceError(say("小票数据第 {at} 字节有未知控制码", at=at), say("未打印；请把此发票报告给管理员"))
    if body[1] == 80:
        paper.stored = body[3:]
    elif body[1] == 81:
        paper.payloads.append(paper.stored.decode("utf-8", "replace"))
    return at + 5 + length
