"""Printers that tell when the first byte came: run as programs of their own, so that the desk's work does not slow them.

``receipt`` answers status queries like a receipt printer that is ready; ``ipp PORT`` stands before a real IPP printer and
passes everything on. Both print their port, then a line per paper: the monotonic clock, which all processes share.
"""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
import time

_INITIALISE = b"\x1b@"
_REAL_TIME = b"\x10\x04"
_BARRIER = b"\x1dr\x01"
_SEND_DOCUMENT = b"\x02\x00\x00\x06"


def main() -> None:
    """Serve until killed."""
    kind, *rest = sys.argv[1:]
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        while True:
            client, _ = server.accept()
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            serve = _receipt if kind == "receipt" else lambda one: _ipp(one, int(rest[0]))
            threading.Thread(target=serve, args=(client,), daemon=True).start()


def _tell() -> None:
    print(time.monotonic(), flush=True)


def _receipt(client: socket.socket) -> None:
    """Answer ``DLE EOT`` with ready and ``GS r`` when it comes; ``ESC @`` begins a paper."""
    tail, begun = b"", False
    with client:
        while data := client.recv(65536):
            if not begun and _INITIALISE in data:
                _tell()
                begun = True
            found = tail + data
            client.sendall(b"\x12" * found.count(_REAL_TIME) + b"\x00" * found.count(_BARRIER))
            begun = begun and _BARRIER not in found
            tail = data[-1:] if data[-1:] in {_REAL_TIME[:1], _BARRIER[:1]} else b""


def _ipp(client: socket.socket, port: int) -> None:
    """Pass both ways; a paper is submitted when the answer to Send-Document comes back."""
    with client, socket.create_connection(("localhost", port)) as printer:
        # Else head and body of a request are 40 ms apart, and the clock would be what it measures.
        printer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        asked = threading.Event()

        def back() -> None:
            with contextlib.suppress(OSError):  # the client has hung up
                while data := printer.recv(65536):
                    client.sendall(data)
                    if asked.is_set():
                        asked.clear()
                        _tell()

        threading.Thread(target=back, daemon=True).start()
        head = b""
        while data := client.recv(65536):
            if _SEND_DOCUMENT in head + data[:4096]:
                asked.set()
            head = data[-4:]
            printer.sendall(data)


if __name__ == "__main__":
    main()
