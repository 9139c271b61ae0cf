"""What reaches the terminal, the receipt printer and the spreadsheet, byte by byte, from a hostile invoice."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.terminal import Terminal
from fapiao.people import Operator, Role, Session
from fapiao.usecases.invoices.import_files import import_bytes
from practicedesk import PASSWORD, make_desk

FAPIAO = str(Path(sys.executable).parent / "fapiao")
NUMBER = "26422000000099000108"
EVIL = "\u009b31m红\u009d52;c;eA==\u009c\u202e反向\u200b零\u2066隔\ue000[/][red]"
RAW = [c.encode() for c in "\u009b\u009d\u009c\u202e\u200b\u2066\ue000"]


@pytest.fixture
def desk(tmp_path: Path, samples: Path) -> Path:
    services = make_desk(tmp_path, invoices=[])
    host = Session(Operator("host", "", frozenset({Role.ADMIN})), "host", services.now(), via_host=True)
    text = (samples / "xml" / "08-生僻字与标记文本.xml").read_text(encoding="utf-8")
    evil = text.replace("武汉䶮𬭎（样例）科技有限公司", f"武汉䶮𬭎{EVIL}").replace("武汉测试用户研究院", EVIL)
    assert EVIL in evil
    name = f"恶意{EVIL}\x1b[2J.xml"
    assert [line.error for line in import_bytes(services, host, name, evil.encode())] == [None]
    return tmp_path


def env(desk: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(desk), "FAPIAO_STORE": str(desk / "desk.db")}


def run(desk: Path, *words: str) -> bytes:
    return subprocess.run([FAPIAO, *words], env=env(desk), check=True, capture_output=True).stdout


def test_the_terminal_gets_nothing_that_it_would_obey(desk: Path) -> None:
    with Terminal([FAPIAO], env(desk)) as terminal:
        terminal.until("A4-前台 就绪")
        terminal.press(f"zhangmin\r{PASSWORD}\r")
        terminal.until("查找与补打")
        terminal.press(f"{NUMBER}\r")
        terminal.until("可以补打")
        for key in ("\x1b[15~", "\x1b", "\x1b[18~", "\x1b", "\x1bOQ"):
            terminal.press(key)
            terminal.quiet(0.4)
        painted = bytes(terminal.painted)

    assert [raw for raw in RAW if raw in painted] == []
    assert "武汉䶮𬭎".encode() in painted


@pytest.mark.parametrize("words", [("show", NUMBER), ("show", NUMBER, "--json"), ("find", "武汉"), ("why", NUMBER)])
def test_the_command_line_prints_nothing_that_a_terminal_would_obey(desk: Path, words: tuple[str, ...]) -> None:
    printed = run(desk, *words)

    assert [raw for raw in [*RAW, b"\x1b"] if raw in printed] == []


def test_the_paper_and_the_table_are_stopped_or_clean(desk: Path) -> None:
    password = desk / "password"
    password.write_text(PASSWORD)
    password.chmod(0o600)
    words = ["reprint", NUMBER, "--printer", "卷票-前台", "--operator", "zhangmin", "--password-file", str(password)]

    done = subprocess.run([FAPIAO, *words], env=env(desk), check=False, capture_output=True, text=True)
    run(desk, "records", "--csv", str(desk / "records.csv"))

    rows = list(csv.reader((desk / "records.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert done.returncode == 5
    assert "U+FFFD" in done.stdout
    assert list((desk / "卷票-前台").iterdir()) == []
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
