"""Between a client and an IPP printer: loses the document or the answer to it, once.

``before`` ends the connection instead of passing Send-Document on; ``after`` passes it on and loses the answer;
``refuse`` answers it with an error status of its own.
"""

from __future__ import annotations

import http.client
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

Loss = Literal["", "before", "after", "refuse"]
SEND_DOCUMENT = 0x0006
_ERROR = struct.pack(">BBHIB", 2, 0, 0x0500, 1, 3)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: IppProxy

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        loss = self.server.loss if int.from_bytes(body[2:4], "big") == SEND_DOCUMENT else ""
        self.server.documents += bool(loss)
        if loss == "before":
            self.close_connection = True
            return
        answer = _ERROR if loss == "refuse" else self._pass_on(body)
        if loss == "after":
            self.close_connection = True
            return
        self.send_response(200)
        self.send_header("content-type", "application/ipp")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _pass_on(self, body: bytes) -> bytes:
        upstream = http.client.HTTPConnection("localhost", self.server.upstream, timeout=60)
        try:
            upstream.request("POST", self.path, body, {"content-type": "application/ipp"})
            return upstream.getresponse().read()
        finally:
            upstream.close()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


class IppProxy(ThreadingHTTPServer):
    """One running proxy."""

    daemon_threads = True

    def __init__(self, upstream: int, loss: Loss) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream, self.loss = upstream, loss
        self.documents = 0
        """How often Send-Document came: nothing may be sent twice."""

    def url(self, path: str = "/ipp/print") -> str:
        """Its device URL."""
        return f"ipp://localhost:{self.server_address[1]}{path}"


@contextmanager
def ipp_proxy(upstream: int, loss: Loss) -> Iterator[IppProxy]:
    """Run one before the printer or server at port ``upstream``."""
    with IppProxy(upstream, loss) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join(10)
