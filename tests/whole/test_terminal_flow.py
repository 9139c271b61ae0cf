"""The real program in a real terminal, from an empty folder to paper with a record."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pypdfium2
import pytest

from screens.base import DOUBLE_ENTER
from tmuxdesk import TmuxDesk

FAPIAO = str(Path(sys.executable).parent / "fapiao")
PASSWORD = "lianxi-mima-2026"
PAYLOAD = "01,32,,26422000000099000102,200.00,20260407,,467A"
NUMBER = "26422000000099000102"


def wait_out_the_double_enter() -> None:
    """A person takes longer than 300 ms between two Enters; a script has to be told to."""
    time.sleep(DOUBLE_ENTER + 0.05)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "FAPIAO_STORE": str(tmp_path / "desk.db"),
        "FAPIAO_DESK": "一号台",
        "HOME": str(tmp_path),
    }


@pytest.fixture
def run(env: dict[str, str]):
    def fapiao(*words: str) -> str:
        done = subprocess.run([FAPIAO, *words], env=env, check=True, capture_output=True, text=True)
        return done.stdout

    return fapiao


@pytest.fixture
def desk(tmp_path: Path, samples: Path, run, env: dict[str, str]) -> TmuxDesk:
    password = tmp_path / "password"
    password.write_text(PASSWORD)
    password.chmod(0o600)
    (tmp_path / "papers").mkdir()
    run("init", "--admin", "admin", "--password-file", str(password))
    run("users", "add", "zhangmin", "--role", "operator", "--shown", "张敏", "--password-file", str(password))
    run("printers", "add", "A4", "--device", f"file://{tmp_path}/papers", "--paper", "a4-upper")
    run("import", str(samples / "xml"), str(samples / "pdf" / "02-数电普票.pdf"))
    return TmuxDesk(tmp_path, [FAPIAO], env)


def papers(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "papers").glob("*.pdf"))


@pytest.mark.needs("tmux")
def test_a_first_print_is_a_scan_and_enter_and_a_reprint_one_digit_more(desk: TmuxDesk, tmp_path: Path, run) -> None:
    with desk as terminal:
        terminal.until("用户名", "A4 就绪")
        terminal.type("zhangmin\r" + PASSWORD + "\r")
        terminal.until("首页")

        terminal.type(PAYLOAD + "\r")
        terminal.until("核对", "可以补打", "2642 2000 0000 9900 0102")
        terminal.until("首次补打")
        wait_out_the_double_enter()
        terminal.press("Enter")
        terminal.until("看一眼纸")
        assert len(papers(tmp_path)) == 1

        terminal.type(PAYLOAD + "\r")
        terminal.until("需要说明原因", "第 2 次")
        wait_out_the_double_enter()
        terminal.type("3\r")
        terminal.until("看一眼纸", "第 2 次")
        terminal.type("1\r")
        terminal.until("首页", "清楚完整")

    text = pypdfium2.PdfDocument(papers(tmp_path)[1])[0].get_textpage().get_text_bounded()
    assert len(papers(tmp_path)) == 2
    assert NUMBER in text
    assert "第2次" in text
    assert '"ok": true' in run("ledger", "verify", "--json")


@pytest.mark.needs("tmux")
def test_a_desk_whose_terminal_is_gone_ends_though_nobody_tells_it(desk, tmp_path: Path, env: dict[str, str]) -> None:
    """``make`` and other wrappers take the hang-up for themselves and wait."""
    wrapper = ["sh", "-c", f"trap : HUP; '{FAPIAO}'; touch '{tmp_path}/ended'"]
    with TmuxDesk(tmp_path, wrapper, env) as terminal:
        terminal.until("用户名", "A4 就绪")

    end = time.monotonic() + 60
    while not (tmp_path / "ended").exists():
        assert time.monotonic() < end, "it still runs"
        time.sleep(0.05)


@pytest.mark.needs("tmux")
def test_a_terminal_that_is_closed_while_printing_leaves_a_record(desk: TmuxDesk, tmp_path: Path, run) -> None:
    with desk as terminal:
        terminal.until("用户名", "A4 就绪")
        terminal.type("zhangmin\r" + PASSWORD + "\r")
        terminal.until("首页")
        terminal.type(PAYLOAD + "\r")
        terminal.until("可以补打")
        wait_out_the_double_enter()
        terminal.press("Enter")

    record = run("records", "--json")
    while '"outcome": "open"' in record:
        record = run("records", "--json")

    assert ("confirmed" in record) == bool(papers(tmp_path))


@pytest.mark.parametrize("words", [[], ["demo"]])
def test_without_a_terminal_one_line_names_the_tour(env: dict[str, str], words: list[str]) -> None:
    done = subprocess.run(
        [FAPIAO, *words], env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )

    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert "fapiao demo --tour" in done.stderr


def test_the_tour_leaves_screens_page_and_receipt(env: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "out"

    subprocess.run([FAPIAO, "demo", "--tour", str(out)], env=env, check=True, capture_output=True)

    assert len(list(out.glob("*.svg"))) >= 9
    assert (out / "paper-a4.pdf").read_bytes().startswith(b"%PDF")
    assert (out / "receipt-80mm.escpos").stat().st_size > 500
    shutil.rmtree(out)
