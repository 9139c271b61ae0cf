"""An ESC/POS stream cut into commands, just far enough to know where data ends and the next command begins."""

from __future__ import annotations

ESC, FS, GS, DLE = 0x1B, 0x1C, 0x1D, 0x10

_FIXED: dict[bytes, int] = {
    **{bytes([ESC, c]): 0 for c in b"@23<"},
    **{bytes([ESC, c]): 1 for c in b" !-=ERTVadegt{MGJr"},
    **{bytes([ESC, c]): 2 for c in b"$\\"},
    b"\x1bp": 3,
    **{bytes([FS, c]): 0 for c in b"&."},
    **{bytes([FS, c]): 1 for c in b"!-W"},
    b"\x1cS": 2,
    **{bytes([GS, c]): 1 for c in b"!BHIafhrwb"},
    **{bytes([GS, c]): 2 for c in b"LWP"},
    **{bytes([DLE, c]): 1 for c in b"\x04\x05"},
    bytes([DLE, 0x14]): 3,
}
"""Commands and how many bytes follow the two that name them."""


def command_size(data: bytes) -> int:
    """How long the command or text byte at the start of ``data`` is; 0 where more bytes are needed to tell."""
    if not data:
        return 0
    if data[0] not in {ESC, FS, GS, DLE}:
        return 1
    if len(data) < 2:
        return 0
    size = _size_of(data)
    return size if size <= len(data) else 0


def _size_of(data: bytes) -> int:
    head = data[:2]
    if head in _FIXED:
        return 2 + _FIXED[head]
    if head == b"\x1b*":
        if len(data) < 5:
            return 5
        return 5 + (data[3] + 256 * data[4]) * (3 if data[2] in {32, 33} else 1)
    if head in {b"\x1d(", b"\x1c("}:
        return 5 if len(data) < 5 else 5 + data[3] + 256 * data[4]
    if head == b"\x1dv":
        return 8 if len(data) < 8 else 8 + (data[4] + 256 * data[5]) * (data[6] + 256 * data[7])
    if head == b"\x1dV":
        return 3 if len(data) < 3 else (4 if data[2] in {65, 66, 97, 98, 103, 104} else 3)
    if head == b"\x1dk":
        return _barcode(data)
    return 2


def _barcode(data: bytes) -> int:
    if len(data) < 4:
        return 4
    if data[2] >= 65:
        return 4 + data[3]
    end = data.find(b"\0", 3)
    return end + 1 if end >= 0 else len(data) + 1


def split(data: bytes) -> tuple[list[bytes], bytes]:
    """The whole commands and text bytes at the start of ``data``, and the rest that is not whole yet."""
    pieces = []
    while size := command_size(data):
        pieces.append(data[:size])
        data = data[size:]
    return pieces, data
