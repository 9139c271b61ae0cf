"""JBIG2 pictures (``.jb2``) wrapped as a one-page PDF, one point a dot, which pdfium decodes: nothing else here can."""

from __future__ import annotations

import struct

from ofd.limits import PICTURE_SIDE

_ID = b"\x97JB2\r\n\x1a\n"
_PAGE_INFO = 48
_ENDS = frozenset({49, 51})
"""Segments that a PDF leaves out: end of page, end of file."""
_SEQUENTIAL, _UNKNOWN_PAGES = 0x01, 0x02


def is_jbig2(data: bytes) -> bool:
    """Tell whether this is a JBIG2 file."""
    return data.startswith(_ID)


def as_pdf(data: bytes, pixels: int) -> bytes:
    """Return the picture as a PDF. Raises ValueError for what is no sequential JBIG2 file of at most that many pixels."""
    if len(data) < 13 or not data[8] & _SEQUENTIAL:
        raise ValueError("only the sequential organisation is read")
    try:
        stream, width, height = _embedded(data[9 if data[8] & _UNKNOWN_PAGES else 13 :])
    except (struct.error, IndexError):
        raise ValueError("a segment is cut off") from None
    if not (0 < width <= PICTURE_SIDE and 0 < height <= PICTURE_SIDE and width * height <= pixels):
        raise ValueError("no page of a usable size")
    return _pdf(stream, width, height)


def _embedded(data: bytes) -> tuple[bytes, int, int]:
    """Return the segments as a PDF embeds them, width, height."""
    kept: list[bytes] = []
    width = height = at = 0
    while at + 11 <= len(data):
        start = at
        kind, wide_page = data[at + 4] & 0x3F, bool(data[at + 4] & 0x40)
        referred, at = _referred(data, at + 5)
        (number,) = struct.unpack_from(">I", data, start)
        at += referred * (1 if number <= 256 else 2 if number <= 65536 else 4) + (4 if wide_page else 1)
        (length,) = struct.unpack_from(">I", data, at)
        at += 4
        if at + length > len(data):
            raise ValueError("a segment is cut off")
        if kind == _PAGE_INFO:
            width, height = struct.unpack_from(">II", data, at)
        at += length
        if kind not in _ENDS:
            kept.append(data[start:at])
    return b"".join(kept), width, height


def _referred(data: bytes, at: int) -> tuple[int, int]:
    """Return how many segments are referred to, and where their numbers begin."""
    count = data[at] >> 5
    if count < 7:
        return count, at + 1
    (count,) = struct.unpack_from(">I", data, at)
    count &= 0x1FFFFFFF
    return count, at + 4 + (count + 8) // 8


def _pdf(stream: bytes, width: int, height: int) -> bytes:
    content = f"{width} 0 0 {height} 0 0 cm /I Do".encode()
    image = f"/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode"
    bodies = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 5 0 R"
        "/Resources<</XObject<</I 4 0 R>>>>>>".encode(),
        f"<</Type/XObject{image}/Length {len(stream)}>>\nstream\n".encode() + stream + b"\nendstream",
        f"<</Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream",
    )
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    size = len(bodies) + 1
    trailer = f"trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return out + f"xref\n0 {size}\n0000000000 65535 f \n".encode() + table + trailer
