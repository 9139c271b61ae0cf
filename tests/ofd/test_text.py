"""Characters where the file puts them, in the shape it asks for."""

from __future__ import annotations

from itertools import pairwise

import pypdfium2
import pytest

from fapiao.errors import MissingGlyph
from ofdfile import a_part, a_text, an_ofd
from printing.ofd.face import draw

RED, BLACK = (255, 0, 0), (0, 0, 0)
MM = 72 / 25.4


def boxes(pdf, words):
    """Return left, top, right, bottom of ``words`` in millimetres."""
    page = pypdfium2.PdfDocument(pdf)[0]
    height = page.get_height()
    text = page.get_textpage()
    index, count = text.search(words).get_next()
    found = [text.get_charbox(i) for i in range(index, index + count)]
    return [(left / MM, (height - top) / MM, right / MM, (height - bottom) / MM) for left, bottom, right, top in found]


def test_characters_stand_where_the_distances_put_them():
    pdf = draw(an_ofd(a_text("发票号", code='X="5" Y="10" DeltaX="12 20"'))).pdf

    centres = [sum(boxes(pdf, character)[0][::2]) / 2 for character in "发票号"]
    assert [b - a for a, b in pairwise(centres)] == pytest.approx([12, 20], abs=0.6)


def test_characters_stand_below_each_other():
    pdf = draw(an_ofd(a_text("购买方", 'Font="2" Size="5"', 'X="0" Y="5" DeltaY="7 7"'))).pdf

    middles = [sum(boxes(pdf, character)[0][1::2]) / 2 for character in "购买方"]
    assert [b - a for a, b in pairwise(middles)] == pytest.approx([7, 7], abs=0.6)


def test_text_without_distances_runs_as_its_font_does(look):
    seen = look(an_ofd(a_text("发票", code='X="0" Y="10"')))

    assert "发票" in seen.text
    assert seen.ink()[2] == pytest.approx(30, abs=1)


def test_text_without_distances_runs_in_its_reading_direction(look):
    left, top, right, bottom = look(an_ofd(a_text("发票", 'Font="1" Size="10" ReadDirection="90"'))).ink()

    assert (right - left < 11, bottom - top > 17) == (True, True)


def test_several_codes_in_one_object(look):
    two = '<TextCode X="30" Y="10">票</TextCode>'
    data = an_ofd(a_text("发").replace("</TextObject>", f"{two}</TextObject>"))

    seen = look(data)

    assert ("发" in seen.text and "票" in seen.text, seen.ink()[2] > 45) == (True, True)


def test_a_code_without_a_place_keeps_that_of_the_one_before(look):
    two = '<TextCode Y="19">票</TextCode>'

    left, _, right, _ = look(
        an_ofd(a_text("发", code='X="20" Y="10"').replace("</TextObject>", f"{two}</TextObject>"))
    ).ink()

    assert (left > 29, right < 41) == (True, True)


def test_line_breaks_that_only_lay_out_the_xml_are_no_characters(look):
    seen = look(an_ofd(a_text("\n      发票\n    ", code='X="0" Y="10" DeltaX="10"')))

    assert (seen.text.strip(), seen.ink()[0] < 12) == ("发票", True)


def test_the_rows_of_a_courier_text_keep_their_distances():
    pdf = draw(an_ofd(a_text("91420199MAXXTE118Q", 'Font="3" Size="4.2333"', 'X="0" Y="5" DeltaX="g 17 2.54"'))).pdf

    found = boxes(pdf, "91420199MAXXTE118Q")
    centres = [(left + right) / 2 for left, _, right, _ in found]
    assert (centres[-1] - centres[0]) == pytest.approx(17 * 2.54, abs=0.3)


def test_digits_are_fitted_to_the_half_cell(look):
    _, _, right, _ = look(an_ofd(a_text("WWWW", code='X="0" Y="10" DeltaX="g 3 5"'))).ink()

    assert right <= 30.2


