"""How the child is asked for a whole file: its name, what it is, how much it may unpack to, then its bytes."""

from __future__ import annotations

import json
import struct

from data.formats.sniff import Content

_HEAD = struct.Struct(">I")


def asked(path: str, content: Content, room: int, data: bytes) -> bytes:
    """Return the request; ``room`` is how many bytes the file may unpack to."""
    head = json.dumps([path, content.value, room]).encode()
    return _HEAD.pack(len(head)) + head + data


def told(request: bytes) -> tuple[str, Content, int, bytes]:
    """Return what :func:`asked` was given."""
    (length,) = _HEAD.unpack_from(request)
    start = _HEAD.size + length
    path, content, room = json.loads(request[_HEAD.size : start])
    return path, Content(content), room, request[start:]
