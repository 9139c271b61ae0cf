"""The process in which PDFs, pictures and OFD pages are opened: other people's code on hostile bytes, under hard limits.

It is started once and forks for every file; the fork may use little memory and time, may write no file at all, and
answers with JSON. A crash or a time-out of a fork costs that one file. Frames on both pipes: 8 bytes of length, then
the bytes; a request begins with one byte that says what to do. Run as ``python -P -m data.formats.sandbox.child``.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import struct
import sys
from typing import TYPE_CHECKING, Any

from data.formats.ofd import pages as ofd_pages
from data.formats.pdf import pages as pdf_pages
from data.formats.pdf import picture as pdf_picture
from data.formats.sandbox import pictures
from data.formats.sandbox.limits import ANSWER, CHILD_CPU_SECONDS, CHILD_MEMORY, SMALL, SMALL_CPU_SECONDS

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


def main() -> None:
    """Serve until the parent closes the pipe."""
    pictures.warm_up()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(LENGTH.size)) == LENGTH.size:
        request = source.read(LENGTH.unpack(head)[0])
        answer = _in_fork(request) or CRASHED
        sink.write(LENGTH.pack(len(answer)) + answer)
        sink.flush()


def _in_fork(request: bytes) -> bytes:
    readable, writable = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(readable)
        _work(request, writable)
    os.close(writable)
    with os.fdopen(readable, "rb") as pipe:
        answer = pipe.read(ANSWER + 1)
    _, status = os.waitpid(pid, 0)
    return answer if status == 0 and len(answer) <= ANSWER else b""


def _work(request: bytes, writable: int) -> None:
    """Do one job and leave, whatever happens."""
    status = 1
    try:
        for what, limit in (
            (resource.RLIMIT_AS, CHILD_MEMORY),
            (resource.RLIMIT_CPU, CHILD_CPU_SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (limit, limit))
        if len(request) <= SMALL:
            signal.setitimer(signal.ITIMER_PROF, SMALL_CPU_SECONDS)  # whose signal ends the fork
        answer = json.dumps(JOBS[request[:1]](request[1:])).encode()
        with os.fdopen(writable, "wb") as pipe:
            pipe.write(answer)
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
