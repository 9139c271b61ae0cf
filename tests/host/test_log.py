"""The program's log: one line each, its owner's alone, without a word of what was worked on."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tui import log as logmodule
from tui.log import FileLog
from tui.logfile import defects, followed, last_lines

PERSONAL = "张三 13800138000 26422000000099000101"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "desk.log"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught


def test_an_event_is_a_line_with_time_desk_and_process(path: Path):
    FileLog(path, "一号台").event("paper", attempt="a-1", printer="A4", ms=41.5)

    (line,) = lines(path)
    assert line["event"] == "paper"
    assert (line["desk"], line["pid"]) == ("一号台", os.getpid())
    assert (line["attempt"], line["printer"], line["ms"]) == ("a-1", "A4", 41.5)
    assert str(line["at"]).endswith("+00:00")


def test_the_file_is_its_owners_alone(path: Path):
    FileLog(path, "D").event("start")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_defect_is_kept_with_frames_and_kinds_but_without_messages(path: Path):
    first = raised(KeyError(PERSONAL))
    second = raised(OSError(28, PERSONAL, PERSONAL))
    second.__cause__ = first

    identifier = FileLog(path, "D").defect(second, "verify")

    (line,) = lines(path)
    assert (line["id"], line["where"]) == (identifier, "verify")
    assert [fault["kind"] for fault in line["faults"]] == ["OSError ENOSPC", "KeyError"]
    assert any("test_log.py" in frame for frame in line["faults"][0]["frames"])
    assert not any(word in path.read_text(encoding="utf-8") for word in PERSONAL.split())


def test_frames_name_no_place_of_the_machine(path: Path):
    FileLog(path, "D").defect(raised(ValueError()), "x")

    (line,) = lines(path)
    assert line["faults"][0]["frames"] == [f for f in line["faults"][0]["frames"] if not f.startswith("/")]


def test_a_long_log_is_turned_over_and_older_ones_are_few(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(logmodule, "LARGEST", 2_000)
    log = FileLog(path, "D")

    for number in range(200):
        log.event("turn", number=number)

    kept = sorted(path.parent.iterdir())
    assert len(kept) == logmodule.KEPT + 1
    assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in kept)
    assert lines(path)[-1]["number"] == 199


def test_a_log_that_cannot_be_written_is_done_without(tmp_path: Path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    log = FileLog(tmp_path / "file" / "desk.log", "D")

    log.event("start")

    assert log.defect(raised(KeyError("x")), "y")


def test_what_cannot_be_said_in_json_is_named_by_its_kind(path: Path):
    FileLog(path, "D").event("odd", what=object())  # type: ignore[arg-type]  # a fault of whoever logs

    assert lines(path)[0]["what"] == "object"


def test_two_desks_write_to_one_file(path: Path):
    desks = [FileLog(path, name) for name in ("A", "B")]

    threads = [threading.Thread(target=lambda d=desk: [d.event("e", n=n) for n in range(100)]) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(lines(path)) == 200


def test_the_newest_lines_and_defects_are_read_back(path: Path):
    log = FileLog(path, "D")
    for number in range(10):
        log.event("e", n=number)
    identifier = log.defect(raised(KeyError("x")), "y")

    assert len(last_lines(path, 3)) == 3
    assert [each["id"] for each in defects(path)] == [identifier]
    assert last_lines(path.with_name("none")) == []


def test_a_log_is_followed_as_it_grows(path: Path):
    log = FileLog(path, "D")
    log.event("before")
    seen: list[str] = []

    def goes_on() -> bool:
        log.event("after", n=len(seen))
        return len(seen) < 2

    for line in followed(path, goes_on):
        seen.append(json.loads(line)["event"])

    assert seen[:2] == ["after", "after"]


def test_a_fault_on_the_command_line_is_one_line_with_its_id(tmp_path: Path):
    path = tmp_path / "desk.log"
    code = "import tui.command as c, sys; c._run = lambda args: 1 / 0; sys.exit(c.main(['doctor']))"

    ended = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"FAPIAO_LOG": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )

    (line,) = lines(path)
    assert ended.returncode == 5
    assert ended.stderr.count("\n") == 1
    assert str(line["id"]) in ended.stderr
    assert line["faults"][0]["kind"] == "ZeroDivisionError"


def test_a_support_bundle_holds_no_invoice_and_no_name(tmp_path: Path):
    import zipfile

    out, log = tmp_path / "bundle.zip", tmp_path / "desk.log"
    FileLog(log, "D").defect(raised(KeyError(PERSONAL)), "x")

    ended = subprocess.run(
        [sys.executable, "-m", "tui.command", "support", "--out", str(out), "--store", str(tmp_path / "none.db")],
        env=os.environ | {"FAPIAO_LOG": str(log)}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stderr
    with zipfile.ZipFile(out) as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert set(texts) == {"versions.json", "doctor.json", "schema.json", "log.jsonl"}
    assert "textual" in texts["versions.json"]
    assert not any(word in text for text in texts.values() for word in PERSONAL.split())
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
