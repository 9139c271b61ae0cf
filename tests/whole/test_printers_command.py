"""``fapiao printers``: added, asked once, listed with what was found, and tried with a receipt of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from escposshim import escpos_shim
from netports import until
from practicedesk import PASSWORD, make_desk, papers

FAPIAO = str(Path(sys.executable).parent / "fapiao")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    make_desk(tmp_path, invoices=[]).store.close()
    env = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(tmp_path),
        "FAPIAO_STORE": str(tmp_path / "desk.db"),
    }

    def fapiao(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [FAPIAO, *words], env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )

    return fapiao


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "secret"
    path.write_text(PASSWORD + "\n", encoding="utf-8")
    path.chmod(0o600)
    return str(path)


def listed(run: Run, name: str) -> Any:
    return next(p for p in json.loads(run("printers", "list", "--json").stdout) if p["name"] == name)


def test_a_probe_is_kept_and_shown(run, emupos):
    with escpos_shim(emupos.tcp) as shim:
        run("printers", "add", "TILL", "--device", shim.url, "--paper", "roll-80")
        before = listed(run, "TILL")
        done = run("printers", "probe", "TILL", "--json", "--no-cutter", "--charset", "gbk")
        after, doctor = listed(run, "TILL"), run("doctor").stdout

    assert (before["evidence"], before["probed_at"]) == (None, None)
    assert (done.returncode, json.loads(done.stdout)["notes"]) == (0, [])
    assert (after["evidence"], after["model"], after["state"]) == (4, "EPSON TM-T20III", "ready")
    assert after["head"] == {
        "charset": "gbk", "columns": 48, "dots": 576, "cutter": False, "qr": True, "pictures": "raster",
    }  # fmt: skip
    assert "EPSON TM-T20III  证据 4" in doctor
    assert emupos.receipts() == []


def test_a_probe_survives_a_change_of_the_stand_in_and_not_of_the_device(run, emupos):
    with escpos_shim(emupos.tcp) as shim:
        device = ("--device", shim.url, "--paper", "roll-80")
        run("printers", "add", "TILL", *device)
        run("printers", "probe", "TILL")
        run("printers", "add", "TILL", *device, "--backup", "卷票-前台")
        kept = listed(run, "TILL")
        run("printers", "add", "TILL", "--device", "escpos+tcp://192.0.2.7", "--paper", "roll-80")

    assert (kept["backup"], kept["evidence"]) == ("卷票-前台", 4)
    assert listed(run, "TILL")["evidence"] is None


def test_a_stand_in_with_other_paper_is_refused(run):
    done = run(
        "printers", "add", "TILL", "--device", "escpos+tcp://192.0.2.7", "--paper", "roll-80", "--backup", "A4-前台"
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "备用打印机" in done.stderr


def test_a_test_receipt_comes_out_of_a_real_stand_in(run, secret, emupos):
    run("printers", "add", "TILL", "--device", emupos.url, "--paper", "roll-80")

    done = run("printers", "test", "TILL", "--operator", "lilei", "--password-file", secret, "--json")

    until(emupos.receipts, what="the receipt")
    facts = json.loads(done.stdout)
    assert (done.returncode, facts["outcome"], facts["evidence"], facts["paper"]) == (0, "handed_over", 3, "roll-80")
    assert "测试小票" in emupos.text()
    assert emupos.unknown_commands() == []


def test_a_page_printer_gets_the_ruler(run, secret, tmp_path):
    done = run("printers", "test", "A4-前台", "--operator", "lilei", "--password-file", secret)

    assert done.returncode == 0
    assert [p.name.startswith("ruler-") for p in papers(tmp_path)] == [True]


def test_a_test_page_needs_a_person_who_may(run, secret):
    done = run("printers", "test", "A4-前台", "--operator", "zhangmin", "--password-file", secret, "--json")

    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (3, "not_permitted")


def test_a_test_page_needs_an_operator(run):
    done = run("printers", "test", "A4-前台")

    assert done.returncode == 2
    assert "--operator" in done.stderr


def test_a_printer_that_is_away_is_said_in_one_line(run, free_port):
    run("printers", "add", "TILL", "--device", f"escpos+tcp://127.0.0.1:{free_port}", "--paper", "roll-80")

    done = run("printers", "probe", "TILL")

    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith("fapiao: 连接不上打印机；")
