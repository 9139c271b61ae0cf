"""A printed list: every cell is there on some page, nothing runs into another column or off the sheet."""

from __future__ import annotations

import pypdfium2
import pytest

from fapiao.errors import FaceError
from fapiao.ports.faces import ListColumn

COLUMNS = (ListColumn("序", 10), ListColumn("号码", 40), ListColumn("说明", 50))
LONG = "打印机没有打出：任务被取消；缺纸，请装纸，号码保留不变，处理后再按回车"


@pytest.fixture
def pages(renderer):
    def make(rows):
        artefact = renderer.listed("第 1 批清单", ("A4-前台", "两张"), COLUMNS, rows, "第 1 批 · 一号台")
        document = pypdfium2.PdfDocument(artefact.data)
        assert len(document) == artefact.pages
        return list(document)

    return make


def text_of(page):
    return "".join(page.get_textpage().get_text_bounded().split())


def test_every_cell_is_on_some_page_in_order(pages):
    rows = [(str(n), f"26422{n:015d}", LONG if n % 9 == 0 else "") for n in range(1, 121)]

    text = "".join(map(text_of, pages(rows)))

    places = [text.find(number) for _, number, _ in rows]
    assert places == sorted(places)
    assert -1 not in places
    assert text.count(LONG) == 13


def test_each_page_has_title_heads_and_its_number(pages):
    found = pages([(str(n), "", "") for n in range(120)])

    assert len(found) > 1
    for number, page in enumerate(found, 1):
        text = text_of(page)
        assert [word for word in ("第1批清单", "号码", f"第{number}页，共{len(found)}页") if word not in text] == []


def test_an_empty_list_is_one_page(pages):
    assert len(pages([])) == 1


def test_nothing_leaves_its_column_or_the_sheet(pages):
    (page,) = pages([("1", "9" * 60, LONG * 2)])

    words = page.get_textpage()
    boxes = [words.get_rect(n) for n in range(words.count_rects())]
    width, height = page.get_size()
    assert all(0 < left < right < width and 0 < bottom < top < height for left, bottom, right, top in boxes)
    for one in range(len(boxes)):
        for other in boxes[one + 1 :]:
            left, bottom, right, top = boxes[one]
            overlap = min(right, other[2]) - max(left, other[0]), min(top, other[3]) - max(bottom, other[1])
            assert not (overlap[0] > 0.5 and overlap[1] > 0.5)


def test_what_no_font_has_is_named(pages):
    with pytest.raises(FaceError, match="说明"):
        pages([("1", "", "\U000f0000")])
