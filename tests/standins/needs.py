"""What a test cannot do without, by name. Outside CI a missing thing skips the test and says how to get it; in CI it
fails, so that nothing is ever left out there unnoticed."""

from __future__ import annotations

import functools
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IN_CI = os.environ.get("CI") == "true"


def emupos_program() -> str:
    """The receipt-printer stand-in: ``EMUPOS`` in the environment, else our own venv's, else the PATH's."""
    own = ROOT / ".venv-emupos" / "bin" / "emupos"
    return os.environ.get("EMUPOS") or (str(own) if own.exists() else shutil.which("emupos") or "")


def _programs(*names: str) -> Callable[[], bool]:
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    return lambda: all(shutil.which(name, path=path) for name in names)


@functools.cache
def _cups_user() -> bool:
    import pwd

    try:
        pwd.getpwnam("lp")
    except KeyError:
        return False
    return True


def _cjk_fonts() -> bool:
    return any(Path("/usr/share/fonts").rglob("NotoSansCJK*"))


_HERE: dict[str, Callable[[], bool]] = {
    "cairo": lambda: any(Path("/usr/lib").rglob("libcairo.so.2")),
    "cjk-fonts": _cjk_fonts,
    "cups": lambda: _programs("cupsd", "lpadmin")() and _cups_user() and os.geteuid() == 0,
    "emupos": lambda: bool(emupos_program()),
    "ghostscript": _programs("gs"),
    "ippeveprinter": _programs("ippeveprinter", "dbus-daemon", "pdfinfo"),
    "linux": lambda: sys.platform == "linux",
    "poppler": _programs("pdftotext", "pdftoppm", "pdffonts"),
    "tmux": _programs("tmux"),
    "zbar": _programs("zbarimg"),
}


def require(*names: str) -> None:
    """Skip the running test where one of ``names`` is missing; fail it in CI."""
    missing = [name for name in names if not _HERE[name]()]
    if not missing:
        return
    reason = f"needs {', '.join(missing)}: scripts/setup_system and scripts/setup_emupos bring it"
    if IN_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
