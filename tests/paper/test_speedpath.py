"""The quick way to a page draws what ReportLab draws, pixel for pixel, and its symbols are those of other encoders."""

from __future__ import annotations

import io
import pickle
import string
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import segno
import zxingcpp
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from everyface import FACES, STOCK
from fapiao.paper import Paper
from fapiao.ports.faces import FaceJob
from printing import qr, qrtable
from printing.fonts import chain
from printing.fonts import faces as font_files
from printing.fonts.truetype import TrueType, UnknownFontError
from printing.layout.display import Code, Text
from printing.pdf import pages
from printing.pdf.canvas import CanvasDrawing
from printing.pdf.cidfont import cid_font
from printing.pdf.compiled import CompiledDrawing

CASES = [(name, paper) for name in FACES for paper in (Paper.A4_UPPER, Paper.A5)]
CASES += [(name, Paper.FORM) for name in STOCK]
INVOICE = "01,31,,26422000000099000101,1234.00,20260318,,ABCD"
OLD_INVOICE = "01,10,042002000111,99000501,845.13,20201105,84736251908172635440,FBBF,"
SLIP = "FD1*26422000000099000101*2*1-000043*2611240233*K7QX*8F3A01BC"


def pictures(data, dpi=150):
    return [page.render(scale=dpi / 72).to_pil() for page in pypdfium2.PdfDocument(data)]


def differences(one, other):
    assert len(one) == len(other)
    return [ImageChops.difference(a, b).getbbox() for a, b in zip(one, other, strict=True)]


def text_of(data):
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(data)]


def drawn_by(drawing, job):
    for laid in pages.laid_out(job):
        drawing.begin_page(laid.placement.sheet.size)
        pages.draw_laid(drawing, job, laid)
        drawing.end_page()
    return drawing.finish()


def page_of(*items, size=(100.0, 60.0)):
    drawing = CompiledDrawing("one")
    drawing.begin_page(size)
    drawing.items(items)
    drawing.end_page()
    return drawing.finish()


def embedded(data):
    """Return the font programs of a file, by name without the tag of the subset."""
    with pikepdf.Pdf.open(io.BytesIO(data)) as file:
        return [
            (str(each.FontName).partition("+")[2], each.FontFile2.read_bytes())
            for each in file.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        ]


@pytest.mark.parametrize(("name", "paper"), CASES)
def test_both_ways_give_the_same_pixels(mark, name, paper):
    job = FaceJob(FACES[name], paper, replace(mark, training=True), dx_mm=0.37, dy_mm=-1.21, remark="附加 臺灣 𬭎 note")

    found = [drawn_by(begin("page"), job) for begin in (CompiledDrawing, CanvasDrawing)]

    assert set(differences(*map(pictures, found))) == {None}
    assert text_of(found[0]) == text_of(found[1])


def test_both_ways_place_a_shrunken_face_alike(mark):
    job = FaceJob(
        FACES["digital"], Paper.A5, mark, overlay="[overlay]\nversion = 1\n[page]\nscale = 0.93\noffset = [1.5, 0.8]\n"
    )

    found = [drawn_by(begin("page"), job) for begin in (CompiledDrawing, CanvasDrawing)]

    assert differences(*map(pictures, found)) == [None]


def test_a_font_that_cannot_be_cut_is_drawn_by_reportlab(renderer, mark, monkeypatch):
    job = FaceJob(FACES["digital"], Paper.A4_UPPER, mark)
    usual = renderer.render(job).data

    def refuse(name):
        raise UnknownFontError(name)

    monkeypatch.setattr("printing.pdf.font.cid_font", refuse)
    other = renderer.render(job).data

    assert b"ReportLab" in other
    assert b"ReportLab" not in usual
    assert differences(pictures(usual), pictures(other)) == [None]


def test_typesetting_loads_no_reportlab():
    code = "import sys, printing.pdf.pages, printing.pdf.pairs; print([m for m in sys.modules if m.startswith('reportlab')])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stdout.strip() == "[]"


def test_many_in_one_file_look_as_each_alone(renderer, mark):
    jobs = [FaceJob(FACES[name], Paper.A4_UPPER, mark) for name in ("digital", "goods", "rail", "electronic")]

    together = pages.typeset_all(jobs, "many")

    alone = [picture for job in jobs for picture in pictures(renderer.render(job).data, 100)]
    assert set(differences(pictures(together.data, 100), alone)) == {None}
    assert len(together.sheets) == len(alone)


