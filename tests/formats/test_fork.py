"""A whole file is read in a fork of the child: the same words come back, within the limits, at little cost."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data.formats.readers import FileReaders
from data.formats.sandbox import single
from data.formats.sandbox.asked import asked, told
from data.formats.sandbox.fork import in_fork, spent
from data.formats.sandbox.parent import Sandbox
from data.formats.sandbox.wire import packed as on_wire
from data.formats.sandbox.wire import unpacked
from data.formats.sniff import Content
from fapiao.errors import UnreadableFile, UnusableIdentity
from fapiao.invoice import Seal, SealState
from fapiao.said import Said, say
from fapiao.verdict import Finding, Level
from ofdfile import members_of, packed

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
LOADED = """
import sys
from pathlib import Path
from data.formats.sandbox import child
from data.formats.sandbox.asked import asked
from data.formats.sniff import sniff
child.warm_up()
before = set(sys.modules)
for name in sys.argv[1:]:
    data = Path(name).read_bytes()
    child._do(b"f" + asked(name, sniff(data), 1 << 30, data))
print(sorted(set(sys.modules) - before))
"""


def test_a_fork_loads_nothing_that_the_child_has_not():
    files = [str(next((SAMPLES / folder).glob("*"))) for folder in ("xml", "pdf")]
    files += [str(path) for path in (SAMPLES / "ofd").glob("202*已签章完整.ofd")]

    done = subprocess.run(
        [sys.executable, "-c", LOADED, *files], capture_output=True, text=True, timeout=120, check=True
    )

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "value",
    [
        Seal(SealState.TEST, "甲", say("签名有效，{counted}相符", counted=say("{count} 项引用", count=3))),
        Finding("file.sum", Level.WARN, say("金额"), facts=(("金额", "1.00"), ("税额", "0.06"))),
        (Decimal("-0.10"), date(2026, 1, 2), None, True, 5, "x"),
    ],
    ids=["seal", "finding", "plain"],
)
def test_what_crosses_the_pipe_comes_back(value):
    back = unpacked(on_wire(value))

    assert back == value
    if isinstance(value, Seal):
        assert isinstance(back.note, Said)
        assert back.note.fields["counted"].template == "{count} 项引用"


def test_an_error_comes_back_with_both_sentences():
    back = unpacked(on_wire(UnusableIdentity(say("号码“{x}”不对", x="1"), say("请核对"))))

    assert (type(back), back.message, back.cure, back.fields) == (UnusableIdentity, "号码“1”不对", "请核对", {"x": "1"})


@pytest.mark.parametrize("answer", [{"!": "Popen", "args": "ls"}, {"no": "kind"}, {"!": "Kind", "v": "no such"}])
def test_nothing_else_is_made_of_an_answer(answer):
    with pytest.raises((KeyError, ValueError, TypeError)):
        unpacked(answer)


def test_a_request_says_what_is_asked():
    assert told(asked("a!b.xml", Content.XML, 5, b"<a/>")) == ("a!b.xml", Content.XML, 5, b"<a/>")


def test_a_fork_that_crashes_or_works_too_long_answers_nothing():
    def forever():
        while True:
            pass

    began = spent()

    assert in_fork(forever, 0.2) == b""
    assert in_fork(lambda: 1 / 0, 1.0) == b""
    assert in_fork(lambda: {"a": 1}, 1.0) == b'{"a": 1}'
    assert spent() - began < 1.0


def test_all_forks_of_a_file_share_its_time():
    def busy(_):
        while True:
            pass

    def file() -> dict[str, float]:
        inside, refused = single.Inside({b"q": busy}, 1.0), 0
        for _ in range(20):
            try:
                inside.ask(b"q", b"")
            except UnreadableFile:
                refused += 1
        return {"refused": refused, "spent": spent()}

    answer = json.loads(in_fork(file, 5.0))

    assert answer["refused"] == 20
    assert answer["spent"] < 1.2


def test_an_ofd_whose_picture_crashes_its_reader_still_speaks(monkeypatch):
    whole = (SAMPLES / "ofd" / "2020-电子普票-已签章完整.ofd").read_bytes()
    monkeypatch.setattr(single.Inside, "ask", _crashing)

    answer = single.read(asked("a.ofd", Content.ZIP, 1 << 30, whole), {}, 30.0)

    assert unpacked(answer["readings"])[0].invoice is not None


def _crashing(_self, _job, _data):
    raise UnreadableFile("x", "y")


def test_memory_is_bounded():
    sandbox = Sandbox()
    bomb = b"<a>" + b"<b>" * 60 + b"x" * (19 << 20) + b"</b>" * 60 + b"</a>"
    members = {f"Doc_0/Attachs/{n}.xml": bomb for n in range(5)}

    (reading,) = FileReaders(sandbox).read("a.ofd", packed(members_of(files=members)))

    assert reading.error is not None
    sandbox.close()
