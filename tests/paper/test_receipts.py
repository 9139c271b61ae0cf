"""Receipts: every field on every width, nothing but our own commands in the stream, nothing wider than the paper."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fapiao.errors import FaceError, MissingGlyph
from fapiao.paper import Paper, PrinterProfile
from fapiao.ports.faces import Artefact, FaceJob
from fapiao.text import clean
from printing.cells.lay import cells, packed, wrap
from printing.receipt import charset, glyphs, readback
from printing.receipt.order import Printed, parts

ROLLS = [Paper.ROLL_57, Paper.ROLL_76, Paper.ROLL_80]
HEADS = {
    "gbk": PrinterProfile(charset="gbk", columns=32, dots=384, native_qr=False),
    "gb2312": PrinterProfile(charset="gb2312"),
    "ascii": PrinterProfile(charset="ascii"),
    "impact": PrinterProfile.for_paper(Paper.ROLL_76),
    "full": PrinterProfile(),
}


def squeezed(text):
    return "".join(text.replace("￥", "¥").split())


@pytest.fixture
def job(sample, mark):
    def make(number, paper=Paper.ROLL_80, profile=None, **changes):
        return FaceJob(sample(number), paper, replace(mark, **changes), profile or PrinterProfile.for_paper(paper))

    return make


@pytest.mark.parametrize("paper", ROLLS)
@pytest.mark.parametrize("number", range(1, 9))
def test_every_field_is_on_the_roll(renderer, job, paper, number):
    invoice = job(number).invoice

    facts = renderer.read_roll(renderer.render(job(number, paper)))

    text = squeezed(facts.text)
    wanted = [
        invoice.kind.official, invoice.number, invoice.buyer.name, invoice.buyer.tax_id, invoice.seller.name,
        invoice.seller.tax_id, f"¥{invoice.net:.2f}", f"¥{invoice.tax:.2f}", f"¥{invoice.gross:.2f}", invoice.gross_words,
        invoice.remark, invoice.issuer, invoice.variant, "补打第2次", "1-000043码7K2P", "本件依据发票数据排版",
    ]  # fmt: skip
    wanted += [
        part for line in invoice.lines for part in (line.name, line.price.source, f"{line.amount:.2f}", line.spec)
    ]
    wanted += [cell for table in invoice.tables for row in table.rows for cell in row]
    wanted += [value for line in invoice.lines for _, value in line.extras]
    assert [part for part in wanted if squeezed(part) not in text] == []
    assert facts.payloads == (invoice.qr,)


@pytest.mark.parametrize("head", HEADS)
def test_rare_and_hostile_text_is_recovered_on_every_head(renderer, job, head):
    facts = renderer.read_roll(renderer.render(job(8, profile=HEADS[head])))

    text = squeezed(facts.text)
    invoice = job(8).invoice
    assert [p for p in (invoice.seller.name, invoice.issuer, invoice.remark) if squeezed(p) not in text] == []
    assert facts.payloads == (invoice.qr,)


@given(st.text(max_size=80))
def test_no_text_puts_a_control_byte_into_a_line(text):
    coded = charset.encoded(clean(text), "gb18030")

    assert coded is None or (min(coded, default=0x20) >= 0x20 and 0x7F not in coded)


@pytest.mark.parametrize("raw", ["\x1b@", "\x10\x04\x01", "a\x1d!\x11", "\x00", "\x7f"])
def test_a_raw_control_byte_never_prints(renderer, job, raw):
    hostile = replace(job(1), invoice=replace(job(1).invoice, remark=raw))

    with pytest.raises(MissingGlyph):
        renderer.render(hostile)


@pytest.mark.parametrize("data", [b"\x1b@text\x10\x04\x01\n", b"\x1dr1", b"\x1bp\x00", b"\x1b%1"])
def test_the_reader_refuses_what_it_does_not_know(renderer, data):
    with pytest.raises(FaceError, match="未知控制码"):
        renderer.read_roll(Artefact(data, "application/vnd.escpos", ""))


@pytest.mark.parametrize("columns", [30, 32, 40, 48])
@pytest.mark.parametrize("number", range(1, 10))
def test_no_line_is_wider_than_the_paper(job, number, columns):
    found = parts(job(number, training=True), columns)

    lines = [part for part in found if isinstance(part, Printed)]
    assert [line.text for line in lines if cells(line.text) > columns // (2 if line.wide else 1)] == []


def test_training_stands_at_both_ends(renderer, job):
    lines = [line.strip() for line in renderer.read_roll(renderer.render(job(1, training=True))).text.split("\n")]

    assert (lines[0], lines[-1]) == ("培训 · 非发票", "培训 · 非发票")


def test_purpose_and_remark_stand_below_the_face(renderer, job):
    text = renderer.read_roll(renderer.render(replace(job(1, purpose="仅供诉讼"), remark="存档用"))).text

    assert text.index("=" * 48) < text.index("仅供诉讼") < text.index("附加说明：存档用")


def test_a_roll_is_cut_where_there_is_a_knife_and_fed_where_not(renderer, job):
    ends = [renderer.render(job(1, profile=HEADS[head])).data[-3:] for head in ("full", "impact")]

    assert ends == [b"\x1dV\x01", b"\x1bd\x05"]


def test_an_impact_head_gets_no_raster_and_no_symbol_command(renderer, job):
    data = renderer.render(job(8, profile=HEADS["impact"])).data

    assert (b"\x1dv0" in data, b"\x1d(k" in data, b"\x1b*\x01" in data) == (False, False, True)


def test_a_head_that_takes_no_picture_stops_a_rare_name_with_its_field(renderer, job):
    text_only = PrinterProfile(raster=False, bands=False)

    with pytest.raises(FaceError, match=r"U\+[0-9A-F]{4,5}（\w+）") as stopped:
        renderer.render(job(8, profile=text_only))

    assert "未打印" in stopped.value.cure
    assert b"\x1b*" not in renderer.render(job(1, profile=text_only)).data


def test_the_length_is_reckoned(renderer, job):
    assert 120 < renderer.render(job(1)).length_mm < 260


@pytest.mark.parametrize(("text", "names"), [
    ("¥5.00", {}), ("䶮", {"gb18030": None, "gbk": None}), ("乄", {"gb2312": None}), ("·—中", {"gb2312": b"\xa1\xa4\xa1\xaa\xd6\xd0"}),
])  # fmt: skip
def test_what_a_head_knows_goes_as_text(text, names):
    for name, expected in names.items():
        assert charset.encoded(text, name) == expected
    assert charset.encoded(text.replace("¥", "￥"), "gbk") != b""


@given(st.text(st.sampled_from("甲乙A1 ¥·（𬭎"), max_size=60), st.integers(2, 48))
def test_wrapping_loses_nothing_and_fits(text, columns):
    lines = wrap(text, columns)

    assert ("".join(lines), max(map(cells, lines)) <= columns) == (text, True)


def test_a_long_piece_breaks_after_its_caption():
    assert packed(["有效身份证件号：420199199001010005"], 32) == ["有效身份证件号：", "420199199001010005"]


@given(st.text(st.sampled_from("甲乙丙䶮𬭎𠅤A1l|I,.（）·ñ "), min_size=1, max_size=16), st.sampled_from([24, 16]))
def test_drawn_lines_read_back(text, height):
    assert glyphs.read(glyphs.line_dots("首" + text, height)) == ("首" + text).rstrip()


def test_a_picture_that_is_no_text_is_not_read_as_one():
    noise = tuple(bytes((x * y + x) % 3 == 0 for x in range(48)) for y in range(24))

    assert glyphs.read(noise) is None


def test_an_empty_stream_reads_as_nothing():
    assert readback.read(b"\x1b@") == ("", ())


_TRACES = """
import logging, os, sys, tempfile
from printing.receipt import dummy
dummy.new()
print(logging.getLogger().handlers, os.listdir(tempfile.gettempdir()))
"""


def test_the_receipt_library_leaves_no_traces(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", _TRACES], env={"TMPDIR": str(tmp_path)}, capture_output=True, check=True
    )

    assert (done.stdout.decode().strip(), done.stderr) == ("[] []", b"")
