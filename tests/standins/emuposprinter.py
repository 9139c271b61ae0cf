"""emupos, a receipt printer that the project did not write: TCP, status bytes, faults, the receipt as text and PNG.

One process serves three printers: ``front`` (80 mm, 576 dots), ``narrow`` (57 mm, 384 dots, no cutter of note) and
``middle`` (76 mm, 40 columns). Its page 0 is PC437, one to one, so a GB pair is two 12-dot cells.
"""

from __future__ import annotations

import json
import os
import subprocess
import termios
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from needs import emupos_program
from netports import await_port, free_port, stop, until

_DEVICE = """  - id: {name}
    type: printer
    profile: {profile}
    connections:
      - tcp: {{host: 127.0.0.1, port: {port}}}
      - serial: {{pty: true}}
    job_idle_timeout_ms: 2000
    receipts_dir: ./receipts-{name}
"""
_PROFILE = """type: printer
name: {name}
dpi: 203
width_dots: {dots}
font_a: {{ width: 12, height: 24 }}
font_b: {{ width: 9, height: 17 }}
code_pages: {{ 0: PC437 }}
default_code_page: 0
drawer_sensor_open_level: high
serial: {{ baud: 9600, data_bits: 8, parity: none, stop_bits: 1 }}
"""
_AT_REST = (b"\x12", b"\x16")
"""What ``DLE EOT`` 1 is answered with while nothing is wrong, the drawer shut or open."""
_ESTABLISHED, _HALF_CLOSED = "01", "08"
PRINTERS = {"front": "epson-tm-t20iii", "narrow": "./narrow.yaml", "middle": "./middle.yaml"}
DOTS = {"narrow": 384, "middle": 480}


@dataclass
class EmuposPrinter:
    """One of the stand-in's printers."""

    name: str
    tcp: int
    api: str
    folder: Path
    _faults: set[str] = field(default_factory=set)
    _on_serial: bool = False
    _log_seen: int = 0

    @property
    def url(self) -> str:
        """Its device URL."""
        return f"escpos+tcp://127.0.0.1:{self.tcp}"

    @property
    def serial(self) -> Path:
        """Its pseudo-terminal."""
        self._on_serial = True
        return self.folder / "emupos" / self.name

    def fault(self, name: str, *, on: bool = True) -> None:
        """Set or clear ``paper-out``, ``paper-near-end``, ``cover-open`` or ``offline``."""
        self._call(f"/faults/{name}", "PUT" if on else "DELETE")
        self._faults.add(name)

    def receipts(self) -> list[dict[str, Any]]:
        """What came out, oldest first."""
        listed: list[dict[str, Any]] = json.loads(self._call("/receipts"))
        return listed

    def texts(self) -> list[str]:
        """Every receipt's text, oldest first."""
        return [self.text(receipt["id"]) for receipt in self.receipts()]

    def text(self, receipt: str = "latest") -> str:
        """A receipt's text, its GB pairs put together again; pictures and codes are lines in brackets."""
        raw = self._call(f"/receipts/{receipt}/text").decode()
        lines = []
        for line in raw.splitlines():
            plain = line.startswith("[")
            lines.append(line if plain else line.encode("cp437", "replace").decode("gb18030", "replace"))
        return "\n".join(lines)

    def image(self) -> bytes:
        """The last receipt as PNG."""
        return self._call("/receipts/latest/image")

    def unknown_commands(self) -> list[str]:
        """Lines of its log about commands it does not know: there should be none."""
        lines = self._log.read_bytes()[self._log_seen :].decode().splitlines()
        return [line for line in lines if "printer.command.unknown" in line]

    def clean(self) -> None:
        """Put paper in, close the cover, take the receipts away; nobody may be connected any more."""
        for name in sorted(self._faults):
            self.fault(name, on=False)
        self._faults.clear()
        if self._on_serial:
            self._reset_serial()
        for receipt in (self.folder / f"receipts-{self.name}").glob("*"):
            receipt.unlink()
        self._log_seen = self._log.stat().st_size

    @property
    def _log(self) -> Path:
        return self.folder / "emupos.log"

    def _reset_serial(self) -> None:
        """Its pseudo-terminal is one connection for ever: what was set by one test would stay set for the next."""
        line = os.open(self.folder / "emupos" / self.name, os.O_RDWR | os.O_NOCTTY)
        try:
            termios.tcflush(line, termios.TCIOFLUSH)
            os.write(line, b"\x1b@\x10\x04\x01")
            while os.read(line, 1) not in _AT_REST:
                continue
            termios.tcflush(line, termios.TCIFLUSH)
        finally:
            os.close(line)
        self._on_serial = False

    def _call(self, path: str, method: str = "GET") -> bytes:
        request = urllib.request.Request(f"{self.api}/api/v1/devices/{self.name}{path}", method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as answer:
            body: bytes = answer.read()
            return body


@dataclass
class Emupos:
    """The running stand-in and its printers."""

    process: subprocess.Popen[bytes]
    printers: dict[str, EmuposPrinter]

    def clean(self) -> bool:
        """Make all printers as new; False where it has ended, or somebody does not let go of it."""
        try:
            # A receipt is complete when whoever sent it is gone, which may be after the test.
            until(lambda: not self._is_connected() or self.process.poll() is not None, within=20)
        except TimeoutError:
            return False
        if self.process.poll() is not None:
            return False
        for printer in self.printers.values():
            printer.clean()
        return True

    def _is_connected(self) -> bool:
        ports = {f"{printer.tcp:04X}" for printer in self.printers.values()}
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return any(words[1].rpartition(":")[2] in ports and words[3] in {_ESTABLISHED, _HALF_CLOSED} for words in lines)


@contextmanager
def emupos_printers(folder: Path) -> Iterator[Emupos]:
    """Run the stand-in in ``folder``."""
    api = free_port()
    ports = {name: free_port() for name in PRINTERS}
    devices = "".join(_DEVICE.format(name=n, profile=PRINTERS[n], port=ports[n]) for n in PRINTERS)
    (folder / "emupos.yaml").write_text(f"schema: 1\napi: {{host: 127.0.0.1, port: {api}}}\ndevices:\n{devices}")
    for name, dots in DOTS.items():
        (folder / f"{name}.yaml").write_text(_PROFILE.format(name=name, dots=dots))
    with (folder / "emupos.log").open("wb") as log:
        process = subprocess.Popen(
            [emupos_program(), "run", "--config", folder / "emupos.yaml"],
            cwd=folder,
            env={**os.environ, "TMPDIR": str(folder)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        await_port(process, api)
        for port in ports.values():
            await_port(process, port)
        yield Emupos(process, {n: EmuposPrinter(n, ports[n], f"http://127.0.0.1:{api}", folder) for n in PRINTERS})
    finally:
        stop(process)
