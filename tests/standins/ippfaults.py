"""Between desks and an IPP printer or queue: one document in its way is cut, held up or lost, as told beforehand.

It looks into requests just far enough to know which attempt a document belongs to, tells the account when its first
byte comes, and may serve one connection at a time like a small printer's network card: others wait, unanswered.
"""

from __future__ import annotations

import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from account import Account

CREATE_JOB, SEND_DOCUMENT = 0x0005, 0x0006
FAULTS = ("cut after N bytes", "connection reset after N bytes", "stopped reading", "answer lost", "answer late")
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_JOB_ID = re.compile(rb"\x21\x00\x06job-id\x00\x04(.{4})", re.DOTALL)
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_IDLE = 0.2


@dataclass
class IppFaults:
    """One running proxy. ``fault`` happens to the next document, ``after`` that share of its bytes."""

    upstream: int
    account: Account
    late: float
    """Seconds by which a late answer is held up."""
    fault: str = ""
    after: float = 0.5
    single: bool = False
    """One connection at a time."""
    on_document: Callable[[], None] | None = None
    """Happens once, when the next document has begun."""
    port: int = 0
    _jobs: dict[int, str] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/ipp/print") -> str:
        """Its device URL."""
        return f"ipp://localhost:{self.port}{path}"

    def serve(self, listener: socket.socket) -> None:
        """Take connections until stopped."""
        listener.settimeout(_IDLE)
        while not self._stop.is_set():
            try:
                client, _ = listener.accept()
            except TimeoutError:
                continue
            threading.Thread(target=self._serve_one, args=(client,), daemon=True).start()

    def stop(self) -> None:
        """End it."""
        self._stop.set()

    def _serve_one(self, client: socket.socket) -> None:
        held = self.single
        if held:
            self._turn.acquire()
        try:
            with client, socket.create_connection(("localhost", self.upstream), 2) as printer:
                printer.settimeout(60)
                client.settimeout(_IDLE)
                while self._one_request(client, printer):
                    pass
        except OSError:
            return
        finally:
            if held:
                self._turn.release()

    def _one_request(self, client: socket.socket, printer: socket.socket) -> bool:
        head = self._head(client)
        if not head:
            return False
        headers, body = head
        size = int(found[1]) if (found := _LENGTH.search(headers)) else 0
        while len(body) < min(size, 2048):
            body += client.recv(65536)
        operation = int.from_bytes(body[2:4], "big")
        job = int.from_bytes(ids[1], "big") if (ids := _JOB_ID.search(body)) else 0
        fault = self._begin(operation, job)
        if not self._pass_on(client, printer, headers, body, size, fault):
            return False
        answer = _answer(printer)
        if operation == CREATE_JOB and (name := _UUID.search(body)) and (ids := _JOB_ID.search(answer)):
            number = int.from_bytes(ids[1], "big")
            if number in self._jobs:
                self.account.injected("job id given again")
            self._jobs[number] = name[0].decode()
        if fault == "answer lost":
            return False
        if fault == "answer late":
            self._stop.wait(self.late)
        client.sendall(answer)
        return True

    def _head(self, client: socket.socket) -> tuple[bytes, bytes] | None:
        data = b""
        while b"\r\n\r\n" not in data:
            try:
                more = client.recv(65536)
            except TimeoutError:
                if self._stop.is_set():
                    return None
                continue
            if not more:
                return None
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        return head + b"\r\n\r\n", body

    def _begin(self, operation: int, job: int) -> str:
        """Tell the account of a document's first byte; give what shall happen to it."""
        if operation != SEND_DOCUMENT:
            return ""
        self.account.first_byte(self._jobs.get(job, f"job {job}"))
        happens, self.on_document = self.on_document, None
        if happens:
            happens()
        fault, self.fault = self.fault, ""
        if fault:
            self.account.injected(fault)
        return fault

    def _pass_on(
        self, client: socket.socket, printer: socket.socket, headers: bytes, body: bytes, size: int, fault: str
    ) -> bool:
        """Give the request to the printer, or that much of it; tell whether an answer is to be fetched."""
        room = int(size * self.after) if fault in FAULTS[:3] else size
        printer.sendall(headers + body[:room])
        passed = len(body)
        while passed < room:
            data = _more(client)
            printer.sendall(data[: room - passed])
            passed += len(data)
        if fault == "connection reset after N bytes":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if fault == "stopped reading":
            self._until_gone(client)
        return fault not in FAULTS[:3]

    def _until_gone(self, client: socket.socket) -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end and not self._stop.is_set():
            try:
                if not client.recv(1, socket.MSG_PEEK):
                    return
                # Unread bytes hide that the client is gone; they are not taken, only looked at.
                if client.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1) != b"\x01":
                    return
            except TimeoutError:
                continue
            self._stop.wait(_IDLE)


def _more(client: socket.socket) -> bytes:
    while True:
        try:
            data = client.recv(65536)
        except TimeoutError:
            continue
        if not data:
            raise ConnectionResetError("the client hung up")
        return data


def _answer(printer: socket.socket) -> bytes:
    """One whole answer, however its length is told."""
    data = b""
    while True:
        head, end, body = data.partition(b"\r\n\r\n")
        if end and not head.startswith(b"HTTP/1.1 100"):
            length = _LENGTH.search(head)
            if length and len(body) >= int(length[1]):
                return data
            if not length and b"chunked" in head.lower() and body.endswith(b"0\r\n\r\n"):
                return data
        elif end:
            data = body
            continue
        more = printer.recv(65536)
        if not more:
            raise ConnectionResetError("the printer hung up")
        data += more


@contextmanager
def ipp_faults(upstream: int, account: Account, *, late: float, single: bool = False) -> Iterator[IppFaults]:
    """Run one before the printer or server at port ``upstream``."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as listener:
        proxy = IppFaults(upstream, account, late, single=single, port=listener.getsockname()[1])
        thread = threading.Thread(target=proxy.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.stop()
            thread.join(10)
