"""Between a client and emupos: answers ``GS ( H``, and fails where a test wants it to.

emupos does not know ``GS ( H``; the shim puts a ``GS r 1`` in its place and turns that answer into the completion
block. Faults count the bytes of the client: ``cut`` ends the connection in order, ``reset`` with RST, ``stall`` stops
reading; ``silent`` takes connections and never says a word. Like a network card it serves one client, others wait.
Commands that it ``ignores`` never reach the printer: a clone that knows less.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from escposwire import split

Fault = Literal["", "cut", "reset", "stall", "silent"]


@dataclass
class EscposShim:
    """One running shim. ``after`` is how many bytes of the client reach the printer before the fault."""

    upstream: tuple[str, int]
    fault: Fault = ""
    after: int = 0
    port: int = 0
    seen: int = 0
    ignores: tuple[bytes, ...] = ()
    """How those commands begin."""
    received: bytearray = field(default_factory=bytearray)
    """What the client sent and the shim took, all connections together."""
    happened: Callable[[], None] = lambda: None
    """Called when the fault has come to pass."""
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Its device URL."""
        return f"escpos+tcp://127.0.0.1:{self.port}"

    def serve(self, listener: socket.socket) -> None:
        """One client after the other until stopped."""
        listener.settimeout(0.1)
        while not self._stop.is_set():
            try:
                client, _ = listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            with client:
                if self.fault == "silent":
                    self._stop.wait()
                    return
                self._serve_one(client)

    def _serve_one(self, client: socket.socket) -> None:
        # The patience for connecting must not stay on as one for reading: a printer may be silent as long as it likes.
        with socket.create_connection(self.upstream, 60) as printer:
            printer.settimeout(None)
            expected: deque[bytes] = deque()
            answers = threading.Thread(target=self._answers, args=(printer, client, expected), daemon=True)
            answers.start()
            try:
                self._requests(client, printer, expected)
            except OSError:
                pass
            finally:
                for each in (printer, client):
                    try:
                        each.shutdown(socket.SHUT_RDWR)
                    except OSError:
                        continue
                answers.join()

    def _requests(self, client: socket.socket, printer: socket.socket, expected: deque[bytes]) -> None:
        client.settimeout(0.1)
        rest = b""
        while not self._stop.is_set():
            room = self.after - self.seen if self.fault else 512
            if room <= 0:
                self._fail(client)
                return
            try:
                data = client.recv(min(room, 512))
            except TimeoutError:
                continue
            if not data:
                return
            self.seen += len(data)
            self.received += data
            pieces, rest = split(rest + data)
            for piece in pieces:
                if piece.startswith(self.ignores):
                    continue
                if piece.startswith(b"\x1dr"):
                    expected.append(b"")
                elif piece.startswith(b"\x1d(H") and piece[5:7] == b"\x30\x30":
                    expected.append(piece[7:11])
                    printer.sendall(b"\x1dr\x01")
                    continue
                printer.sendall(piece)
        if rest:
            printer.sendall(rest)

    def _fail(self, client: socket.socket) -> None:
        self.happened()
        if self.fault == "stall":
            self._stop.wait()
        elif self.fault == "reset":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()

    def _answers(self, printer: socket.socket, client: socket.socket, expected: deque[bytes]) -> None:
        frame = 0
        try:
            while data := printer.recv(256):
                out = bytearray()
                for byte in data:
                    if frame:
                        frame -= 1
                    elif byte & 0x93 == 0x10:
                        frame = 3
                    elif byte & 0x90 == 0 and expected:
                        token = expected.popleft()
                        if token:
                            out += b"\x37\x22" + token + b"\0"
                            continue
                    out.append(byte)
                client.sendall(out)
        except OSError:
            return

    def stop(self) -> None:
        """End it."""
        self._stop.set()


@contextmanager
def escpos_shim(
    upstream_port: int,
    fault: Fault = "",
    after: int = 0,
    ignores: tuple[bytes, ...] = (),
    happened: Callable[[], None] = lambda: None,
) -> Iterator[EscposShim]:
    """Run one before the printer at ``upstream_port``."""
    with socket.create_server(("127.0.0.1", 0), backlog=3) as listener:
        port = listener.getsockname()[1]
        shim = EscposShim(("127.0.0.1", upstream_port), fault, after, port, ignores=ignores, happened=happened)
        thread = threading.Thread(target=shim.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield shim
        finally:
            shim.stop()
            thread.join(10)
