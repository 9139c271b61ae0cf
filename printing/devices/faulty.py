"""The practice desk's printer that misbehaves, so that people learn what to do before it matters.

``faulty:///folder`` prints well, then tears a paper midway, then is out of paper, and so on in turn; with
``?mode=ok|cut|refuse`` it always does the same. The turn is kept in the folder, so that it goes on across desks.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from fapiao.device import Delivery, DeviceStatus, Handover, Readiness, Ticket
from fapiao.errors import PrinterNotReady
from fapiao.ports.faces import Artefact
from fapiao.reprint import Evidence
from fapiao.said import say
from printing.devices.filefolder import FileFolderDevice

_TURN = ".turn"


class Mode(StrEnum):
    """How it behaves."""

    CYCLE = "cycle"
    OK = "ok"
    CUT = "cut"
    REFUSE = "refuse"


_CYCLE = (Mode.OK, Mode.CUT, Mode.REFUSE)


class FaultyDevice(FileFolderDevice):
    """A folder printer with a will of its own; one turn per paper, status polls cost none."""

    def __init__(self, folder: Path, mode: Mode = Mode.CYCLE) -> None:
        """Touch nothing yet."""
        super().__init__(folder)
        self._mode = mode

    def status(self) -> DeviceStatus:
        """Out of paper when that is its next turn."""
        if self._next() is Mode.REFUSE and self.folder.is_dir():
            return DeviceStatus(Readiness.NOT_READY, (say("缺纸，请装纸"),), "faulty: refuse")
        return super().status()

    def preflight(self, artefact: Artefact, ticket: Ticket) -> DeviceStatus:
        """Raise PrinterNotReady on that turn; paper is there again at the next try."""
        if self._next() is Mode.REFUSE and self.folder.is_dir():
            self._advance()
            raise PrinterNotReady(say("打印机未就绪：缺纸，请装纸"), say("装好纸后再按回车，号码保留不变"))
        return super().preflight(artefact, ticket)

    def send(self, handover: Handover, artefact: Artefact, watch: Callable[[str], None]) -> Delivery:
        """Print, or stop in the middle and fall silent."""
        mode = self._next()
        self._advance()
        if mode is not Mode.CUT:
            return super().send(handover, artefact, watch)
        watch(say("正在打印"))
        path = self._path(handover.ticket, artefact)
        torn = path.with_name(f"{path.stem}.torn")
        try:
            torn.write_bytes(artefact.data[: len(artefact.data) // 2])
            self.abandon(handover)
        except OSError as error:
            return Delivery(Evidence.NOTHING, clean_failure=True, note=say("写不了文件"), raw=repr(error))
        note = say("打印中途没有回应，可能已出纸，请到打印机旁查看")
        return Delivery(Evidence.TAKEN, unknown=True, note=note, raw="faulty: cut", path=str(torn))

    def inquire(self, job: str, attempt: str) -> Delivery | None:
        """It does not remember torn papers; of whole ones the folder tells."""
        found = super().inquire(job, attempt)
        return None if found and found.path.endswith(".torn") else found

    def _next(self) -> Mode:
        return self._mode if self._mode is not Mode.CYCLE else _CYCLE[self._turn() % len(_CYCLE)]

    def _turn(self) -> int:
        try:
            return int((self.folder / _TURN).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def _advance(self) -> None:
        if self._mode is Mode.CYCLE:
            try:
                (self.folder / _TURN).write_text(str(self._turn() + 1), encoding="ascii")
            except OSError:
                # A folder that cannot be written says so when the paper is written.
                return
