"""``fapiao preview``: the paper in lines, or a page of it as a picture; nothing is counted and no file written over."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from fapiao.usecases.invoices.import_files import import_bytes
from fapiao.usecases.people.sign_in import sign_in
from practicedesk import PASSWORD, make_desk

FAPIAO = str(Path(sys.executable).parent / "fapiao")
NUMBER = "26422000000099000101"
WITH_ACCOUNTS = "04200200011199000401"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    services = make_desk(folder)
    for file in (next((samples / "pdf").glob("01-*.pdf")), samples / "ofd" / "2020-电子普票-已签章完整.ofd"):
        list(import_bytes(services, sign_in(services, "admin", PASSWORD), file.name, file.read_bytes()))
    return folder


@pytest.fixture
def run(place: Path) -> Run:
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(place), "FAPIAO_STORE": str(place / "desk.db")}

    def fapiao(*words: str, number: str = NUMBER) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [FAPIAO, "preview", number, *words],
            env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    return fapiao


def test_a_page_is_written_in_the_size_of_the_paper(run, tmp_path):
    done = run("--png", str(tmp_path / "a5.png"), "--paper", "a5")

    assert (done.returncode, done.stdout) == (0, "已写入 a5.png：第 1/1 页；预览不计次数\n")
    with Image.open(tmp_path / "a5.png") as picture:
        assert picture.size == (pytest.approx(210 / 25.4 * 150, abs=2), pytest.approx(148 / 25.4 * 150, abs=2))


def test_a_file_is_never_written_over(run, tmp_path):
    (tmp_path / "there.png").write_text("mine")

    done = run("--png", str(tmp_path / "there.png"))

    assert (done.returncode, done.stderr) == (2, "fapiao: 已经有 there.png；请换一个文件名\n")
    assert (tmp_path / "there.png").read_text() == "mine"


def test_a_page_that_is_not_there_is_refused_with_how_many_there_are(run, tmp_path):
    done = run("--png", str(tmp_path / "two.png"), "--page", "2")

    assert (done.returncode, done.stderr) == (2, "fapiao: 没有第 2 页；这张纸共 1 页\n")
    assert list(tmp_path.iterdir()) == []


def test_without_a_file_the_face_is_written_in_lines(run):
    assert "武汉虚拟采购集团有限公司" in run().stdout


def test_lines_of_a_stored_page_do_not_say_that_the_face_was_set_from_data(run):
    told = run().stdout

    assert "码 ----" in told
    assert "本件依据发票数据排版" not in told


def test_who_may_not_see_everything_gets_no_picture(run, tmp_path):
    done = run("--png", str(tmp_path / "masked.png"), "--operator", "zhangmin", number=WITH_ACCOUNTS)

    assert done.returncode == 2
    assert "须遮盖的个人信息" in done.stderr
    assert list(tmp_path.iterdir()) == []
