"""A folder as printer: each paper becomes a file, complete or not there at all.

Used by the practice desk and for paper-free tests. Temporary name, fsync, rename, fsync of the folder: what stands
under the final name is on the disk, so it is as good as a printer that counts its sheets (evidence 4).

The unfinished file lies there before SENDING is committed, under a hidden name. So after a crash the folder itself
tells: the finished file came out; an unfinished one did not, and once :meth:`FileFolderDevice.inquire` has given it
another name nobody can finish it any more; where neither lies, somebody took the paper.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Self

from fapiao.device import Delivery, DeviceStatus, Handover, Probe, Readiness, Ticket
from fapiao.errors import PrinterNotReady
from fapiao.paper import PrinterProfile
from fapiao.ports.faces import Artefact
from fapiao.reprint import Evidence
from fapiao.said import say

_SUFFIX = {"application/pdf": ".pdf", "application/vnd.escpos": ".escpos"}
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_RESERVE = 64 * 1024
"""Bytes that must stay free beside the paper itself."""
_DRAFT, _VOID = ".part", ".void"
"""Ends of hidden names: of a file that is being written, and of one that will never be finished."""


class FileFolderDevice:
    """A folder that must exist already; a missing one is a printer that is switched off."""

    def __init__(self, folder: Path) -> None:
        """Touch nothing yet."""
        self.folder = folder

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Nothing is held open."""

    def status(self) -> DeviceStatus:
        """Whether a file can be put there."""
        if not self.folder.is_dir():
            return DeviceStatus(Readiness.OFFLINE, (say("文件夹不存在：{folder}", folder=self.folder),))
        if not os.access(self.folder, os.W_OK | os.X_OK):
            return DeviceStatus(Readiness.NOT_READY, (say("文件夹不可写：{folder}", folder=self.folder),))
        return DeviceStatus(Readiness.READY)

    def probe(self, known: PrinterProfile) -> Probe:
        """Nothing to ask but whether it is there. Raises PrinterNotReady."""
        self._require_ready()
        return Probe(replace(known, evidence=Evidence.PRINTED))

    def preflight(self, artefact: Artefact, ticket: Ticket) -> DeviceStatus:
        """Folder there, writable, and room for this paper. Raises PrinterNotReady."""
        del ticket
        status = self._require_ready()
        try:
            free = os.statvfs(self.folder)
        except OSError as error:
            raise PrinterNotReady(say("文件夹不可读：{folder}", folder=self.folder), say("请检查文件夹")) from error
        if free.f_bavail * free.f_frsize < len(artefact.data) + _RESERVE:
            raise PrinterNotReady(say("磁盘已满，未打印"), say("请清理磁盘后再试"))
        return status

    def begin(self, ticket: Ticket, artefact: Artefact) -> Handover:
        """Make the unfinished file, still empty. Raises PrinterNotReady.

        What earlier desks left unfinished is cleared away: whoever holds this printer's lease has settled all of it.
        """
        for left in (*self.folder.glob(f".*{_DRAFT}"), *self.folder.glob(f".*{_VOID}")):
            _discard(left)
        draft = _draft(self._path(ticket, artefact))
        try:
            os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o640))
        except OSError as error:
            raise PrinterNotReady(_why(error), say("请检查文件夹")) from error
        return Handover(job=ticket.attempt, ticket=ticket)

    def send(self, handover: Handover, artefact: Artefact, watch: Callable[[str], None]) -> Delivery:
        """Write the file. Never raises: before the rename nothing has come out, after it everything has."""
        watch(say("正在写入文件"))
        path = self._path(handover.ticket, artefact)
        draft = _draft(path)
        if path.exists():
            _discard(draft)
            return Delivery(Evidence.NOTHING, clean_failure=True, note=say("文件已存在：{name}", name=path.name))
        try:
            _write(draft, artefact.data)
            draft.rename(path)
        except OSError as error:
            _discard(draft)
            return Delivery(Evidence.NOTHING, clean_failure=True, note=_why(error), raw=repr(error))
        try:
            _sync_folder(self.folder)
        except OSError as error:
            note = say("文件已写出，但磁盘没有确认；请查看文件夹")
            return Delivery(Evidence.TAKEN, unknown=True, note=note, raw=repr(error), path=str(path))
        return Delivery(Evidence.PRINTED, path=str(path))

    def abandon(self, handover: Handover) -> None:
        """Take the unfinished file away."""
        for draft in self._hidden(handover.job, _DRAFT):
            _discard(draft)

    def inquire(self, job: str, attempt: str) -> Delivery | None:
        """Printed where the finished file lies; failed cleanly where it was never finished, and now never will be.

        None where neither lies: the finished file was taken away. Asking again gives the same answer.
        """
        name = job or attempt
        if not _safe(name) or not self.folder.is_dir():
            return None
        void = bool(self._hidden(name, _VOID))
        for draft in self._hidden(name, _DRAFT):
            void |= _renamed(draft, draft.with_suffix(_VOID))
        # Looked for last: it may have been finished just before its draft could be given another name.
        found = sorted(p for p in self.folder.glob(f"*-{_safe(name)}.*") if not p.name.startswith("."))
        if found:
            return Delivery(Evidence.PRINTED, path=str(found[0]))
        if void:
            return Delivery(Evidence.NOTHING, clean_failure=True, note=say("文件没有写完，没有打出"))
        return None

    def _require_ready(self) -> DeviceStatus:
        status = self.status()
        if status.readiness is not Readiness.READY:
            raise PrinterNotReady(status.reasons[0], say("请建立文件夹或改设备地址"))
        return status

    def _hidden(self, name: str, end: str) -> list[Path]:
        return list(self.folder.glob(f".*-{_safe(name)}.*{end}")) if _safe(name) else []

    def _path(self, ticket: Ticket | None, artefact: Artefact) -> Path:
        number, copy_no, attempt = (ticket.number, ticket.copy_no, ticket.attempt) if ticket else ("test", 0, "test")
        suffix = _SUFFIX.get(artefact.mime, ".bin")
        return self.folder / f"{_safe(number)}-{copy_no:02d}-{_safe(attempt)}{suffix}"


def _safe(text: str) -> str:
    """Only what a file name may hold anywhere; numbers and uuids pass unchanged."""
    return re.sub(r"[^0-9A-Za-z-]", "_", text)[:64]


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}{_DRAFT}")


def _write(draft: Path, data: bytes) -> None:
    """Fill the file that :meth:`FileFolderDevice.begin` made; where it is gone, somebody has settled this paper."""
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _why(error: OSError) -> str:
    if error.errno in _FULL:
        return say("磁盘已满，没有写出")
    return say("写不了文件（{why}）", why=os.strerror(error.errno or 0))


def _renamed(old: Path, new: Path) -> bool:
    try:
        old.rename(new)
    except OSError:
        return False
    return True


def _discard(draft: Path) -> None:
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        return


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
