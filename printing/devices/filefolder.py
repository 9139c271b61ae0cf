"""A folder as printer: each paper becomes a file, complete or not there at all.

Used by the practice desk and for paper-free tests. Temporary name, fsync, rename, fsync of the folder: what stands
under the final name is on the disk, so it is as good as a printer that counts its sheets (evidence 4).
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
from fapiao.said import listed, say

_SUFFIX = {"application/pdf": ".pdf", "application/vnd.escpos": ".escpos"}
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_RESERVE = 64 * 1024
"""Bytes that must stay free beside the paper itself."""


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
        status = self.status()
        if status.readiness is not Readiness.READY:
            raise PrinterNotReady(listed(status.reasons), say("请建立文件夹或改设备地址"))
        return Probe(replace(known, evidence=Evidence.PRINTED))

    def preflight(self, artefact: Artefact, ticket: Ticket) -> DeviceStatus:
        """Folder there, writable, and room for this paper. Raises PrinterNotReady."""
        del ticket
        status = self.status()
        if status.readiness is not Readiness.READY:
            raise PrinterNotReady(listed(status.reasons), say("请建立文件夹或改设备地址"))
        try:
            free = os.statvfs(self.folder)
        except OSError as error:
            raise PrinterNotReady(say("文件夹不可读：{folder}", folder=self.folder), say("请检查文件夹")) from error
        if free.f_bavail * free.f_frsize < len(artefact.data) + _RESERVE:
            raise PrinterNotReady(say("磁盘已满，未打印"), say("请清理磁盘后再试"))
        return status

    def begin(self, ticket: Ticket, artefact: Artefact) -> Handover:
        """Nothing to arrange; the file is found by the attempt for which it was made."""
        del artefact
        return Handover(job=ticket.attempt, ticket=ticket)

    def send(self, handover: Handover, artefact: Artefact, watch: Callable[[str], None]) -> Delivery:
        """Write the file. Never raises: before the rename nothing has come out, after it everything has."""
        watch(say("正在写入文件"))
        path = self._path(handover.ticket, artefact)
        draft = _draft(path)
        if path.exists():
            return Delivery(Evidence.NOTHING, clean_failure=True, note=say("文件已存在：{name}", name=path.name))
        try:
            _write(draft, artefact.data)
            draft.rename(path)
        except OSError as error:
            _discard(draft)
            note = (
                say("磁盘已满，没有写出")
                if error.errno in _FULL
                else say("写不了文件（{reason}）", reason=os.strerror(error.errno or 0))
            )
            return Delivery(Evidence.NOTHING, clean_failure=True, note=note, raw=repr(error))
        try:
            _sync_folder(self.folder)
        except OSError as error:
            note = say("文件已写出，但磁盘没有确认；请查看文件夹")
            return Delivery(Evidence.TAKEN, unknown=True, note=note, raw=repr(error), path=str(path))
        return Delivery(Evidence.PRINTED, path=str(path))

    def abandon(self, handover: Handover) -> None:
        """Nothing was arranged."""

    def inquire(self, job: str, attempt: str) -> Delivery | None:
        """The file of that attempt, or its unfinished draft; None where neither is there, for it may have been taken."""
        safe = _safe(job or attempt)
        if not safe or not self.folder.is_dir():
            return None
        found = sorted(p for p in self.folder.glob(f"*-{safe}.*") if not p.name.startswith("."))
        if found:
            return Delivery(Evidence.PRINTED, path=str(found[0]))
        drafts = list(self.folder.glob(f".*-{safe}.*.part"))
        for draft in drafts:
            _discard(draft)
        if drafts:
            return Delivery(Evidence.NOTHING, clean_failure=True, note=say("文件没有写完，已清除"))
        return None

    def _path(self, ticket: Ticket | None, artefact: Artefact) -> Path:
        number, copy_no, attempt = (ticket.number, ticket.copy_no, ticket.attempt) if ticket else ("test", 0, "test")
        suffix = _SUFFIX.get(artefact.mime, ".bin")
        return self.folder / f"{_safe(number)}-{copy_no:02d}-{_safe(attempt)}{suffix}"


def _safe(text: str) -> str:
    """Only what a file name may hold anywhere; numbers and uuids pass unchanged."""
    return re.sub(r"[^0-9A-Za-z-]", "_", text)[:64]


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _write(draft: Path, data: bytes) -> None:
    draft.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(draft, flags, 0o640), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


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
