"""Which desks are alive, and what time it is: two ports that the operating system answers."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime
from pathlib import Path

_START_FIELD = 19
"""Position of ``starttime`` after the command name in ``/proc/<pid>/stat`` (proc(5), field 22)."""


class SystemClock:
    """The wall clock; implements :class:`fapiao.ports.host.Clock`."""

    def now(self) -> datetime:
        """Return the time, aware UTC."""
        return datetime.now(UTC)


class HostProcesses:
    """Processes of this host; implements :class:`fapiao.ports.host.Processes`. A pid alone would be reused."""

    def __init__(self) -> None:
        self._host = socket.gethostname().replace(":", "_")

    def me(self) -> str:
        """Return this process as ``host:pid:start``."""
        return f"{self._host}:{os.getpid()}:{_started(os.getpid())}"

    def is_alive(self, holder: str) -> bool | None:
        """Tell whether that process lives; None for another host."""
        host, _, rest = holder.partition(":")
        pid, _, start = rest.partition(":")
        if host != self._host or not pid.isdigit():
            return None
        return _started(int(pid)) == start


def _started(pid: int) -> str:
    """Return the start time of a process in clock ticks since boot; empty if there is none or it is a zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[_START_FIELD]
