"""A receipt printer's network card that fails one receipt as told beforehand: the shim, with a fault for each paper.

Status polls are let through and not counted; the fault counts from the first byte that is not one. One connection is
served at a time; others wait in the backlog, unanswered, as on the real card.
"""

from __future__ import annotations

import re
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from account import Account
from escposshim import EscposShim
from escposwire import split

FAULTS = (
    "cut after N bytes",
    "connection reset after N bytes",
    "stopped reading",
    "answer late",
    "out of paper midway",
)
_POLLS = re.compile(rb"(?:\x10\x04[\x01-\x04])+")


@dataclass
class EscposFaults(EscposShim):
    """``plan`` is the next receipt's fault, ``at`` the byte of it at which it happens."""

    account: Account = field(kw_only=True)
    machine: str = ""
    plan: str = ""
    at: int = 200
    late: float = 1.0
    paper_out: Callable[[], None] = lambda: None

    def _requests(self, client: socket.socket, printer: socket.socket, expected: deque[bytes]) -> None:
        client.settimeout(0.1)
        rest, sent, begun, fault = b"", 0, False, ""
        while not self._stop.is_set():
            try:
                data = client.recv(min(512, max(self.at - sent, 1)) if fault in FAULTS[:3] else 512)
            except TimeoutError:
                continue
            if not data:
                break
            if not begun and not _POLLS.fullmatch(data):
                begun = True
                self.account.first_byte_at(self.machine)
                fault, self.plan = self.plan, ""
                if fault:
                    self.account.injected(fault)
            pieces, rest = split(rest + data)
            for piece in pieces:
                self._pass_on(piece, printer, expected)
            if begun:
                sent += len(data)
                if fault and sent >= self.at:
                    if self._happens(fault, client):
                        return
                    fault = ""
        if rest:
            printer.sendall(rest)

    def _pass_on(self, piece: bytes, printer: socket.socket, expected: deque[bytes]) -> None:
        if piece.startswith(b"\x1dr"):
            expected.append(b"")
        elif piece.startswith(b"\x1d(H") and piece[5:7] == b"\x30\x30":
            expected.append(piece[7:11])
            piece = b"\x1dr\x01"
        printer.sendall(piece)

    def _happens(self, fault: str, client: socket.socket) -> bool:
        """Let it happen; tell whether the connection ends with it."""
        match fault:
            case "cut after N bytes":
                return True
            case "connection reset after N bytes":
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.close()
                return True
            case "stopped reading":
                # The desk gives up after its own patience; then the card is free again.
                self._stop.wait(2 * self.late)
                return True
            case "answer late":
                self._stop.wait(self.late)
            case _:
                self.paper_out()
        return False


@contextmanager
def escpos_faults(
    upstream_port: int, account: Account, machine: str, *, late: float, paper_out: Callable[[], None]
) -> Iterator[EscposFaults]:
    """Run one before the printer at ``upstream_port``."""
    with socket.create_server(("127.0.0.1", 0), backlog=3) as listener:
        shim = EscposFaults(
            ("127.0.0.1", upstream_port),
            port=listener.getsockname()[1],
            account=account,
            machine=machine,
            late=late,
            paper_out=paper_out,
        )
        thread = threading.Thread(target=shim.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield shim
        finally:
            shim.stop()
            thread.join(10)
