"""A file of up to 1 MB, made to be slow, costs no more than two seconds of processor, the child's counted in."""

from __future__ import annotations

import io
import os
import resource
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from data.formats.readers import FileReaders
from data.formats.sandbox.parent import Sandbox
from data.formats.values import day, split_account, split_phone
from ofdfile import members_of, packed

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
MOST = 2.0
"""Seconds of processor."""
BLANKS = " " * 100_000


@pytest.fixture(scope="module")
def readers() -> Iterator[FileReaders]:
    sandbox = Sandbox()
    found = FileReaders(sandbox)
    list(found.read("warm.pdf", (SAMPLES / "pdf" / "01-数电专票.pdf").read_bytes()))
    list(found.read("warm.ofd", (SAMPLES / "ofd" / "2024-数电专票.ofd").read_bytes()))
    yield found
    sandbox.close()


def spent(readers: FileReaders, name: str, data: bytes) -> float:
    """Seconds of processor that reading takes, here and in the child and its forks."""
    child = readers._sandbox._child
    assert child is not None
    before, started = _child_seconds(child.pid), resource.getrusage(resource.RUSAGE_SELF)

    for reading in readers.read(name, data):
        assert (reading.invoice is None) != (reading.error is None)

    ended = resource.getrusage(resource.RUSAGE_SELF)
    return ended.ru_utime - started.ru_utime + ended.ru_stime - started.ru_stime + _child_seconds(child.pid) - before


def _child_seconds(pid: int) -> float:
    """What a process and its ended children took."""
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def einvoice(date_text: str = "2026-01-02", remark: str = "", rows: str = "") -> bytes:
    """A 数电票 as XML."""
    text = (SAMPLES / "xml" / "01-数电专票-两行6%.xml").read_text(encoding="utf-8")
    start, end = text.index("<IssueTime>") + 11, text.index("</IssueTime>")
    text = text[:start] + date_text + text[end:]
    return text.replace("</EInvoiceData>", f"{rows}<Remark>{remark}</Remark></EInvoiceData>").encode()


def page(*pieces: str, rows: int = 40) -> bytes:
    """An OFD whose page holds ``pieces``, one under the other."""
    apart = 6 if len(pieces) < 10 else 1
    objects = "".join(
        f'<TextObject ID="{n + 20}" Boundary="2 {2 + n % rows * apart} 80 5" Font="1" Size="3">'
        f'<TextCode X="0" Y="3">{piece}</TextCode></TextObject>'
        for n, piece in enumerate(pieces)
    )
    return packed(members_of(objects))


def printed(*pieces: str, rows: int = 40) -> bytes:
    """A PDF whose page holds ``pieces``, one under the other."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(600, 400))
    registerFont(UnicodeCIDFont("STSong-Light"))
    for n, piece in enumerate(pieces):
        canvas.setFont("STSong-Light", 8)
        canvas.drawString(20 + n % 10 * 20, 380 - n % rows * 9, piece)
    canvas.save()
    return out.getvalue()


CRAFTED = {
    "date.xml": lambda: einvoice("2026" + BLANKS + "x"),
    "date-dashes.xml": lambda: einvoice("2026-" * 100_000),
    "remark-digits.xml": lambda: einvoice(remark="9" * 900_000),
    "remark-label.xml": lambda: einvoice(remark="被红冲蓝字发票号码：" + BLANKS * 8 + "x"),
    "rows.xml": lambda: einvoice(rows="<IssuItemInformation><ItemName>*a*b</ItemName></IssuItemInformation>" * 12_000),
    "elements.xml": lambda: b"<EInvoice>" + b"<a/>" * 240_000 + b"</EInvoice>",
    "attributes.xml": ("<a " + " ".join(f'x{n}=""' for n in range(100_000)) + "/>").encode,
    "declaration.xml": lambda: b"<?xml " + b"encoding " * 110_000,
    "blanks.xml": lambda: b" " * 1_000_000 + b"x",
    "deep.xml": lambda: b"<a>" * 330_000,
    "small-words.ofd": lambda: page("价税合计", "（小写）" + " " * 1600, "x"),
    "blanks.ofd": lambda: page("价税合计（小写）" + BLANKS + "x", "合计" + BLANKS, "名称" + BLANKS + "x"),
    "digits.ofd": lambda: page("价税合计小写" + "7" * 300_000, "发票号码：" + "7 " * 100_000),
    "commas.ofd": lambda: page("价税合计小写" + "7,," * 100_000, "¥ - " * 50_000),
    "pieces.ofd": lambda: page(*["合计"] * 8000),
    "names.ofd": lambda: page(*["名称："] * 8000),
    "numbers.ofd": lambda: page(*["26422000000099000101"] * 8000),
    "labels.ofd": lambda: page(*["发票号码：", "小写", "备注", "开票人："] * 2000),
    "one-line.ofd": lambda: page(*["合计"] * 8000, rows=1),
    "one-line-heads.ofd": lambda: page(*["项目名称", "金额", "合", "计"] * 2000, rows=1),
    "one-line-names.ofd": lambda: page(*["名称", "名称："] * 4000, rows=1),
    "one-line-ids.ofd": lambda: page("名称：", *["识别号", "地址、电话"] * 4000, rows=1),
    "pieces.pdf": lambda: printed(*["合计"] * 8000),
    "blanks.pdf": lambda: printed("价税合计（小写）" + BLANKS + "x", "2026" + BLANKS + "x"),
    "one-line.pdf": lambda: printed(*["合计"] * 8000, rows=1),
}


@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_file_is_read_or_refused_quickly(readers: FileReaders, name: str):
    data = CRAFTED[name]()

    assert len(data) <= 1 << 20
    assert spent(readers, name, data) < MOST


def test_dates_are_read_with_any_blanks_between():
    for text in ("2020年10月12日", " 2020 年 10 月 12 日", "2020-10-12T08:00:00", "20201012093000", "2020.10.12  9:30"):
        assert day(text) == date(2020, 10, 12)
    assert day("2020-10-12x") is None


def test_phones_and_accounts_are_split_off():
    assert split_phone("某市某路 1 号 010-12345678") == ("某市某路 1 号", "010-12345678")
    assert split_account("某某银行某支行  6222 0000 1111 2222") == ("某某银行某支行", "6222 0000 1111 2222")
    assert split_phone("某路" + " " * 200 + "x")[1] == ""
