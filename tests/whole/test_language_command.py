"""The command line in two languages: people read theirs, programs read Chinese with codes and fields."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from practicedesk import make_desk

FAPIAO = str(Path(sys.executable).parent / "fapiao")


@pytest.fixture
def run(tmp_path):
    make_desk(tmp_path, invoices=[]).store.close()
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(tmp_path)}

    def fapiao(*arguments, language=""):
        asked = {"FAPIAO_STORE": str(tmp_path / "desk.db"), "FAPIAO_LANG": language}
        return subprocess.run(
            [FAPIAO, *arguments], env=env | asked, capture_output=True, text=True, check=False, timeout=60
        )

    return fapiao


def test_a_refusal_is_read_in_ones_language(run):
    chinese, english = run("show", "12345678"), run("show", "12345678", language="en")

    assert chinese.stderr.startswith("fapiao: 本机没有发票 12345678；核对号码")
    assert english.stderr.startswith("fapiao: There is no invoice 12345678 in this store; Check the number")
    assert chinese.returncode == english.returncode == 1


def test_json_is_the_same_in_both_and_names_its_fields(run):
    chinese, english = run("show", "12345678", "--json"), run("show", "12345678", "--json", language="en")

    assert chinese.stdout == english.stdout
    error = json.loads(english.stdout)["error"]
    assert (error["code"], error["fields"]) == ("not_found", {"what": "12345678"})
    assert error["message"] == "本机没有发票 12345678"


def test_help_and_reports_are_read_in_ones_language(run):
    assert "Find invoices" in run("--help", language="en").stdout
    assert "查找发票" in run("--help").stdout
    assert run("ledger", "verify", language="en").stdout.startswith("Ledger of ")


def test_an_account_chooses_its_language(run):
    done = run("users", "language", "zhangmin", "en")

    assert (done.returncode, done.stdout) == (0, "账户 zhangmin 的语言：English\n")
    assert run("users", "language", "nobody", "en").returncode == 1