def test_many_pages_share_frame_and_fonts(mark):
    jobs = [FaceJob(FACES["digital"], Paper.A4_UPPER, replace(mark, copy_no=n)) for n in range(2, 22)]

    with pikepdf.Pdf.open(io.BytesIO(pages.typeset_all(jobs, "many").data)) as file:
        every = [each for each in file.objects if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream))]
        forms = [each for each in every if each.get("/Subtype") == "/Form"]
        fonts = [str(each.BaseFont).partition("+")[2] for each in every if each.get("/Subtype") == "/Type0"]

        assert (len(file.pages), len(forms)) == (20, 1)
        assert sorted(fonts) == sorted(set(fonts))


@pytest.mark.parametrize("name", ["digital", "goods", "red", "rail"])
def test_the_file_is_sound(renderer, mark, name):
    data = renderer.render(FaceJob(FACES[name], Paper.A4_UPPER, replace(mark, training=True))).data

    with pikepdf.Pdf.open(io.BytesIO(data)) as file:
        assert file.check_pdf_syntax() == []


_RENDER = """
import hashlib, pickle, sys
from printing.pdf import pages
from printing.pdf import pairs
plain, stored = pickle.loads(sys.stdin.buffer.read())
print([hashlib.sha256(made.data).hexdigest() for made in (pages.typeset_all(plain, "x"), pairs.impose_pairs(stored))])
"""


def test_bytes_are_the_same_in_every_process(mark, samples):
    plain = [FaceJob(FACES[name], Paper.A4_UPPER, mark) for name in ("digital", "air", "long")]
    files = sorted((samples / "pdf").glob("0[12]-*.pdf"))
    stored = [replace(plain[0], original=file.read_bytes()) for file in files] + plain[:2]

    found = {
        subprocess.run(
            [sys.executable, "-c", _RENDER], input=pickle.dumps((plain, stored)), env={"PYTHONHASHSEED": seed},
            capture_output=True, check=True,
        ).stdout
        for seed in ("0", "1", "777")
    }  # fmt: skip

    assert len(found) == 1


@pytest.mark.parametrize(("style", "text"), [
    ("song", "非断‑连 - 号·∙•‧ …⋯ 𬭎㛃 ＊"),
    ("kai", "～∼ 〈〉 臺灣 𠅤 ①⊗"),
    ("mono", "ÅÉñ¥ 0123 样例"),
])  # fmt: skip
def test_every_text_is_read_back_as_it_was_written(style, text):
    data = page_of(Text(5, 20, text, style, 12))

    assert text_of(data) == ["".join(text.split())]


@pytest.mark.parametrize("text", ["样例科技（武汉）有限公司¥1,234.50臺灣", "ÅÉñ", "‑-"])
@pytest.mark.parametrize("style", ["song", "kai", "mono"])
def test_glyphs_keep_outline_width_and_bearing(style, text):
    programs = dict(embedded(page_of(Text(5, 20, text, style, 12))))

    for run in chain.runs(text, style, "名称"):
        cut = TTFont(io.BytesIO(programs[font_files.FACES[run.font].replace(" ", "")]), checkChecksums=2)
        whole, codes = TTFont(font_files.path(run.font)), cid_font(run.font).codes
        for character in run.text:
            old, new = whole.getBestCmap()[ord(character)], cut.getGlyphName(codes[ord(character)])
            assert (cut["hmtx"][new], outline(cut, new)) == (whole["hmtx"][old], outline(whole, old))


def outline(font, name):
    coordinates, ends, flags = font["glyf"][name].getCoordinates(font["glyf"])
    return list(coordinates), list(ends), list(flags)


def test_only_the_used_glyphs_are_embedded():
    ((_, program),) = embedded(page_of(Text(5, 20, "发票", "song", 12)))
    cut = TTFont(io.BytesIO(program))

    filled = [name for name in cut.getGlyphOrder() if cut["glyf"][name].numberOfContours]

    assert len(filled) == 3  # with .notdef


@pytest.mark.parametrize("name", list(font_files.FACES))
def test_characters_and_widths_are_those_that_fonttools_reads(name):
    whole = TTFont(font_files.path(name))
    em, cmap = whole["head"].unitsPerEm, whole.getBestCmap()

    wanted = {code: whole["hmtx"][glyph][0] * 1000 / em for code, glyph in cmap.items()}

    assert font_files.widths(name) == wanted