def test_a_wide_scale(look):
    narrow, wide = (look(an_ofd(a_text("票", f'Font="1" Size="10" HScale="{s}"'))).ink() for s in ("0.5", "2"))

    assert (wide[2] - wide[0]) == pytest.approx(4 * (narrow[2] - narrow[0]), rel=0.05)


def test_a_turned_character(look):
    plain = look(an_ofd(a_text("一", 'Font="1" Size="10"', 'X="20" Y="10"'))).ink()
    turned = look(an_ofd(a_text("一", 'Font="1" Size="10" CharDirection="90"', 'X="20" Y="10"'))).ink()

    assert (plain[2] - plain[0] > 3 * (plain[3] - plain[1]), turned[3] - turned[1] > 3 * (turned[2] - turned[0])) == (
        True,
        True,
    )
    # Clockwise about the beginning of its baseline, so it hangs below.
    assert turned[1] >= 19.9


@pytest.mark.parametrize("how", ["Weight", "Bold"])
def test_bold_is_bolder(look, how):
    text = a_text("发票发票", 'Font="{}" Size="16" {}', 'X="0" Y="16" DeltaX="16"')
    fonts = '<Fonts><Font ID="60" FontName="宋体" Bold="true"/></Fonts>'

    plain, bold = (
        sum(255 - value for value in look(an_ofd(text.format(*form), resources=fonts)).picture.convert("L").tobytes())
        for form in (("1", ""), ("1", 'Weight="800"') if how == "Weight" else ("60", ""))
    )

    assert bold > 1.2 * plain


def test_italic_leans(look):
    upright, leaning = (
        look(an_ofd(a_text("I", f'Font="3" Size="20" {a}', 'X="0" Y="20"'))).ink() for a in ("", 'Italic="true"')
    )

    assert leaning[2] > upright[2] + 1.5


def test_outlined_text(look):
    data = a_text(
        "票",
        'Font="1" Size="20" Fill="false" Stroke="true" LineWidth="0.2"',
        'X="0" Y="20"',
        '<StrokeColor Value="255 0 0"/>',
    )

    colours = {c for _, c in look(an_ofd(data)).picture.getcolors(1 << 20)}

    assert (RED in colours, BLACK in colours) == (True, False)


def test_text_neither_filled_nor_stroked_is_not_there(look):
    seen = look(an_ofd(a_text("票", 'Font="1" Size="20" Fill="false"')))

    assert (seen.blank, seen.text) == (True, "")


def test_text_turned_by_its_matrix(look):
    data = a_text("下载次数", 'Font="2" Size="3" CTM="0 1 -1 0 4 0"', 'X="0" Y="3" DeltaX="3"')

    left, top, right, bottom = look(an_ofd(data)).ink()

    assert (right - left < 4, bottom - top > 11) == (True, True)


def test_text_beside_the_page_is_left_out(look):
    assert look(an_ofd(a_text("票", code='X="0" Y="200"'))).text == ""


def test_rare_names_are_drawn_and_read(look):
    assert "䶮𬭎" in look(an_ofd(a_text("䶮𬭎", code='X="0" Y="10" DeltaX="10"'))).text


@pytest.mark.parametrize(
    ("character", "point"),
    [("\U000f0000", "U+F0000"), ("\u0e01", "U+0E01"), ("\ufffd", "U+FFFD"), ("\u202e", "U+202E")],
)
def test_a_character_that_no_font_has_is_named_with_its_field(character, point):
    tags = a_part("Tags", '<BuyerName><ObjectRef PageRef="9">6</ObjectRef></BuyerName>')
    data = an_ofd(
        a_text(f"武汉{character}店"),
        document="<CustomTags>Tags/CustomTags.xml</CustomTags>",
        files={
            "Doc_0/Tags/CustomTags.xml": a_part("CustomTags", "<CustomTag><FileLoc>Tag.xml</FileLoc></CustomTag>"),
            "Doc_0/Tags/Tag.xml": tags,
        },
    )

    with pytest.raises(MissingGlyph) as caught:
        draw(data)

    assert point in caught.value.message
    assert "第1页 购买方名称“武汉" in caught.value.field
