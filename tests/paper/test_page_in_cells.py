"""A page in cells looks as the page that prints, and its words are read where there is room for them."""

from __future__ import annotations

import statistics
import subprocess
from io import BytesIO
from itertools import chain

import pytest
from PIL import Image

from data.formats.readers import FileReaders
from fapiao.paper import Paper
from fapiao.ports.faces import FaceJob
from fapiao.ports.readers import PagePicture, PlacedText
from fapiao.text import width
from printing.cells.picture import in_cells

WHITE = "#ffffff"


SIDE = 100.0


def word(text, x0, y0, x1, y1):
    return PlacedText(0, x0 * SIDE, y0 * SIDE, x1 * SIDE, y1 * SIDE, text)


def blank(columns, rows, *words):
    return PagePicture(columns, 2 * rows, b"\xff" * (columns * 2 * rows * 3), (SIDE, SIDE), words)


def told(row):
    return "".join(run.text for run in row)


def test_paper_is_one_run():
    (row,) = in_cells(blank(20, 1))

    assert [(run.text, run.ground) for run in row] == [(" " * 20, WHITE)]


def test_two_pixels_are_one_cell():
    above, below = b"\x00\x00\x00", b"\xff\x00\x00"

    ((run,),) = in_cells(PagePicture(1, 2, above + below))

    assert (run.text, run.ink, run.ground) == ("▀", "#000000", "#ff0000")


def test_a_word_with_room_is_set_as_characters_where_it_stands():
    rows = in_cells(blank(40, 10, word("价税合计", 0.25, 0.4, 0.45, 0.5)))

    assert [told(row).strip() for row in rows if told(row).strip()] == ["价税合计"]
    assert told(rows[4]).index("价") == 10
    assert {sum(map(width, told(row))) for row in rows} == {40}


def test_a_blank_within_a_word_is_paper():
    rows = in_cells(blank(40, 10, word("a b", 0.25, 0.4, 0.45, 0.5)))

    assert {run.ground for row in rows for run in row} == {WHITE}


def test_a_word_without_room_stays_dots():
    rows = in_cells(blank(40, 10, word("一行很小很小的说明文字", 0.25, 0.4, 0.35, 0.5)))

    assert "".join(map(told, rows)).strip() == ""


def test_words_that_meet_never_make_a_row_longer():
    words = [word("汉字汉字", 0.1 + step / 100, 0.4, 0.32 + step / 100, 0.5) for step in range(40)]

    rows = in_cells(blank(40, 10, *words))

    assert {sum(map(width, told(row))) for row in rows} == {40}


def pixels(rows):
    """Return the rows of cells as grey dots, two a cell."""
    grey = lambda colour: sum(bytes.fromhex(colour[1:])) / 3  # noqa: E731 - one line of a test
    for row in rows:
        cells = [(run.ink if part == "▀" else run.ground, run.ground) for run in row for part in run.text]
        yield [grey(above) for above, _ in cells]
        yield [grey(below) for _, below in cells]


def similarity(one, other, side=8):
    """Return the mean structural similarity (SSIM, Wang et al. 2004) of two grey pictures over windows of ``side`` dots."""
    found = []
    for top in range(0, len(one) - side, side):
        for left in range(0, len(one[0]) - side, side):
            a, b = ([line[left : left + side] for line in picture[top : top + side]] for picture in (one, other))
            x, y = list(chain(*a)), list(chain(*b))
            mx, my = statistics.fmean(x), statistics.fmean(y)
            vx, vy = statistics.pvariance(x, mx), statistics.pvariance(y, my)
            shared = statistics.fmean(p * q for p, q in zip(x, y, strict=True)) - mx * my
            c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
            found.append((2 * mx * my + c1) * (2 * shared + c2) / ((mx * mx + my * my + c1) * (vx + vy + c2)))
    return statistics.fmean(found)


@pytest.mark.needs("poppler")
@pytest.mark.parametrize("columns", [118, 156])
def test_the_dots_are_those_of_the_page_drawn_by_poppler(renderer, sample, samples, mark, columns):
    file = next((samples / "pdf").glob("01-*.pdf")).read_bytes()
    artefact = renderer.render(FaceJob(sample(1), Paper.A4_UPPER, mark, original=file))
    picture = FileReaders().picture(artefact.data, 0, columns)
    shown = list(pixels(in_cells(PagePicture(picture.width, picture.height, picture.rgb))))
    drawn = subprocess.run(["pdftoppm", "-r", "100", "-"], input=artefact.data, capture_output=True, check=True)
    with Image.open(BytesIO(drawn.stdout)) as page:
        small = page.convert("L").resize((columns, picture.height), Image.Resampling.BOX)
    printed = [list(small.crop((0, y, columns, y + 1)).tobytes()) for y in range(picture.height)]

    assert similarity(shown[: picture.height], printed) > 0.9


def test_the_words_of_a_stored_page_are_those_of_the_invoice(renderer, sample, samples, mark):
    invoice = sample(1)
    file = next((samples / "pdf").glob("01-*.pdf")).read_bytes()
    artefact = renderer.render(FaceJob(invoice, Paper.A4_UPPER, mark, original=file))

    picture = FileReaders().picture(artefact.data, 0, 80)
    words = [word.text for word in picture.words]

    assert [
        value
        for value in (invoice.number, invoice.buyer.name, invoice.seller.tax_id)
        if not any(value in word for word in words)
    ] == []
    assert all(0 <= word.x0 <= word.x1 <= picture.size_mm[0] for word in picture.words)
