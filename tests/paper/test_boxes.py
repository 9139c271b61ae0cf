"""Nothing overlaps, nothing is cut, nothing is lost, whatever the invoice says: checked by measured boxes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fapiao.invoice import Figure, Kind, Line, Party, Table
from fapiao.paper import Paper
from fapiao.ports.faces import FaceJob
from printing.layout.display import Code, Text
from printing.layout.load import for_kind
from printing.layout.marks import band, marks
from printing.layout.place import place
from printing.layout.sheets import sheet

SLACK = 0.25
"""Millimetres that em boxes, which hold more than their glyphs, may share."""
MM = 72 / 25.4

HANZI = st.sampled_from("甲乙丙丁䶮𬭎（）样例AB12*·")
NAMES = st.text(HANZI, min_size=1, max_size=60)
DIGITS = st.decimals(Decimal("-99999999.99"), Decimal("99999999.99"), places=2)
PRICES = st.decimals(Decimal(0), Decimal(99999), places=13)


def figure(value, text=None):
    return Figure(value, str(value) if text is None else text)


LINES = st.builds(
    Line,
    name=NAMES,
    spec=st.text(HANZI, max_size=30),
    unit=st.text(HANZI, max_size=6),
    quantity=st.builds(figure, st.decimals(Decimal(0), Decimal(99999), places=6)),
    price=st.builds(figure, PRICES),
    amount=DIGITS,
    rate=st.sampled_from([Figure(None, "免税"), Figure(None, "***"), Figure(Decimal("0.06"), "6%")]),
    tax=st.one_of(st.builds(figure, DIGITS), st.just(Figure(None, "***"))),
    extras=st.lists(st.tuples(st.just("建筑项目名称"), NAMES), max_size=2).map(tuple),
)


@st.composite
def invoices(draw, base):
    return replace(
        base,
        kind=draw(st.sampled_from([Kind.DIGITAL_SPECIAL, Kind.E_ORDINARY])),
        buyer=Party(draw(NAMES), "91420199MAXXTE118Q", draw(NAMES), "027-00000011", draw(NAMES), "0" * 20),
        seller=Party(draw(NAMES), "91420199MAXXTE02X5", draw(NAMES), "027-00000002", draw(NAMES), "1" * 20),
        net=draw(DIGITS),
        tax=draw(st.one_of(st.none(), DIGITS)),
        gross=draw(DIGITS),
        lines=tuple(draw(st.lists(LINES, min_size=1, max_size=12))),
        tables=draw(
            st.sampled_from([(), (Table("", ("出行人", "证件号"), (("样例旅客甲", "4201990"), ("乙", "1"))),)])
        ),
        remark=draw(st.text(HANZI, max_size=900)),
        variant=draw(st.sampled_from(["", "建筑服务"])),
        title="",
    )


def overlap(a, b):
    left, top = max(a[0], b[0]), max(a[1], b[1])
    right, bottom = min(a[2], b[2]), min(a[3], b[3])
    return right - left > SLACK and bottom - top > SLACK


def boxes(page):
    texts = [(item.box, item) for item in (*page.static, *page.own) if isinstance(item, Text)]
    codes = [((i.x, i.y, i.x + i.size, i.y + i.size), i) for i in page.own if isinstance(i, Code)]
    return texts + codes


def faults(page, size):
    found = boxes(page)
    outside = [i for box, i in found if box[0] < 4 or box[1] < 2 or box[2] > size[0] - 3.9 or box[3] > size[1]]
    return outside, [(a, b) for (one, a), (two, b) in combinations(found, 2) if overlap(one, two)]


@pytest.mark.parametrize("number", range(1, 10))
def test_sample_pages_have_no_overlap_and_nothing_outside(sample, number):
    layout = for_kind(sample(number).kind)

    found = [faults(page, layout.size) for page in place(sample(number), layout)]

    assert found == [([], [])] * len(found)


@settings(max_examples=60)
@given(data=st.data())
def test_extreme_invoices_have_no_overlap_and_lose_nothing(extreme_base, data):
    invoice = data.draw(invoices(extreme_base))
    layout = for_kind(invoice.kind)

    pages = place(invoice, layout)

    assert [faults(page, layout.size) for page in pages] == [([], [])] * len(pages)
    printed = "".join(item.text for page in pages for item in page.own if isinstance(item, Text))
    for line in invoice.lines:
        for text in (line.name, line.spec, line.unit):
            assert [c for c in set(text) if printed.count(c) < text.count(c)] == []
        assert line.price.source in printed
        assert f"{line.amount:.2f}" in printed
    assert len(printed) >= len(invoice.remark)


@pytest.fixture(scope="module")
def extreme_base(sample):
    return replace(sample(4), check_code="84736251908172635440", machine_no="420199000501", cipher="")


@pytest.mark.parametrize("paper", [Paper.A4_UPPER, Paper.A4_LOWER, Paper.A5])
def test_the_marks_lie_outside_the_face_and_on_the_paper(sample, mark, paper):
    long = replace(
        mark, operator="样例操作员甲乙丙丁戊己", desk="front-desk-of-the-annex", purpose="仅供审计", training=True
    )
    job = FaceJob(sample(1), paper, long, remark="附" * 100)
    target = sheet(paper)

    texts = [item for item in band(marks(job, typeset=True), target) if isinstance(item, Text)]

    left, top, right, bottom = target.band
    frame_top, frame_bottom = target.face[1] + 5, target.face[1] + 133
    for item in texts:
        box = item.box
        assert left - 0.1 <= box[0] < box[2] <= right + 0.1
        assert top - 0.1 <= box[1] < box[3] <= bottom + 0.3
        assert box[3] < frame_top or box[1] > frame_bottom
    assert [(a.text, b.text) for a, b in combinations(texts, 2) if overlap(a.box, b.box)] == []


@pytest.mark.parametrize("number", [1, 4, 6, 8])
def test_every_drawn_character_is_on_the_sheet(renderer, sample, mark, number):
    page = pypdfium2.PdfDocument(renderer.render(FaceJob(sample(number), Paper.A4_UPPER, mark)).data)[0]
    text = page.get_textpage()

    placed = [text.get_charbox(n) for n in range(text.count_chars())]

    width, height = page.get_size()
    bottom = 4 * MM if number == 4 else height / 2
    assert [b for b in placed if b[0] < 4 * MM or b[2] > width - 3.9 * MM or b[1] < bottom or b[3] > height] == []
