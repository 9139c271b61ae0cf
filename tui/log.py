"""The program's log: JSON lines in one rotating file that its owner alone reads.

It holds ids, counts, durations and tracebacks; never a message of an exception, since messages quote what was worked on.
A log that cannot be written is done without: nothing that people do waits for it.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.processes import SystemClock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.ports.host import Clock
    from tui.privatefile import PrivateFile

PLACE = "FAPIAO_LOG"
LARGEST = 2 * 1024 * 1024
"""Bytes of one file; four older ones are kept."""
KEPT = 4
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_ID_LENGTH = 6
_DEEPEST = 40
"""Frames of one traceback, the innermost ones."""
_ROOT = Path(__file__).parent.parent


def log_path() -> Path:
    """Return where the log is: named in the environment, else in the user's state folder."""
    named = os.environ.get(PLACE)
    if named:
        return Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_state_dir("fapiao-desk")) / "desk.log"


class FileLog:
    """One log file, shared by the desks of one user: each line is written at once and says which desk it is from."""

    def __init__(self, path: Path, desk: str, clock: Clock | None = None) -> None:
        self.path = path
        self._desk = desk
        self._clock = clock or SystemClock()
        self._file: PrivateFile | None = None
        self._tried = False

    def event(self, name: str, **facts: str | float | None) -> None:
        """Keep that ``name`` happened, with ids, counts and durations beside it."""
        self._write(name, facts)

    def defect(self, error: BaseException, where: str) -> str:
        """Keep the traceback of ``error`` and what led to it; return the id under which it is found."""
        identifier = "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))
        self._write("defect", {"id": identifier, "where": where, "faults": list(_faults(error))})
        return identifier

    def _opened(self) -> PrivateFile | None:
        if not self._tried:
            self._tried = True
            from tui.privatefile import open_private

            self._file = open_private(self.path, LARGEST, KEPT)
        return self._file

    def _write(self, name: str, facts: dict[str, Any]) -> None:
        line = {"at": self._clock.now().isoformat(), "event": name, "desk": self._desk, "pid": os.getpid(), **facts}
        try:
            text = json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)
            file = self._opened()
            if file is not None:
                file.put(text)
        except Exception:  # noqa: BLE001 - a log that fails must not add a failure of its own
            return


def _faults(error: BaseException) -> Iterator[dict[str, Any]]:
    """Yield ``error`` and what it came from, innermost last: kind and frames."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield {
            "kind": _kind(current),
            "frames": [_frame(f) for f in traceback.extract_tb(current.__traceback__)[-_DEEPEST:]],
        }
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _kind(error: BaseException) -> str:
    name = type(error).__name__
    number = error.errno if isinstance(error, OSError) else None
    return f"{name} {errno.errorcode.get(number, number)}" if number is not None else name


def _frame(frame: traceback.FrameSummary) -> str:
    """Return a frame without the places of this machine: module path, line, function."""
    path = Path(frame.filename)
    for root in (_ROOT, *(p for p in path.parents if p.name in {"site-packages", "lib"})):
        if path.is_relative_to(root):
            path = path.relative_to(root)
            break
    return f"{path}:{frame.lineno} {frame.name}"
