"""``batch`` on the command line: a list of numbers becomes papers; what stopped is resumed; exit codes and JSON."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fapiao.invoice import Status
from fapiao.services import Services
from fapiao.stored import Query
from netports import until
from practicedesk import PASSWORD, make_desk, papers

FAPIAO = str(Path(sys.executable).parent / "fapiao")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return make_desk(tmp_path)


@pytest.fixture
def numbers(services: Services) -> list[str]:
    """Invoices that nobody has printed."""
    with services.store.reading() as unit:
        rows = unit.invoices.search(
            Query(print_state="unprinted", kinds=("digital_special", "digital_ordinary")), limit=20
        )
    return [row.full_no for row in rows]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(tmp_path),
        "FAPIAO_STORE": str(tmp_path / "desk.db"),
    }


@pytest.fixture
def who(tmp_path: Path) -> list[str]:
    path = tmp_path / "password"
    path.write_text(PASSWORD)
    path.chmod(0o600)
    return ["--operator", "zhangmin", "--password-file", str(path)]


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    def fapiao(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [FAPIAO, *words], env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )

    return fapiao


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., str]:
    def write(*lines: str) -> str:
        path = tmp_path / "numbers.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(path)

    return write


def test_a_file_of_numbers_becomes_papers_one_object_each(run, who, listed, numbers, tmp_path):
    done = run("batch", listed(*numbers[:3]), "--printer", "A4-前台", *who, "--json")

    shapes = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [(t["batch"], t["line"], t["number"], t["copy_no"], t["outcome"]) for t in shapes] == [
        (1, seq, number, 1, "confirmed") for seq, number in enumerate(numbers[:3], 1)
    ]
    assert len(papers(tmp_path)) == 3


def test_bad_lines_are_told_with_their_place_and_the_rest_is_printed(run, who, listed, numbers, tmp_path):
    file = listed("# the pile", numbers[0], "26429999999999999999", f"{numbers[1]}  # second", numbers[0])

    done = run("batch", file, "--printer", "A4-前台", *who)

    assert done.returncode == 2
    assert "numbers.txt:3: 本机没有发票 26429999999999999999" in done.stderr
    assert f"{numbers[0]} 写了两次，只打一张" in done.stderr
    assert len(papers(tmp_path)) == 2
    assert "第 1 批 完成：共 3 张，已打 2，缺 0，1 张找不到" in done.stdout


def test_a_refused_line_is_the_exit_code_and_the_rest_is_printed(run, who, listed, numbers, services, tmp_path):
    with services.store.writing() as unit:
        unit.invoices.set_status(numbers[1], Status.VOID)
        unit.commit()

    done = run("batch", listed(*numbers[:3]), "--printer", "A4-前台", *who, "--json")

    shapes = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3
    assert shapes[1]["error"]["rule"] == "reprint.void"
    assert len(papers(tmp_path)) == 2


def test_what_stopped_is_resumed_and_shown_and_its_manifest_holds(run, who, listed, numbers, tmp_path):
    (tmp_path / "A4-前台").rename(tmp_path / "away")
    stopped = run("batch", listed(*numbers[:3]), "--printer", "A4-前台", *who)
    assert (stopped.returncode, "缺 3；第 1 张：文件夹不存在" in stopped.stdout) == (5, True), stopped.stdout
    (found,) = json.loads(run("batch", "list", "--json").stdout)
    assert (found["batch"], found["state"], found["lines"]) == (1, "stopped", 3)
    (tmp_path / "away").rename(tmp_path / "A4-前台")

    resumed = run("batch", "resume", "1", *who)

    assert resumed.returncode == 0, resumed.stderr
    shown = json.loads(run("batch", "show", "1", "--json").stdout)
    assert (shown["state"], [line["state"] for line in shown["lines"]]) == ("finished", ["good"] * 3)
    assert {line["copy_no"] for line in shown["lines"]} == {1}
    manifest = run("batch", "manifest", "1", "--csv", str(tmp_path / "m.csv"))
    assert (manifest.returncode, manifest.stdout.strip()) == (0, "清单与账本一致")
    table = (tmp_path / "m.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(table) == 1 + 3 + 1
    assert f'"\'{numbers[0]}"' in table[1]
    assert "已确认" in run("batch", "manifest", "1").stdout


def test_another_printer_can_take_the_rest(run, who, listed, numbers, tmp_path):
    (tmp_path / "A4-前台").rename(tmp_path / "away")
    run("batch", listed(*numbers[:2]), "--printer", "A4-前台", *who)

    done = run("batch", "resume", "1", "--printer", "卷票-前台", *who)

    assert done.returncode == 0, done.stderr
    assert len(papers(tmp_path, "卷票-前台")) == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["batch", "resume"], "请写一个批号"),
        (["batch", "show", "x"], "请写一个批号"),
        (["batch", "show", "7"], "没有第 7 批"),
        (["batch", "numbers.txt"], "没有说用哪台打印机"),
        (["batch", "numbers.txt", "--printer", "A4-前台"], "打印要说明是谁"),
    ],
)
def test_what_is_missing_is_said_in_one_line(run, services, words, says):
    done = run(*words)

    assert (done.returncode, done.stderr.count("\n")) in {(1, 1), (2, 1)}
    assert says in done.stderr


def test_a_signal_stops_it_after_the_current_sheet(environment, run, who, listed, numbers, services, tmp_path):
    process = subprocess.Popen(
        [FAPIAO, "batch", listed(*numbers), "--printer", "A4-前台", *who],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until(lambda: bool(papers(tmp_path)), what="the first paper")

    process.send_signal(signal.SIGTERM)
    out, err = process.communicate()

    shown = json.loads(run("batch", "show", "1", "--json").stdout)
    made = [line for line in shown["lines"] if line["state"] == "good"]
    assert (shown["state"], err) == ("stopped", ""), out
    assert 0 < len(made) == len(papers(tmp_path)) < len(numbers)


def test_after_kill_9_another_process_prints_the_rest_and_no_number_twice(
    environment, run, who, listed, numbers, services, tmp_path
):
    process = subprocess.Popen(
        [FAPIAO, "batch", listed(*numbers), "--printer", "A4-前台", *who],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until(lambda: len(papers(tmp_path)) >= 3, what="three papers")
    process.kill()
    process.wait()
    (found,) = json.loads(run("batch", "list", "--json").stdout)
    before = {path.name for path in papers(tmp_path)}

    resumed = run("batch", "resume", "1", *who)

    assert (found["state"], found["note"]) == ("stopped", "打印中途断开")
    assert resumed.returncode == 0, resumed.stderr
    made = [path.name.rsplit("-", 5)[0] for path in papers(tmp_path)]
    assert sorted(made) == sorted(f"{number}-01" for number in numbers)
    assert before <= {path.name for path in papers(tmp_path)}
    assert run("batch", "manifest", "1", "--csv", str(tmp_path / "m.csv")).returncode == 0
