"""A stored page turned and scaled as the desk asks, and never cut."""

from __future__ import annotations

import pypdfium2
import pytest

from fapiao.errors import BadInput, FaceError
from fapiao.paper import Paper, Scaling
from fapiao.ports.faces import FaceJob
from printing.layout.overlay import Overlay
from printing.layout.sheets import sheet, whole_sheet
from printing.pdf.orientation import place, turned

MM = 72 / 25.4


@pytest.mark.parametrize(
    ("size", "scaling", "wanted"),
    [
        ((210, 140), Scaling.SHRINK, 1.0),
        ((210, 140), Scaling.ACTUAL, 1.0),
        ((188, 125), Scaling.FIT, 210.15 / 188),
        ((188, 125), Scaling.SHRINK, 1.0),
        ((215, 139), Scaling.SHRINK, 210.15 / 215),
        ((210, 297), Scaling.FIT, 140.15 / 297),
    ],
)
def test_a_page_is_scaled_as_asked(size, scaling, wanted):
    assert place(*size, sheet(Paper.A4_UPPER), scaling).scale == pytest.approx(wanted)


def test_actual_size_takes_a_whole_sheet_where_it_must():
    fit = place(210, 280, sheet(Paper.A4_UPPER), Scaling.ACTUAL)

    assert (fit.sheet, fit.scale) == (whole_sheet(), 1.0)


def test_actual_size_is_refused_where_the_page_would_be_cut():
    with pytest.raises(FaceError, match="印不全"):
        place(241, 140, sheet(Paper.A4_UPPER), Scaling.ACTUAL)


def test_margins_make_room_for_less():
    fit = place(210, 140, sheet(Paper.A4_UPPER), Scaling.SHRINK, Overlay(margins=(10, 5, 10, 0)))

    assert (fit.x, fit.y) == pytest.approx((10, 5), abs=0.1)
    assert fit.scale == pytest.approx(190.15 / 210)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_box_lies_in_its_own_corner(degrees):
    (a, b, c, d, e, f), width, height = turned((10, 20, 110, 60), degrees)

    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (10, 110) for y in (20, 60)]
    assert (min(x for x, _ in corners), min(y for _, y in corners)) == (0, 0)
    assert (max(x for x, _ in corners), max(y for _, y in corners)) == (width, height)


def test_an_odd_turn_is_refused():
    with pytest.raises(BadInput, match="45"):
        turned((0, 0, 1, 1), 45)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_keeps_every_character(renderer, sample, mark, samples, degrees):
    stored = next((samples / "pdf").glob("01-*.pdf")).read_bytes()
    job = FaceJob(sample(1), Paper.A4_UPPER, mark, original=stored, rotate=degrees, scaling=Scaling.FIT)

    page = pypdfium2.PdfDocument(renderer.render(job).data)[0]
    text = page.get_textpage()

    width, height = page.get_size()
    boxes = [text.get_charbox(n) for n in range(text.count_chars())]
    assert "26422000000099000101" in "".join(text.get_text_bounded().split())
    assert [b for b in boxes if b[0] < 0 or b[2] > width or b[1] < height - 148 * MM or b[3] > height] == []


def test_an_original_is_never_printed_on_stock(renderer, sample, mark, samples):
    stored = next((samples / "pdf").glob("01-*.pdf")).read_bytes()

    with pytest.raises(FaceError, match="套打"):
        renderer.render(FaceJob(sample(1), Paper.FORM, mark, original=stored))
