"""The ruler page: its zero in the middle of the sheet, moved as asked, measured in ink."""

from __future__ import annotations

import pypdfium2
import pytest

from fapiao.errors import FaceError, MissingGlyph
from fapiao.paper import Paper
from measured import cross_of

SHEETS = [Paper.A4_UPPER, Paper.A4_LOWER, Paper.A5, Paper.FORM]


@pytest.mark.parametrize("paper", SHEETS)
def test_the_zero_lies_in_the_middle_of_the_sheet(renderer, paper):
    page = renderer.ruler(paper, (0, 0), "foot")

    width, height = paper.size_mm
    assert cross_of(page.data) == pytest.approx((width / 2, height / 2), abs=0.1)


@pytest.mark.parametrize("paper", SHEETS)
def test_an_offset_moves_it_exactly(renderer, paper):
    before, after = (cross_of(renderer.ruler(paper, offset, "foot").data) for offset in ((0, 0), (2.25, -1.75)))

    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((2.25, -1.75), abs=0.1)


def test_it_says_that_it_is_no_invoice_and_which_page_it_is(renderer):
    text = pypdfium2.PdfDocument(renderer.ruler(Paper.A5, (0, 0), "A4-前台 一号台").data)[0].get_textpage()

    assert "不是发票" in text.get_text_bounded()
    assert "A4-前台 一号台" in text.get_text_bounded()


@pytest.mark.parametrize("paper", SHEETS)
def test_nothing_lies_outside_the_sheet(renderer, paper):
    page = pypdfium2.PdfDocument(renderer.ruler(paper, (0, 0), "长" * 90).data)[0]
    text = page.get_textpage()

    for n in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(n)
        assert 0 <= left <= right <= page.get_width()
        assert 0 <= bottom <= top <= page.get_height()


def test_the_same_page_is_the_same_bytes(renderer):
    assert renderer.ruler(Paper.A5, (1, 1), "foot") == renderer.ruler(Paper.A5, (1, 1), "foot")


def test_a_roll_has_none(renderer):
    with pytest.raises(FaceError):
        renderer.ruler(Paper.ROLL_80, (0, 0), "foot")


def test_a_character_without_a_glyph_stops_it(renderer):
    with pytest.raises(MissingGlyph):
        renderer.ruler(Paper.A5, (0, 0), "\ufffd")
