"""A stored PDF prints as its own face: imposed whole, 100 %, marks outside, bytes untouched."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from pikepdf import Array, Dictionary, Name, Pdf

from data.formats.readers import FileReaders
from fapiao.errors import UnreadableFile
from fapiao.paper import FaceChoice, Paper
from fapiao.ports.faces import FaceJob
from printing.layout.sheets import sheet, whole_sheet
from printing.pdf.orientation import place

MM = 72 / 25.4


def original(samples, number):
    return next((samples / "pdf").glob(f"{number:02}-*.pdf")).read_bytes()


@pytest.fixture
def job(sample, mark, samples):
    def make(number, paper=Paper.A4_UPPER, **changes):
        return FaceJob(sample(1), paper, replace(mark, **changes), original=original(samples, number))

    return make


def page_of(artefact, n=0):
    return pypdfium2.PdfDocument(artefact.data)[n]


def text_of(page):
    return "".join(page.get_textpage().get_text_bounded().split())


def find(page, wanted):
    """Return the position of the first character of ``wanted``, points from the left and from the bottom."""
    search = page.get_textpage()
    found = search.search(wanted).get_next()
    assert found is not None
    return search.get_charbox(found[0])[:2]


@pytest.mark.parametrize("number", [1, 6])
def test_the_page_and_the_marks_are_both_there(renderer, job, number):
    artefact = renderer.render(job(number))

    text = text_of(page_of(artefact))

    assert artefact.face is FaceChoice.ORIGINAL
    words = ["26422000000099000101", "武汉虚拟采购集团有限公司", "补打第2次", "1-000043·码7K2P"]
    assert [word for word in words if word not in text] == []
    assert "本件依据发票数据排版" not in text


def test_an_original_is_printed_at_full_size_where_it_fits(renderer, job, samples):
    stored = pypdfium2.PdfDocument(original(samples, 1))[0]
    before = [find(stored, word) for word in ("购买方", "开票人") if word in text_of(stored)]
    before = [find(stored, word) for word in ("发票号码", "开票人")]

    after = [find(page_of(renderer.render(job(1))), word) for word in ("发票号码", "开票人")]

    distances = [(b[0] - a[0], b[1] - a[1]) for a, b in (before, after)]
    assert distances[0] == pytest.approx(distances[1], abs=0.05)


@pytest.mark.parametrize(("paper", "half"), [(Paper.A4_UPPER, (148.5, 297)), (Paper.A4_LOWER, (0, 148.5))])
def test_the_page_lies_on_its_half(renderer, job, paper, half):
    page = page_of(renderer.render(job(1, paper)))

    heights = [find(page, word)[1] / MM for word in ("发票号码", "开票人", "1-000043")]

    assert all(half[0] < height < half[1] for height in heights)


def test_the_symbol_of_an_original_decodes(renderer, job):
    picture = page_of(renderer.render(job(4))).render(scale=203 / 72).to_pil()

    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [
        "01,32,,26422000000099000103,2850.00,20260520,,0721"
    ]


def test_shrinking_is_told_on_the_paper(renderer, job):
    assert "缩放98%" in text_of(page_of(renderer.render(job(3))))


@pytest.mark.parametrize(("number", "why"), [(5, "口令"), (7, "损坏")])
def test_an_unusable_original_is_refused(renderer, job, number, why):
    with pytest.raises(UnreadableFile, match=why):
        renderer.render(job(number))


def test_all_pages_of_an_original_are_printed_with_marks(renderer, job, samples):
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(original(samples, 1))) as one, Pdf.open(io.BytesIO(original(samples, 2))) as two:
        one.pages.extend(two.pages)
        one.save(out)

    artefact = renderer.render(replace(job(1), original=out.getvalue()))

    texts = [text_of(page_of(artefact, n)) for n in range(artefact.pages)]
    assert [("1-000043" in text, number in text) for text, number in zip(
        texts, ("26422000000099000101", "26422000000099000102"), strict=True
    )] == [(True, True)] * 2  # fmt: skip


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_stored_turned_is_printed_as_it_is_read(renderer, job, samples, turn):
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(original(samples, 1))) as stored:
        page = stored.pages[0]
        width, height = (float(edge) for edge in page.mediabox[2:])
        page.obj.Rotate = turn
        matrix = {90: (0, 1, -1, 0, height, 0), 180: (-1, 0, 0, -1, width, height), 270: (0, -1, 1, 0, 0, width)}[turn]
        page.contents_add(("q " + " ".join(map(str, matrix)) + " cm ").encode(), prepend=True)
        page.contents_add(b" Q")
        if turn != 180:
            page.mediabox = page.cropbox = Array([0, 0, height, width])
        stored.save(out)

    turned = page_of(renderer.render(replace(job(1), original=out.getvalue())))

    straight = page_of(renderer.render(job(1)))
    assert find(turned, "发票号码") == pytest.approx(find(straight, "发票号码"), abs=0.1)


def test_the_picture_of_a_signature_stays(renderer, job, samples):
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(original(samples, 1))) as stored:
        stamp = stored.make_stream(b"0 1 0 rg 0 0 60 60 re f")
        stamp.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 60, 60])})
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([300, 150, 360, 210]), F=4, AP=Dictionary(N=stamp)
        )
        stored.pages[0].obj.Annots = Array([stored.make_indirect(note)])
        stored.save(out)

    picture = page_of(renderer.render(replace(job(1), original=out.getvalue()))).render(scale=1).to_pil()

    colours = {colour: count for count, colour in picture.convert("RGB").getcolors(1 << 20)}
    assert colours.get((0, 255, 0), 0) > 3000


def test_a_page_larger_than_half_a_sheet_takes_a_whole_one():
    fit = place(210, 297, sheet(Paper.A4_UPPER))

    assert (fit.sheet, fit.scale > 0.95) == (whole_sheet(), True)


def test_the_same_original_gives_the_same_bytes(renderer, job):
    assert renderer.render(job(1)).data == renderer.render(job(1)).data


def test_an_artefact_has_no_unresolved_parts(renderer, job):
    with pikepdf.open(io.BytesIO(renderer.render(job(6)).data)) as document:
        assert (document.check_pdf_syntax(), document.is_encrypted) == ([], False)


@pytest.mark.parametrize("number", [1, 3])
def test_the_seal_of_the_original_is_on_the_copy(job, samples, renderer, number):
    readers = FileReaders()
    before = readers.read_page(original(samples, number)).red_mm2

    after = readers.read_page(renderer.render(job(number)).data).red_mm2

    assert before > 20
    assert after > 0.85 * before
