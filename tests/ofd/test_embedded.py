"""Fonts that a file carries itself: its glyphs on the paper, its characters behind them."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfbase import pdfmetrics

from ofdfile import a_text, an_ofd
from printing.fonts.faces import face
from printing.fonts.faces import path as font_file
from printing.ofd.face import draw


def embedded(text, transform="", deltas='DeltaX="10"'):
    font = Path(font_file("mono")).read_bytes()
    return an_ofd(
        a_text(text, 'Font="70" Size="16"', f'X="0" Y="16" {deltas}', transform),
        resources='<Fonts><Font ID="70" FontName="Private"><FontFile>f.ttf</FontFile></Font></Fonts>',
        files={"Doc_0/Res/f.ttf": font},
    )


def glyph_of(character):
    return face("mono").face.charToGlyph[ord(character)]


def test_an_embedded_font_draws_its_own_glyphs(look):
    seen = look(embedded("A"))
    other = look(an_ofd(a_text("A", 'Font="3" Size="16"', 'X="0" Y="16"')))

    assert (seen.text, seen.picture.tobytes()) == ("A", other.picture.tobytes())


def test_a_glyph_number_says_what_is_drawn_and_the_code_what_is_read(look):
    transform = f'<CGTransform CodePosition="0" CodeCount="1"><Glyphs>{glyph_of("B")}</Glyphs></CGTransform>'

    seen = look(embedded("甲", transform))

    assert (seen.text, seen.picture.tobytes()) == ("甲", look(embedded("B")).picture.tobytes())


def test_two_glyphs_of_one_character_are_both_drawn(look):
    transform = f'<CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><Glyphs>{glyph_of("A")} {glyph_of("B")}</Glyphs></CGTransform>'

    assert look(embedded("甲甲", transform)).picture.tobytes() == look(embedded("AB")).picture.tobytes()


def test_glyph_numbers_without_an_embedded_font_draw_the_codes(look):
    transform = '<CGTransform CodePosition="0" CodeCount="1"><Glyphs>4711</Glyphs></CGTransform>'

    assert look(an_ofd(a_text("票", extra=transform))).text == "票"


def test_a_glyph_that_the_embedded_font_has_not_is_reported():
    assert draw(embedded("甲", '<CGTransform CodeCount="1"><Glyphs>60000</Glyphs></CGTransform>')).unknown == (
        "字形 60000（甲）",
    )


def test_a_character_that_the_embedded_font_has_not_comes_from_ours(look):
    assert look(embedded("票A")).text == "票A"


def test_a_broken_embedded_font_is_replaced(look):
    data = an_ofd(
        a_text("票", 'Font="70" Size="10"'),
        resources='<Fonts><Font ID="70" FontName="楷体"><FontFile>f.ttf</FontFile></Font></Fonts>',
        files={"Doc_0/Res/f.ttf": b"\x00\x01\x00\x00" + b"\xff" * 200},
    )

    assert look(data).text == "票"


def test_an_embedded_font_cannot_pass_for_a_vendored_one_nor_stay(look):
    # ReportLab takes fonts of one name for the same, and keeps them.
    data = embedded("A", f'<CGTransform CodeCount="1"><Glyphs>{glyph_of("B")}</Glyphs></CGTransform>')
    plain = look(an_ofd(a_text("A", 'Font="3" Size="16"', 'X="0" Y="16"'))).picture.tobytes()
    before = set(pdfmetrics._fonts), set(pdfmetrics._dynFaceNames)

    first = look(data).picture.tobytes()

    assert (first == plain, look(data).picture.tobytes() == first) == (False, True)
    assert (set(pdfmetrics._fonts), set(pdfmetrics._dynFaceNames)) == before
