"""emupos, a receipt printer that the project did not write: TCP, status bytes, faults, the receipt as text and PNG.

One process serves three printers: ``front`` (80 mm, 576 dots), ``narrow`` (57 mm, 384 dots, no cutter of note) and
``middle`` (76 mm, 40 columns). Its page 0 is PC437, one to one, so a GB pair is two 12-dot cells.
"""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from needs import emupos_program
from netports import await_port, free_port, stop

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
PRINTERS = {"front": "epson-tm-t20iii", "narrow": "./narrow.yaml", "middle": "./middle.yaml"}
DOTS = {"narrow": 384, "middle": 480}


@dataclass
class EmuposPrinter:
    """One of the stand-in's printers."""

    name: str
    tcp: int
    api: str
    folder: Path

    @property
    def url(self) -> str:
        """Its device URL."""
        return f"escpos+tcp://127.0.0.1:{self.tcp}"

    @property
    def serial(self) -> Path:
        """Its pseudo-terminal."""
        return self.folder / "emupos" / self.name

    def fault(self, name: str, *, on: bool = True) -> None:
        """Set or clear ``paper-out``, ``paper-near-end``, ``cover-open`` or ``offline``."""
        self._call(f"/faults/{name}", "PUT" if on else "DELETE")

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
        return [
            line for line in (self.folder / "emupos.log").read_text().splitlines() if "printer.command.unknown" in line
        ]

    def _call(self, path: str, method: str = "GET") -> bytes:
        request = urllib.request.Request(f"{self.api}/api/v1/devices/{self.name}{path}", method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as answer:
            body: bytes = answer.read()
            return body


@contextmanager
def emupos_printers(folder: Path) -> Iterator[dict[str, EmuposPrinter]]:
    """Run the stand-in in ``folder``; gives its printers by name."""
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
        await_port(process, api, within=60)
        for port in ports.values():
            await_port(process, port)
        yield {n: EmuposPrinter(n, ports[n], f"http://127.0.0.1:{api}", folder) for n in PRINTERS}
    finally:
        stop(process)
