"""A site's overlay moves, shrinks and hides what it may, measured on the page; what is wrong is named by file and line."""

from __future__ import annotations

import pypdfium2
import pytest

from everyface import FACES
from fapiao.errors import BadInput
from fapiao.paper import Paper
from fapiao.ports.faces import FaceJob
from printing.layout import check
from printing.layout.lines import line_of
from printing.layout.overlay import overlay

MM = 72 / 25.4


@pytest.fixture
def page(renderer, mark):
    """Return the first page of a face under an overlay."""

    def make(text="", name="digital", paper=Paper.A4_UPPER):
        job = FaceJob(FACES[name], paper, mark, overlay=text)
        return pypdfium2.PdfDocument(renderer.render(job).data)[0]

    return make


def place(page, words):
    """Return left and top of ``words`` in millimetres, and the height of their letters."""
    text = page.get_textpage()
    found = text.search(words).get_next()
    assert found is not None
    left, bottom, _, top = text.get_charbox(found[0])
    return left / MM, (page.get_height() - top) / MM, (top - bottom) / MM


def text_of(page):
    return "".join(page.get_textpage().get_text_bounded().split())


def test_a_shifted_field_moves_as_far_as_asked(page):
    text = "[overlay]\nbase = ['digital']\n[field]\nbuyer_name = { shift = [3.0, 1.5] }\n"

    before, after = (place(page(over), "武汉虚拟采购集团有限公司") for over in ("", text))

    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((3.0, 1.5), abs=0.1)
    assert place(page(text), "武汉示范商贸") == place(page(), "武汉示范商贸")


@pytest.mark.parametrize("paper", [Paper.A4_UPPER, Paper.A4_LOWER, Paper.A5])
def test_an_offset_moves_the_face(page, paper):
    before, after = (
        place(page(over, paper=paper), "发票号码") for over in ("", "[overlay]\n[page]\noffset = [-2.25, 1.75]\n")
    )

    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((-2.25, 1.75), abs=0.1)


def test_a_scale_shrinks_the_face_about_its_corner_and_is_told(page):
    small = page("[overlay]\n[page]\nscale = 0.9\n")

    before, after = place(page(), "开票人"), place(small, "开票人")

    assert (after[0], after[1]) == pytest.approx((before[0] * 0.9, before[1] * 0.9), abs=0.1)
    assert "缩放90%" in text_of(small)


@pytest.mark.parametrize("paper", [Paper.A4_UPPER, Paper.A4_LOWER, Paper.A5])
@pytest.mark.parametrize("name", ["digital", "electronic", "long"])
def test_margins_hold_everything(page, paper, name):
    made = page("[overlay]\n[page]\nmargins = [15, 8, 12, 9]\n", name, paper)
    text = made.get_textpage()

    boxes = [text.get_charbox(n) for n in range(text.count_chars())]
    width, height = made.get_size()
    assert min(b[0] for b in boxes) >= 14.9 * MM
    assert max(b[2] for b in boxes) <= width - 11.9 * MM
    assert max(b[3] for b in boxes) <= height - 7.9 * MM
    assert min(b[1] for b in boxes) >= 4 * MM


def test_a_style_changes_size_and_keeps_the_rest(page):
    made = page("[overlay]\n[style]\nlabel = { size = 7 }\n")

    assert place(made, "发票号码")[2] == pytest.approx(place(page(), "发票号码")[2] * 7 / 9, abs=0.05)


@pytest.mark.parametrize("paper", [Paper.A4_UPPER, Paper.ROLL_80])
@pytest.mark.parametrize(("field", "words"), [("remark", "无真实交易"), ("issuer", "样例开票员")])
def test_a_hidden_field_vanishes_everywhere(renderer, mark, paper, field, words):
    job = FaceJob(FACES["digital"], paper, mark, overlay=f"[overlay]\n[field]\n{field} = {{ hide = true }}\n")

    shown = "".join(renderer.preview(job, 80))
    made = renderer.render(job)
    printed = renderer.read_roll(made).text if paper.is_roll else text_of(pypdfium2.PdfDocument(made.data)[0])

    assert (words in shown, words in printed, "955.00" in printed) == (False, False, True)


