"""Two different invoices on one sheet, in list order; a single one above; a long one on sheets of its own."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from everyface import FACES
from fapiao.errors import FaceError
from fapiao.paper import FaceChoice, Paper
from fapiao.ports.faces import FaceJob

MM = 72 / 25.4


@pytest.fixture
def faces(mark, samples):
    """Return jobs by name; a number is a stored PDF."""

    def make(*names):
        jobs = []
        for n, name in enumerate(names):
            one = replace(mark, code=f"AAA{n}")
            if isinstance(name, int):
                stored = next((samples / "pdf").glob(f"{name:02}-*.pdf")).read_bytes()
                jobs.append(FaceJob(FACES["digital"], Paper.A4_2UP, one, original=stored))
            else:
                jobs.append(FaceJob(FACES[name], Paper.A4_2UP, one))
        return jobs

    return make


def pages_of(artefact):
    return list(pypdfium2.PdfDocument(artefact.data))


def text_of(page, top=0.0, bottom=297.0):
    """Return the text between ``top`` and ``bottom``, millimetres from the top."""
    part = page.get_textpage().get_text_bounded(bottom=(297 - bottom) * MM, top=(297 - top) * MM)
    return "".join(part.split())


def codes(page):
    """Return which papers lie on the upper and on the lower half."""
    return [[n for n in range(9) if f"码AAA{n}" in text_of(page, *half)] for half in ((0, 148.5), (148.5, 297))]


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["digital"], [[[0], []]]),
        (["digital", "electronic"], [[[0], [1]]]),
        (["digital", "electronic", "rail"], [[[0], [1]], [[2], []]]),
        ([1, "air"], [[[0], [1]]]),
        ([1, 2, 6], [[[0], [1]], [[2], []]]),
    ],
)
def test_papers_lie_in_list_order(renderer, faces, names, wanted):
    artefact = renderer.impose_pairs(faces(*names))

    assert [codes(page) for page in pages_of(artefact)] == wanted
    assert artefact.pages == len(wanted)


@pytest.mark.parametrize("long", ["long", "goods"])
def test_a_long_invoice_takes_sheets_of_its_own(renderer, faces, long):
    artefact = renderer.impose_pairs(faces("digital", long, "rail", "air"))

    alone = [text_of(page) for page in pages_of(artefact)]
    assert ["AAA1" in text for text in alone] == [False, *[True] * (artefact.pages - 2), False]
    assert codes(pages_of(artefact)[-1]) == [[2], [3]]


def test_both_symbols_decode(renderer, faces):
    (page,) = pages_of(renderer.impose_pairs(faces("digital", "electronic")))

    found = {code.text for code in zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil())}

    assert found == {FACES["digital"].qr, FACES["electronic"].qr}


def test_there_is_one_cut_line(renderer, faces):
    (page,) = pages_of(renderer.impose_pairs(faces("digital", "electronic")))
    picture = page.render(scale=4).to_pil().convert("L")

    row = [
        picture.crop((0, y, picture.width, y + 1)).getextrema()[0]
        for y in range(round(147.9 * MM * 4), round(149 * MM * 4))
    ]

    assert min(row) < 200
    assert 1 <= sum(value < 220 for value in row) <= 6


def test_the_face_is_named(renderer, faces):
    chosen = [renderer.impose_pairs(faces(*names)).face for names in ([1, 2], [1, "rail"])]

    assert chosen == [FaceChoice.ORIGINAL, FaceChoice.TYPESET]


def test_the_same_invoices_give_the_same_bytes(renderer, faces):
    assert renderer.impose_pairs(faces(1, "air", "rail")).data == renderer.impose_pairs(faces(1, "air", "rail")).data


def test_nothing_is_not_printed(renderer):
    with pytest.raises(FaceError, match="没有"):
        renderer.impose_pairs([])
