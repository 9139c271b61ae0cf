"""The programs that are started and timed: the real desk on a practice store, and the bare ones beside it."""

from __future__ import annotations

import sys
from pathlib import Path

FAPIAO = Path(sys.executable).with_name("fapiao")
DEMO = (str(FAPIAO), "demo")
BARE_TEXTUAL = (sys.executable, str(Path(__file__).with_name("bare_textual.py")))
BARE_PYTHON = (sys.executable, "-c", "pass")
FIRST_PAINT = "关闭程序"
"""Stands in the last line of the sign-in screen and of the bare program."""
OPEN = "账本 "
"""Stands on the sign-in screen once the store is open."""


def practice_environment(folder: Path) -> dict[str, str]:
    """Make a practice store below ``folder``; return the environment in which ``fapiao demo`` finds it."""
    from tui.practice import make_practice

    make_practice(folder / "fapiao-desk" / "practice")
    return {"XDG_DATA_HOME": str(folder)}
