"""Bad input gets one clear line with the cure, an exit code that is not 0, and nothing is lost."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from fapiao.people import Operator, Role, Session
from fapiao.usecases.invoices.import_files import import_bytes
from practicedesk import PASSWORD, make_desk

FAPIAO = str(Path(sys.executable).parent / "fapiao")
NUMBER = "26422000000099000104"
_SMALL_FILES = 16 * 1024

Run = Callable[..., subprocess.CompletedProcess[str]]


def fapiao_at(folder: Path, *words: str, full_disk: bool = False, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run the real command line on the store in ``folder``."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (_SMALL_FILES, _SMALL_FILES))

    env = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "FAPIAO_STORE": str(folder / "desk.db"),
    }
    return subprocess.run(
        [FAPIAO, *words], env=env | extra, capture_output=True, text=True, check=False,
        preexec_fn=limit if full_disk else None, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return partial(fapiao_at, tmp_path)


@pytest.fixture
def password(tmp_path: Path) -> str:
    path = tmp_path / "password"
    path.write_text(PASSWORD)
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def store(tmp_path: Path, samples: Path) -> Path:
    services = make_desk(tmp_path, invoices=[])
    host = Session(Operator("host", "", frozenset({Role.ADMIN})), "host", services.now(), via_host=True)
    name = "04-数电专票-九行长名称.xml"
    assert [line.error for line in import_bytes(services, host, name, (samples / "xml" / name).read_bytes())] == [None]
    return tmp_path / "desk.db"


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    text = done.stderr or done.stdout
    assert "Traceback" not in done.stderr
    assert done.returncode != 0
    assert len(done.stderr.splitlines()) <= 1
    assert text.strip()
    return text


BAD_FILES = [
    "bad/zip炸弹-deflate.ofd", "bad/zip炸弹-bzip2.ofd", "bad/zip炸弹-谎报大小.ofd", "bad/路径穿越.ofd", "bad/实体炸弹.xml",
    "bad/外部实体.xml", "bad/截断.xml", "bad/空文件.xml", "bad/其实是PNG.ofd", "bad/深嵌套两万层.xml", "bad/缺OFD.xml.ofd",
    "bad/截断.ofd", "bad/重复元素.xml", "bad/金额1e400.xml", "pdf/05-口令加密.pdf", "pdf/07-截断.pdf",
]  # fmt: skip


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> tuple[list[dict[str, Any]], str, int]:
    """What one import of all of them says: its lines, all that it printed, and how many invoices there are afterwards."""
    folder = tmp_path_factory.mktemp("bad")
    services = make_desk(folder, invoices=[])
    done = fapiao_at(folder, "import", "--json", *(str(samples / name) for name in BAD_FILES))
    assert done.returncode == 1
    return (
        [json.loads(line) for line in done.stdout.splitlines()],
        done.stdout + done.stderr,
        services.store.facts().invoices,
    )


def test_every_bad_file_is_one_line(refused):
    lines, printed, invoices = refused

    assert [Path(line["path"]).name for line in lines] == [Path(name).name for name in BAD_FILES]
    assert "诱饵内容" not in printed
    assert "Traceback" not in printed
    assert invoices == 0


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_a_cure(refused, name: str) -> None:
    (line,) = [line for line in refused[0] if line["path"].endswith(name)]

    assert line["result"] == "refused"
    assert line["error"]["message"]
    assert line["error"]["cure"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("import", "no-such-file.xml"), 1),
        (("show", "26422000000088888888"), 1),
        (("show", "1234"), 1),
        (("why", NUMBER, "--reason", "boredom"), 2),
        (("reprint", NUMBER, "--printer", "A4-前台", "--operator", "zhangmin", "--password-file", "nowhere"), 2),
        (("printers", "add", "X", "--device", "lpt1:", "--paper", "a4-upper"), 2),
        (("printers", "add", "X", "--device", "file:///tmp", "--paper", "b5"), 2),
        (("policy", "set", "copies.max", "many"), 2),
        (("policy", "set", "no.such.rule", "1"), 2),
        (("users", "add", "zhangmin", "--role", "operator"), 2),
        (("init", "--admin", "admin"), 2),
        (("no-such-command",), 2),
        (("find",), 2),
    ],
)
def test_a_bad_command_is_one_line_and_no_traceback(store: Path, run: Run, words: tuple[str, ...], code: int) -> None:
    done = run(*words)

    assert one_line(done)
    assert done.returncode == code


def test_a_wrong_password_prints_nothing(store: Path, run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not-the-password")
    wrong.chmod(0o600)

    done = run("reprint", NUMBER, "--printer", "A4-前台", "--operator", "zhangmin", "--password-file", str(wrong))

    assert "用户名或密码不对" in one_line(done)
    assert list((tmp_path / "A4-前台").iterdir()) == []


def test_a_password_file_that_others_read_is_refused(store: Path, run: Run, tmp_path: Path, password: str) -> None:
    Path(password).chmod(0o644)

    done = run("reprint", NUMBER, "--printer", "A4-前台", "--operator", "zhangmin", "--password-file", password)

    assert "chmod 600" in one_line(done)


def test_no_such_printer_names_where_to_look(store: Path, run: Run, password: str) -> None:
    done = run("reprint", NUMBER, "--printer", "B5", "--operator", "zhangmin", "--password-file", password)

    assert "printers list" in one_line(done)


def test_a_printer_that_is_not_there_fails_clean_and_keeps_the_number(store: Path, run: Run, password: str) -> None:
    run("printers", "add", "net", "--device", "ipp://127.0.0.1:9/ipp/print", "--paper", "a4-upper")
    words = ("reprint", NUMBER, "--printer", "net", "--operator", "zhangmin", "--password-file", password, "--json")

    first, second = run(*words), run(*words)

    assert (first.returncode, second.returncode) == (5, 5)
    assert [json.loads(d.stdout)["copy_no"] for d in (first, second)] == [1, 1]
    assert json.loads(first.stdout)["outcome"] == "failed_clean"


def test_a_missing_store_says_how_to_make_one(run: Run) -> None:
    assert "fapiao init" in one_line(run("find", "x"))


def test_a_newer_store_is_refused_with_both_versions(store: Path, run: Run) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA user_version = 999")

    done = run("find", "x")

    assert "999" in one_line(done)


def test_a_foreign_file_is_no_store(run: Run, tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(b"This is not a database" * 100)

    assert one_line(run("find", "x"))


def test_a_full_disk_prints_nothing_and_loses_nothing(store: Path, run: Run, tmp_path: Path, password: str) -> None:
    words = ("reprint", NUMBER, "--printer", "A4-前台", "--operator", "zhangmin", "--password-file", password)

    done = run(*words, full_disk=True)

    assert one_line(done)
    assert [p for p in (tmp_path / "A4-前台").iterdir() if p.suffix == ".pdf"] == []
    assert json.loads(run("ledger", "verify", "--json").stdout)["ok"] is True
    assert run(*words).returncode == 0


def test_a_ledger_that_was_changed_is_named(store: Path, run: Run) -> None:
    with sqlite3.connect(store) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='ledger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE ledger SET actor='nobody' WHERE seq=2")

    done = run("ledger", "verify")

    assert one_line(done)


def test_an_error_with_json_is_json_on_standard_output(run: Run) -> None:
    done = run("find", "x", "--json")

    error = json.loads(done.stdout)["error"]
    assert (error["code"], bool(error["message"]), bool(error["cure"])) == ("store_missing", True, True)
