"""The preview says what the paper will say, in cells that fit the screen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fapiao.paper import Paper, PrinterProfile
from fapiao.ports.faces import FaceJob
from fapiao.text import width

PAGES = [Paper.A4_UPPER, Paper.A4_LOWER, Paper.A4_2UP, Paper.A5, Paper.FORM]


def squeezed(text):
    return "".join(c for c in text if not c.isspace() and c not in "│─┌┐└┘├┤")


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("number", range(1, 10))
def test_every_line_fits_and_the_frame_is_straight(renderer, sample, mark, number, columns):
    lines = renderer.preview(FaceJob(sample(number), Paper.A4_UPPER, mark), columns)

    assert max(map(width, lines)) <= columns
    assert {width(line) for line in lines if line[:1] in "│├┌└"} == {columns}


@pytest.mark.parametrize("number", range(1, 10))
def test_a_page_preview_shows_every_field(renderer, sample, mark, number):
    invoice = sample(number)

    text = squeezed("".join(renderer.preview(FaceJob(invoice, Paper.A4_UPPER, mark), 80)))

    wanted = [invoice.number, invoice.buyer.name, invoice.seller.tax_id, f"¥{invoice.gross:.2f}", invoice.remark]
    wanted += [invoice.gross_words, "补打第2次", "7K2P", "本件依据发票数据排版", invoice.issuer]
    wanted += [f"{line.amount:.2f}" for line in invoice.lines]
    assert [part for part in wanted if squeezed(part) not in text] == []


def test_a_short_invoice_needs_no_scrolling_at_80_by_24(renderer, sample, mark):
    assert len(renderer.preview(FaceJob(sample(1), Paper.A4_UPPER, mark), 80)) <= 21


def test_a_roll_is_shown_as_it_prints(renderer, sample, mark):
    job = FaceJob(sample(8), Paper.ROLL_57, mark, PrinterProfile.for_paper(Paper.ROLL_57))

    printed = renderer.read_roll(renderer.render(job)).text.split("\n")

    shown = [line.rstrip() for line in renderer.preview(job, 80)]
    assert [line for line in printed if line.rstrip() not in shown] == []


def test_the_preview_of_an_original_has_no_typeset_notice(renderer, sample, mark):
    job = FaceJob(sample(1), Paper.A4_UPPER, mark, original=b"%PDF")

    assert "本件依据发票数据排版" not in "".join(renderer.preview(job, 80))


def test_markup_stays_plain_text(renderer, sample, mark):
    assert "[red]测试[/]" in "".join(renderer.preview(FaceJob(sample(8), Paper.A4_UPPER, mark), 80))


def test_practice_is_told_in_the_preview(renderer, sample, mark):
    lines = renderer.preview(FaceJob(sample(1), Paper.A4_UPPER, replace(mark, training=True)), 80)

    assert lines[0].strip() == "培训 · 非发票"


@pytest.mark.parametrize("paper", [*PAGES, Paper.ROLL_57, Paper.ROLL_80])
@pytest.mark.parametrize("size", [(26, 14), (20, 9), (40, 20)])
def test_a_thumbnail_fills_its_cells(renderer, sample, mark, paper, size):
    lines = renderer.thumbnail(FaceJob(sample(1), paper, mark), *size).lines

    assert len(lines) == size[1]
    assert len({width(line) for line in lines}) == 1
    assert width(lines[0]) <= size[0]
    assert ["票面" in "".join(lines), "补打标记" in "".join(lines)] == [True, True]


@pytest.mark.parametrize(("paper", "order"), [(Paper.A4_UPPER, "票补✂"), (Paper.A4_LOWER, "✂补票"), (Paper.A5, "票补")])
def test_a_thumbnail_shows_what_lies_where(renderer, sample, mark, paper, order):
    text = "".join(renderer.thumbnail(FaceJob(sample(1), paper, mark), 26, 16).lines)

    assert "".join(c for c in text if c in "票补✂") == order
