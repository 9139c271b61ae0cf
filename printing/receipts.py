"""Receipts as ESC/POS bytes, composed without a printer and always the same for the same job.

What a head lacks goes as a picture: raster where it takes that, columns of pins where it takes those. A head that takes
neither prints its own characters alone, and what it cannot print stops the paper.

python-escpos' Dummy gives symbols and the cut. Text is composed here, because that library's ``text()`` guesses code
pages and drops rare characters (printing.md 3.1), and so are pictures, because its ``image()`` prints to the terminal.
"""

from collections.abc import Sequence
from typing import Any

from fapiao.errors import FaceError
from fapiao.paper import PrinterProfile
from fapiao.ports import FaceJob
from fapiao.stamp import Stamp
from printing import charset, dummyprinter, qr
from printing.glyphs import CELL, HEIGHT, IMPACT_HEIGHT, LINE, Dots, line_dots, tall, wide
from printing.pages import require_complete
from printing.roll import Cut, Part, Printed, Stamped, Symbol, parts
from printing.stampdots import dots_of

_INIT = b"\x1b@"
_CHINESE = b"\x1c&"
_PLAIN, _TALL, _TALL_WIDE = b"\x1d!\x00", b"\x1d!\x01", b"\x1d!\x11"
_CENTRE, _LEFT = b"\x1ba\x01", b"\x1ba\x00"
_FEED = b"\x1bd\x05"
_BAND, _BAND_FEED, _USUAL_FEED = b"\x1b*\x01", b"\x1b3\x10", b"\x1b2"
"""Eight pins at double density, their height as line feed (16/144 inch), and the ordinary feed again."""
_PINS = 8
_DIGITS = bytes.maketrans(b"\0\x01", b"01")

_DOTS_PER_MM = 8
_IMPACT_PIN_MM = 25.4 / 72
_LEAST_SYMBOL = 160
"""Dots; 20 mm at 203 dpi (domain.md 4)."""
_IMPACT_MODULE = (4, 2)
"""Half-dots by pins: nearly square on a 9-pin head."""
_END_MM = 25.0
"""Feed before the cut and the way from head to knife."""
_NO_PICTURES = "未打印；请换一台能画图的打印机"


def compose(job: FaceJob) -> tuple[bytes, float]:
    """Return the ESC/POS bytes of ``job`` and the length of the paper in mm. Raises FaceError."""
    require_complete(job)
    return composed(parts(job, job.profile.columns), job.profile)


def composed(found: Sequence[Part], profile: PrinterProfile) -> tuple[bytes, float]:
    """Return the ESC/POS bytes of ``found`` for a head as ``profile`` says, and their length in mm. Raises FaceError."""
    printer = dummyprinter.new()
    printer._raw(_INIT)  # noqa: SLF001  (the library's documented way to send bytes)
    length = _END_MM
    for part in found:
        length += _part(printer, part, profile)
    return bytes(printer.output), length


def _part(printer: Any, part: Part, profile: PrinterProfile) -> float:
    """Send one part; return its length in mm."""
    if isinstance(part, Printed):
        return _line(printer, part, profile)
    if isinstance(part, Symbol):
        return _symbol(printer, part.payload, profile)
    if isinstance(part, Stamped):
        return _stamp(printer, part.stamp, profile)
    if isinstance(part, Cut):
        _cut(printer, profile)
    return 0.0


def _line(printer: Any, part: Printed, profile: PrinterProfile) -> float:
    text = part.text
    code = charset.encoded(text, profile.charset)
    if code is None:
        if not (profile.raster or profile.bands):
            character = charset.missing(text, profile.charset)
            raise FaceError(f"小票机的字库里没有字符 U+{ord(character):04X}（{part.field}），也不能画图", _NO_PICTURES)
        return _drawn_line(printer, text, part, profile)
    size = _TALL_WIDE if part.wide else _TALL if part.tall else b""
    raw = (_CHINESE if not text.isascii() else b"") + code
    printer._raw(size + raw + b"\n" + (_PLAIN if size else b""))  # noqa: SLF001
    return (LINE + HEIGHT if part.tall else LINE) / _DOTS_PER_MM


