"""A stored OFD prints as its own face: drawn, imposed like a stored PDF, and marked as drawn."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest

from facts import an_invoice
from fapiao.errors import FaceError, MissingGlyph
from fapiao.invoice import Media
from fapiao.paper import FaceChoice, Paper
from fapiao.ports.faces import FaceJob, Mark
from ofdfile import a_text, an_ofd
from printing.renderer import PaperRenderer

MM = 72 / 25.4
MARK = Mark("1-000043", "7K2P", 2, datetime(2026, 11, 24, 3, 5, 9, tzinfo=UTC), "样例操作员", "desk-1", again=True)


def job(data, paper=Paper.A4_UPPER, media=Media.OFD):
    return FaceJob(an_invoice(), paper, MARK, original=data, original_media=media)


def sample(samples, name):
    return (samples / "ofd" / f"{name}.ofd").read_bytes()


def text_of(artefact, page=0):
    return "".join(pypdfium2.PdfDocument(artefact.data)[page].get_textpage().get_text_bounded().split())


def top_of(pdf, words, page=0):
    """Return how far ``words`` stand from the left and from the top, in millimetres."""
    found = pypdfium2.PdfDocument(pdf)[page]
    search = found.get_textpage()
    index, _ = search.search(words).get_next()
    left, _, _, top = search.get_charbox(index)
    return left / MM, (found.get_height() - top) / MM


def test_the_page_and_the_marks_are_both_there(samples):
    artefact = PaperRenderer().render(job(sample(samples, "2024-数电专票")))

    text = text_of(artefact)
    words = ["24422000000099000001", "武汉虚拟采购集团有限公司", "补打第2次", "1-000043·码7K2P", "按OFD绘制"]
    assert (artefact.face, artefact.mime, artefact.pages) == (FaceChoice.ORIGINAL, "application/pdf", 1)
    assert ([word for word in words if word not in text], "本件依据发票数据排版" in text) == ([], False)


def test_a_stored_pdf_is_not_marked_as_drawn(samples):
    data = next((samples / "pdf").glob("01-*.pdf")).read_bytes()

    assert "按OFD绘制" not in text_of(PaperRenderer().render(job(data, media=Media.PDF)))


@pytest.mark.parametrize("paper", [Paper.A4_UPPER, Paper.A4_LOWER])
def test_the_page_keeps_its_size_on_every_half(samples, paper):
    renderer, wanted = PaperRenderer(), job(sample(samples, "2024-数电专票"), paper)
    before = [top_of(renderer.original_pdf(wanted), words) for words in ("发票号码", "开票人")]

    after = [top_of(renderer.render(wanted).data, words) for words in ("发票号码", "开票人")]

    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in (before, after)]
    assert steps[0] == pytest.approx(steps[1], abs=0.05)


def test_the_mark_stands_outside_the_face(samples):
    artefact = PaperRenderer().render(job(sample(samples, "2024-数电专票")))

    face_top, face_bottom = top_of(artefact.data, "发票号码")[1] - 11, top_of(artefact.data, "开票人")[1] + 11
    mark = top_of(artefact.data, "按OFD绘制")[1]
    assert not face_top < mark < face_bottom


def test_all_pages_of_a_list_are_printed(samples):
    artefact = PaperRenderer().render(job(sample(samples, "2020-电子普票-100行销货清单")))

    texts = [text_of(artefact, n) for n in range(artefact.pages)]
    assert (artefact.pages, [("99000403" in t, "按OFD绘制" in t) for t in texts]) == (5, [(True, True)] * 5)


def test_the_seal_is_on_the_paper(samples):
    artefact = PaperRenderer().render(job(sample(samples, "2020-电子普票-已签章完整")))

    picture = pypdfium2.PdfDocument(artefact.data)[0].render(scale=2).to_pil().convert("RGB")
    red = sum(count for count, (r, g, b) in picture.getcolors(1 << 24) if r > 180 and g < 90 and b < 90)
    assert red > 800


def test_the_same_file_gives_the_same_paper(samples):
    wanted = job(sample(samples, "2024-数电专票"))

    assert PaperRenderer().render(wanted) == PaperRenderer().render(wanted)


def test_the_paper_is_whole(samples):
    artefact = PaperRenderer().render(job(sample(samples, "2020-电子普票-100行销货清单")))

    with pikepdf.open(io.BytesIO(artefact.data)) as document:
        assert document.check_pdf_syntax() == []


def test_every_font_of_the_drawing_is_embedded(samples):
    pdf = PaperRenderer().original_pdf(job(sample(samples, "2024-数电专票")))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = dict(document.pages[0].Resources.Font.items())
        assert fonts
        assert [name for name, font in fonts.items() if "/FontFile2" not in font.FontDescriptor] == []


def test_what_cannot_be_drawn_whole_is_not_printed():
    with pytest.raises(FaceError, match="VideoObject"):
        PaperRenderer().render(job(an_ofd("<VideoObject/>")))


def test_a_character_that_no_font_has_is_not_printed():
    with pytest.raises(MissingGlyph, match=r"U\+F0000"):
        PaperRenderer().render(job(an_ofd(a_text("\U000f0000"))))
