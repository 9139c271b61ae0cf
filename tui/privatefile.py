"""A file of lines that its owner alone reads, turned over by size. Loaded with the first line: no first paint waits for it."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any


class PrivateFile(RotatingFileHandler):
    """Rotates by size; every file is its owner's alone, and a full disk is nobody's traceback."""

    def put(self, line: str) -> None:
        """Write one line. Closed after each: other desks may have turned the file over meanwhile."""
        self.emit(logging.makeLogRecord({"msg": line}))
        self.close()

    def _open(self) -> Any:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(handle, "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say nothing: the screen belongs to the desk."""


def open_private(path: Path, largest: int, kept: int) -> PrivateFile | None:
    """Return the file at ``path``; None where its folder cannot be made. ``largest`` bytes, ``kept`` older ones."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return PrivateFile(str(path), maxBytes=largest, backupCount=kept, encoding="utf-8", delay=True)
    except OSError:
        return None
