"""JBIG2 pictures (``.jb2`` in OFDs) wrapped as a one-page PDF, which pdfium decodes."""

from __future__ import annotations

import struct

_ID = b"\x97JB2\r\n\x1a\n"
_PAGE_INFO = 48
_END_OF_PAGE, _END_OF_FILE = 49, 51
_SEQUENTIAL, _UNKNOWN_PAGES = 0x01, 0x02
_LARGEST_SIDE = 20_000


def is_jbig2(data: bytes) -> bool:
    """Tell whether this is a JBIG2 file."""
    return data.startswith(_ID)


def to_pdf(data: bytes) -> bytes:
    """Return the picture as a PDF page of its own size. Raises ValueError for what is no sequential JBIG2 file."""
    flags = data[8]
    if not flags & _SEQUENTIAL:
        raise ValueError("only the sequential organisation is read")
    stream, width, height = _embedded(data[9 if flags & _UNKNOWN_PAGES else 13 :])
    image = (
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 1/ColorSpace/DeviceGray"
        f"/Filter/JBIG2Decode/Length {len(stream)}>>\nstream\n"
    ).encode() + stream
    content = f"{width} 0 0 {height} 0 0 cm /I Do".encode()
    return _pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 5 0 R"
            f"/Resources<</XObject<</I 4 0 R>>>>>>".encode(),
            image + b"\nendstream",
            f"<</Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream",
        ]
    )


def _embedded(data: bytes) -> tuple[bytes, int, int]:
    """Return the segments as a PDF embeds them (without the ends of page and file), width, height."""
    kept, width, height, at = b"", 0, 0, 0
    while at + 11 <= len(data):
        start = at
        kind = data[at + 4] & 0x3F
        wide_page = bool(data[at + 4] & 0x40)
        referred, at = _referred(data, at + 5)
        number = struct.unpack_from(">I", data, start)[0]
        at += referred * (1 if number <= 256 else 2 if number <= 65536 else 4) + (4 if wide_page else 1)
        (length,) = struct.unpack_from(">I", data, at)
        at += 4
        if at + length > len(data):
            raise ValueError("a segment is cut off")
        if kind == _PAGE_INFO:
            width, height = struct.unpack_from(">II", data, at)
        at += length
        if kind not in {_END_OF_PAGE, _END_OF_FILE}:
            kept += data[start:at]
    if not (0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE):
        raise ValueError("no page of a usable size")
    return kept, width, height


def _referred(data: bytes, at: int) -> tuple[int, int]:
    """Return how many segments are referred to, and where their numbers begin."""
    count = data[at] >> 5
    if count < 7:
        return count, at + 1
    count = struct.unpack_from(">I", data, at)[0] & 0x1FFFFFFF
    return count, at + 4 + (count + 8) // 8


def _pdf(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return out + f"xref\n0 {size}\n0000000000 65535 f \n".encode() + table + trailer
