"""What is loaded when the first screen stands: the program is started in a terminal and asked at that very moment."""

from __future__ import annotations

import json
import sys

import pytest

from bench.programs import FIRST_PAINT
from bench.terminal import Terminal

HEAVY = {
    "PIL", "alembic", "argon2", "cryptography", "escpos", "httpx", "lxml", "ofdkit", "pikepdf", "psycopg", "pydantic",
    "pypdfium2", "pypinyin", "pysqlite3", "reportlab", "segno", "sqlalchemy", "sqlmodel", "zxingcpp",
}  # fmt: skip
OURS_BEHIND_THE_PAINT = {"data", "printing"}

WATCHED = """
import json, os, pathlib, sys
from textual.drivers.linux_driver import LinuxDriver

mark, answer = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
paint = LinuxDriver.write

def write(self, data):
    paint(self, data)
    if mark in data:
        answer.write_text(json.dumps(sorted(sys.modules)))
        os._exit(0)

LinuxDriver.write = write
sys.argv[0] = "fapiao"
from tui.command import main
sys.exit(main())
"""


@pytest.fixture(params=["fapiao", "fapiao demo"])
def loaded(request, tmp_path):
    """The modules that are loaded when the sign-in screen is painted."""
    answer, store = tmp_path / "modules.json", tmp_path / "desk.db"
    store.touch()
    arguments = ["demo"] if request.param == "fapiao demo" else ["--store", str(store)]
    command = [sys.executable, "-c", WATCHED, FIRST_PAINT, str(answer), *arguments]

    with Terminal(command, {"XDG_DATA_HOME": str(tmp_path)}) as terminal:
        terminal.wait()

    assert answer.is_file(), bytes(terminal.painted).decode(errors="replace")
    return set(json.loads(answer.read_text()))


def test_nothing_heavy_is_loaded_before_the_first_paint(loaded):
    assert "screens.people.sign_in" in loaded
    assert {name.partition(".")[0] for name in loaded} & (HEAVY | OURS_BEHIND_THE_PAINT) == set()
