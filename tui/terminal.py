"""What a terminal must be able to do before the first screen, and the environment that Textual reads.

Textual takes commands from ``TEXTUAL*`` variables; a kiosk's user must not be able to set them (docs/terminal.md).
"""

from __future__ import annotations

import errno
import os
import sys
import termios

from fapiao.errors import BadInput
from fapiao.said import say

_OWN = {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_DISABLE_KITTY_KEY": "1"}


def scrub_environment() -> None:
    """Remove every ``TEXTUAL*`` variable and set our own; before Textual is imported."""
    for name in [n for n in os.environ if n.startswith("TEXTUAL")]:
        del os.environ[name]
    os.environ.update(_OWN)


def has_terminal() -> bool:
    """Tell whether somebody sits at the other end."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def is_hung_up() -> bool:
    """Tell whether the terminal that keys came from is gone.

    SIGHUP says so, but not to everybody: the kernel tells the session's leader, and one that waits for us instead of
    ending, as make does, keeps it to itself.
    """
    try:
        termios.tcgetattr(0)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False


def check_terminal() -> None:
    """Raise BadInput for a terminal that could not show Chinese."""
    if os.environ.get("TERM", "dumb") == "dumb":
        raise BadInput(say("终端类型是 dumb，显示不了画面"), say("请设置 TERM，例如 xterm-256color"))
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding != "utf8":
        raise BadInput(
            say("终端编码是 {encoding}，显示不了中文", encoding=sys.stdout.encoding),
            say("请设置 LANG=C.UTF-8 或 PYTHONUTF8=1"),
        )
