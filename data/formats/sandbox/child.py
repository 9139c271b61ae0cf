"""The process in which every file is opened: other people's code on hostile bytes, under hard limits.

It is started once and forks for every file; the fork may use little memory and time, may write no file at all, and
answers with JSON. A crash or a time-out of a fork costs that one file. Frames on both pipes: 8 bytes of length, then
the bytes; a request begins with one byte that says what to do. Run as ``python -P -m data.formats.sandbox.child``.
"""

from __future__ import annotations

import codecs
import gc
import struct
import sys
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from data.formats.ofd import invoice  # noqa: F401 - read_ofd loads it, and the cryptography of seals
from data.formats.ofd import pages as ofd_pages
from data.formats.pdf import pages as pdf_pages
from data.formats.pdf import picture as pdf_picture
from data.formats.sandbox import pictures, single
from data.formats.sandbox.fork import in_fork
from data.formats.sandbox.limits import CHILD_CPU_SECONDS, SMALL, SMALL_CPU_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable

LENGTH = struct.Struct(">Q")
CRASHED = b'{"error": "crashed"}'
JOBS: dict[bytes, Callable[[bytes], dict[str, Any]]] = {
    b"t": pdf_pages.read,
    b"p": pdf_pages.read_back,
    b"q": pictures.payloads,
    b"o": ofd_pages.read,
    b"s": pictures.scan,
    b"d": pdf_pages.scan,
    b"v": pdf_picture.view,
    b"n": pdf_picture.png,
}
_SCANS = frozenset({b"s", b"d"})


def warm_up() -> None:
    """Load what every fork would otherwise load again."""
    pictures.warm_up()
    datetime.strptime("2026", "%Y").replace(tzinfo=UTC)
    codecs.lookup("cp437")  # of names in zips
    gc.collect()
    gc.freeze()


def main() -> None:
    """Serve until the parent closes the pipe."""
    warm_up()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(LENGTH.size)) == LENGTH.size:
        request = source.read(LENGTH.unpack(head)[0])
        answer = in_fork(partial(_do, request), _seconds(request)) or CRASHED
        sink.write(LENGTH.pack(len(answer)) + answer)
        sink.flush()


def _do(request: bytes) -> dict[str, Any]:
    job, data = request[:1], request[1:]
    return single.read(data, JOBS, _seconds(request)) if job == b"f" else JOBS[job](data)


def _seconds(request: bytes) -> float:
    """Return how long a request may take; a scan may be one large picture in few bytes."""
    return SMALL_CPU_SECONDS if len(request) <= SMALL and request[:1] not in _SCANS else CHILD_CPU_SECONDS


if __name__ == "__main__":
    main()
