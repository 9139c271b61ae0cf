"""Hostile and damaged files cost a refusal: never an exception, much memory, many seconds, or a byte on the disk."""

from __future__ import annotations

import io
import random
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from data.formats.readers import FileReaders
from fapiao.text import clean

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
MUTATED = [
    "xml/01-数电专票-两行6%.xml",
    "xml/07-通行费.xml",
    "ofd/2024-数电专票-同01.ofd",
    "ofd/2020-电子普票-已签章完整.ofd",
    "ofd/2022-电子普票-财政部XBRL.ofd",
    "pdf/03-电子普票-215x139.pdf",
    "batch/发票批量下载_20261120103015.zip",
]
CASES = 25

LIMITED = """
import resource, sys
from pathlib import Path
from data.formats.readers import FileReaders
readers = FileReaders()
list(readers.read("warm.pdf", Path(sys.argv[1]).read_bytes()))
base = resource.getrusage(resource.RUSAGE_SELF)
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
for name in sys.argv[2:]:
    for reading in readers.read(name, Path(name).read_bytes()):
        print(reading.error.code if reading.error else "read")
after = resource.getrusage(resource.RUSAGE_SELF)
print(after.ru_maxrss - base.ru_maxrss, file=sys.stderr)
"""


def test_the_worst_files_take_little_memory_and_time_and_write_nothing(tmp_path: Path) -> None:
    files = sorted(str(p) for p in (SAMPLES / "bad").iterdir())
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(SAMPLES / "pdf" / "01-数电专票.pdf"), *files],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert len(done.stdout.split()) == len(files)
    assert int(done.stderr) < 200 * 1024  # KiB above what the program itself takes
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", MUTATED)
def test_a_damaged_byte_never_raises(name: str) -> None:
    whole = (SAMPLES / name).read_bytes()
    chance = random.Random(name)
    readers = FileReaders()

    for _ in range(CASES):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 1, 8, 64))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        cut = chance.choice((len(damaged), len(damaged), chance.randrange(len(damaged))))
        readings = list(readers.read(name, bytes(damaged[:cut])))

        assert all(r.invoice is None or r.error is None for r in readings)


def test_every_text_is_clean() -> None:
    readers = FileReaders()
    data = (SAMPLES / "xml/01-数电专票-两行6%.xml").read_text(encoding="utf-8")
    data = data.replace("武汉样例软件技术有限公司", "武汉\u202e\u200b\u2028\u009b公司").replace(
        "合同编号", "a\u2066b\u0085"
    )

    (reading,) = readers.read("a\x1b[31m.xml", data.encode())

    assert reading.invoice is not None
    texts = [reading.path, reading.invoice.seller.name, reading.invoice.remark]
    assert all(clean(t, multiline=True) == t for t in texts)
    assert reading.invoice.seller.name == "武汉\ufffd\ufffd\ufffd\ufffd公司"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b"   \r\n", "XML"),
        (b"\x00\x01\x02\x03", "不认识"),
        (b"GIF89a....", "GIF"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"<html><body>x</body></html>", "不是发票"),
        (b"<?xml version='1.0'?><EInvoice/>", "EInvoiceData"),
        (b"PK\x05\x06" + b"\x00" * 18, ""),
    ],
)
def test_what_is_no_invoice_is_named(data: bytes, word: str) -> None:
    found = list(FileReaders().read("x.bin", data))

    assert all(r.error is not None and word in r.error.message for r in found)
    assert found or word == ""


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.formats.readers.FILE", 10)

    (reading,) = FileReaders().read("x.xml", b"<EInvoice/>")

    assert reading.error is not None
    assert "超过" in reading.error.message


def test_nothing_is_written_where_the_program_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    for name in MUTATED:
        list(FileReaders().read(name, (SAMPLES / name).read_bytes()))

    assert list(tmp_path.iterdir()) == []


def test_a_page_with_more_work_than_text_is_bounded() -> None:
    source = zipfile.ZipFile(SAMPLES / "ofd/2024-数电专票.ofd")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename.endswith("Page_0/Content.xml"):
                data = data.replace(b"</ofd:Layer>", b"<a/>" * 3_000_000 + b"</ofd:Layer>")
            target.writestr(info.filename, data)
    source.close()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    (reading,) = FileReaders().read("x.ofd", out.getvalue())

    assert reading.invoice is not None or reading.error is not None
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024