def _drawn_line(printer: Any, text: str, part: Printed, profile: PrinterProfile) -> float:
    dots = line_dots(text, HEIGHT if profile.raster else IMPACT_HEIGHT)
    if part.wide:
        dots = wide(dots)
    if part.tall:
        dots = tall(dots)
    if profile.raster:
        blank = bytes(len(dots[0]))
        dots = (*dots, *(blank for _ in range(LINE - HEIGHT)))
    return _picture(printer, dots, profile)


def _picture(printer: Any, dots: Dots, profile: PrinterProfile) -> float:
    width = min(len(dots[0]), profile.columns * CELL)
    rows = [row[:width] for row in dots]
    printer._raw(_raster(rows) if profile.raster else _columns(rows))  # noqa: SLF001
    return len(rows) / _DOTS_PER_MM if profile.raster else len(rows) * _IMPACT_PIN_MM


def _raster(rows: Sequence[bytes]) -> bytes:
    """Return ``GS v 0``: rows of bytes, leftmost dot in the highest bit."""
    across = -(-len(rows[0]) // 8)
    body = b"".join(_packed(row, across) for row in rows)
    return b"\x1dv0\x00" + across.to_bytes(2, "little") + len(rows).to_bytes(2, "little") + body


def _packed(row: bytes, across: int) -> bytes:
    """Return one byte per dot as eight dots per byte."""
    return int(row.ljust(across * 8, b"\0").translate(_DIGITS), 2).to_bytes(across, "big")


def _columns(rows: Sequence[bytes]) -> bytes:
    """Return ``ESC *`` bands of eight pins: columns of bytes, top dot in the highest bit."""
    width = len(rows[0])
    blank = bytes(width)
    out = _BAND_FEED
    for top in range(0, len(rows), _PINS):
        band = [*rows[top : top + _PINS], *[blank] * _PINS][:_PINS]
        columns = bytes(sum(band[pin][x] << (7 - pin) for pin in range(_PINS)) for x in range(width))
        out += _BAND + width.to_bytes(2, "little") + columns + b"\n"
    return out + _USUAL_FEED


def _symbol(printer: Any, payload: str, profile: PrinterProfile) -> float:
    count = len(qr.modules(payload))
    if not (profile.raster or profile.bands or profile.native_qr):
        raise FaceError("小票机既没有二维码命令，也不能画图", _NO_PICTURES)
    if not profile.raster and not profile.native_qr:
        dots = _symbol_dots(payload, *_IMPACT_MODULE)
        left = max(0, (profile.dots - len(dots[0])) // 2)
        return _picture(printer, tuple(bytes(left) + row for row in dots), profile)
    module = -(-_LEAST_SYMBOL // count)
    if profile.native_qr:
        printer._raw(_CENTRE)  # noqa: SLF001
        printer.qr(payload, native=True, size=module, ec=1, model=2)
        printer._raw(b"\n" + _LEFT)  # noqa: SLF001
        return (count * module + LINE) / _DOTS_PER_MM
    dots = _symbol_dots(payload, module, module)
    left = max(0, (profile.dots - len(dots[0])) // 2)
    return _picture(printer, tuple(bytes(left) + row for row in dots), profile)


def _stamp(printer: Any, stamp: Stamp, profile: PrinterProfile) -> float:
    if not (profile.raster or profile.bands):
        raise FaceError("小票机不能画图，打不了站点印章", _NO_PICTURES)
    squeeze = 1.0 if profile.raster else _IMPACT_MODULE[1] / _IMPACT_MODULE[0]
    dots = dots_of(stamp, profile.dots // 2, squeeze)
    left = bytes((profile.dots - len(dots[0])) // 2)
    return _picture(printer, tuple(left + row for row in dots), profile)


def _symbol_dots(payload: str, across: int, down: int) -> Dots:
    """Return the symbol with its quiet zone, every module ``across`` x ``down`` dots."""
    rows: Sequence[Sequence[bool]] = qr.modules(payload)
    quiet = bytes(qr.QUIET * across)
    body = [quiet + b"".join(bytes([module]) * across for module in row) + quiet for row in rows]
    blank = bytes(len(body[0]))
    margin = [blank] * qr.QUIET * down
    return (*margin, *(row for row in body for _ in range(down)), *margin)


def _cut(printer: Any, profile: PrinterProfile) -> None:
    if profile.cutter:
        printer.cut(mode="PART")
    else:
        printer._raw(_FEED)  # noqa: SLF001