def test_an_overlay_of_another_base_changes_only_the_place(page):
    text = "[overlay]\nbase = ['electronic']\n[page]\noffset = [2, 0]\n[style]\nlabel = { size = 6 }\n"

    before, after = place(page(), "发票号码"), place(page(text), "发票号码")

    assert (after[0] - before[0], after[2] - before[2]) == pytest.approx((2.0, 0.0), abs=0.01)


BAD = [
    ("[overlay]\n[page]\noffset = [1]\n", 3, "page.offset"),
    ("[overlay]\n[page]\n\nscale = 9\n", 4, "page.scale"),
    ("[overlay]\n[page]\nmargins = [1, 2, 3, 400]\n", 3, "page.margins"),
    ("[overlay]\n\n[field]\ngross = { hide = true }\n", 4, "field.gross.hide"),
    ("[overlay]\n[field.nonsense]\nhide = true\n", 2, "field.nonsense"),
    ("[overlay]\n[field]\nissuer = { shif = [1, 1] }\n", 3, "field.issuer"),
    ("[overlay]\n[style]\nlabel = { size = 900 }\n", 3, "style.label.size"),
    ("[overlay]\n[style]\nlabel = { font = 'arial' }\n", 3, "style.label.font"),
    ("[overlay]\n[style]\nlabel = { color = 'rot' }\n", 3, "style.label.color"),
    ("[overlay]\nbase = ['digitall']\n", 2, "overlay.base"),
    ("[overlay]\npaper = 'a3'\n", 2, "overlay.paper"),
    ("[overlay]\n[roll.items]\n32 = [['price', '单价', 9, 'right']]\n", 3, "roll.items.32"),
    ("[overlay]\n[roll]\nflow = ['nonsense']\n", 3, "roll.flow"),
    ("[overlay]\n[roll.items]\n32 = [['price']]\n", 3, "roll.items.32"),
    ("[overlay]\n[roll]\nflow = [3]\n", 3, "roll.flow"),
    ("[overlay]\n[style]\nlabel = 3\n", 3, "style.label"),
    ("[overlay]\n[table]\nrow = 3\n", 2, "table"),
]


@pytest.mark.parametrize(("text", "line", "key"), BAD)
def test_a_mistake_is_named_with_file_and_line(tmp_path, text, line, key):
    file = tmp_path / "desk3.toml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(BadInput, match=rf"desk3\.toml 第 {line} 行 的 {key}"):
        check(file)


def test_broken_syntax_is_named_with_its_line(tmp_path):
    file = tmp_path / "desk3.toml"
    file.write_text("[overlay]\nname = \n", encoding="utf-8")

    with pytest.raises(BadInput, match=r"desk3\.toml.*line 2"):
        check(file)


@pytest.mark.parametrize(("data", "why"), [(b"\xff\xfe", "UTF-8"), (b"a = 1\n", "layout"), (None, "读不到")])
def test_a_file_that_is_none_is_refused(tmp_path, data, why):
    file = tmp_path / "desk3.toml"
    if data is not None:
        file.write_bytes(data)

    with pytest.raises(BadInput, match=why):
        check(file)


def test_a_risky_overlay_is_warned_of(tmp_path):
    file = tmp_path / "desk3.toml"
    file.write_text("[overlay]\n[page]\nscale = 0.8\n", encoding="utf-8")

    assert ["第 3 行" in warning for warning in check(file)] == [True, True]


def test_a_layout_of_ones_own_is_checked_with_lines(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text("[layout]\nid = 'own'\nbase = 'digital'\nkinds = []\n\n[qr]\nsize = 12\n", encoding="utf-8")

    with pytest.raises(BadInput, match=r"own\.toml 第 7 行 的 qr\.size"):
        check(file)


def test_lines_are_found_in_arrays():
    text = "[table]\nrow = 4\ncolumns = [\n  { head = 'a', x = 1 },\n  { head = 'b', x = 2 },\n]\n[[put]]\nfield = 'x'\n[[put]]\nat = 1\n"

    found = [
        line_of(text, path) for path in ("table.columns[1].x", "table.columns[0]", "put[1].at", "table.row", "qr.at")
    ]

    assert found == [5, 4, 10, 2, 0]


def test_an_empty_overlay_changes_nothing(page):
    assert (overlay(""), overlay("  \n")) == (overlay(""), overlay(""))
    assert text_of(page("[overlay]\n")) == text_of(page())