def test_a_cmap_of_segments_is_read_like_one_of_groups(tmp_path):
    whole = TTFont(font_files.path("kai"))
    whole["cmap"].tables = [table for table in whole["cmap"].tables if table.format == 4]
    whole.save(tmp_path / "segments.ttf")

    found = TrueType(str(tmp_path / "segments.ttf")).characters

    every = TrueType(font_files.path("kai")).characters
    assert found == {code: glyph for code, glyph in every.items() if code < 0xFFFF}


@pytest.mark.parametrize("length", [0, 3, 40, 300, 20_000])
def test_a_damaged_font_is_refused(tmp_path, length):
    (tmp_path / "cut.ttf").write_bytes(Path(font_files.path("symbols")).read_bytes()[:length])

    with pytest.raises(UnknownFontError):
        TrueType(str(tmp_path / "cut.ttf"))


def decoded(payload):
    size, rows = qr.symbol(payload)
    picture = Image.frombytes("1", (size, size), rows.translate(bytes(range(255, -1, -1)))).convert("L")
    margin = Image.new("L", (size + 8, size + 8), 255)
    margin.paste(picture, (4, 4))
    found = zxingcpp.read_barcodes(margin.resize((margin.width * 4, margin.height * 4), Image.Resampling.NEAREST))
    return [code.text for code in found]


@pytest.mark.parametrize(
    "payload", [INVOICE, OLD_INVOICE, SLIP, "1", "A", "a", "0" * 425, "A" * 262, "a" * 180, "样例", "a" * 400]
)
def test_the_independent_reader_reads_every_payload(payload):
    assert decoded(payload) == [payload]


@given(st.text(st.sampled_from(string.printable[:95]), min_size=1, max_size=180))
def test_any_ascii_payload_is_read_back(payload):
    assert qrtable.symbol(payload) is not None
    assert decoded(payload) == [payload]


@pytest.mark.parametrize("payload", ["样例", "", "a" * 181, "é"])
def test_what_the_tables_do_not_hold_is_left_to_the_encoder(payload):
    assert qrtable.symbol(payload) is None


@pytest.mark.parametrize("characters", [string.digits, "ABC019*-:"])
@pytest.mark.parametrize("length", [1, 2, 3, 8, 24, 41, 59, 77, 98, 130, 178])
def test_the_symbol_is_the_one_of_another_encoder(characters, length):
    """segno adds a codeword too many before the padding where the data end with a whole one; not at these lengths."""
    payload = (characters * 40)[:length]

    symbol = segno.make(payload, error="m", mask=3, boost_error=False, micro=False)

    assert qr.modules(payload) == tuple(tuple(map(bool, row)) for row in symbol.matrix)


@pytest.mark.parametrize("count", [14, 26, 42, 62, 84, 106, 122, 152, 180])
def test_a_full_symbol_is_the_one_of_another_encoder(count):
    payload = (INVOICE * 4)[:count]

    symbol = segno.make(payload, error="m", mask=3, boost_error=False, micro=False)

    assert qr.modules(payload) == tuple(tuple(map(bool, row)) for row in symbol.matrix)


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize(("payload", "size"), [(INVOICE, 20), (OLD_INVOICE, 20), (SLIP, 12)])
def test_a_drawn_symbol_decodes_at_printers_resolutions(payload, size, dpi):
    data = page_of(Code(10, 10, size, payload))

    (picture,) = pictures(data, dpi)

    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [payload]


@pytest.mark.needs("poppler")
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_a_symbol_drawn_by_poppler_decodes(dpi):
    data = page_of(Code(10, 10, 20, INVOICE))

    drawn = subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-"], input=data, capture_output=True, check=True)

    picture = Image.open(io.BytesIO(drawn.stdout))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [INVOICE]


def test_a_symbol_is_as_large_as_it_says():
    (picture,) = pictures(page_of(Code(10, 10, 20, INVOICE)), 254)

    left, top, right, bottom = ImageChops.invert(picture.convert("L")).point(lambda grey: 255 * (grey > 128)).getbbox()

    assert [left, top, right, bottom] == pytest.approx([100, 100, 300, 300], abs=1)
