"""A terminal that a script drives: tmux on a socket of its own, keys in, the screen's text out."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

_PATIENCE = 60.0
_STEP = 0.05


class TmuxDesk:
    """One program in one tmux session. A context manager."""

    def __init__(
        self, folder: Path, command: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = (80, 24)
    ) -> None:
        self._tmux = ["tmux", "-u", "-f", "/dev/null", "-S", str(folder / "tmux.sock")]
        self._command, self._env, self._size = command, env, size

    def __enter__(self) -> Self:
        """Start the program."""
        settings = [item for name, value in self._env.items() for item in ("-e", f"{name}={value}")]
        width, height = map(str, self._size)
        self._run("new-session", "-d", "-s", "desk", "-x", width, "-y", height, *settings, *self._command)
        return self

    def __exit__(self, *exc: object) -> None:
        """End tmux and what runs in it."""
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)

    def _run(self, *words: str) -> str:
        return subprocess.run([*self._tmux, *words], check=True, capture_output=True, text=True).stdout

    def type(self, text: str) -> None:
        """Type literally, as a scanner does."""
        self._run("send-keys", "-t", "desk", "-l", text)

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names."""
        self._run("send-keys", "-t", "desk", *keys)

    def screen(self) -> str:
        """Return what is on the screen."""
        return self._run("capture-pane", "-p", "-t", "desk")

    def until(self, *texts: str) -> str:
        """Wait until all of ``texts`` are on the screen; return it."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            shown = self.screen()
            if all(text in shown for text in texts):
                return shown
            time.sleep(_STEP)
        raise TimeoutError(f"{texts} never came:\n{self.screen()}")
