"""Every character has a font, and one that has none stops the print."""

from __future__ import annotations

import pytest

from fapiao.errors import MissingGlyph
from printing.fonts import chain

RARE = "㛃䶮𬭎𫖯㭎㼆䥽𠅤𬱖𫍣𬍛𪨶𬸚𬞟𬬮𫓧𬇙𬎆鿍"


@pytest.mark.parametrize("style", list(chain.CHAINS))
def test_rare_names_and_symbols_resolve_in_every_style(style):
    text = RARE + "⊗¥￥①㎡℃²·（）《》＊␛"

    drawn = chain.runs(text, style, "名称")

    assert "".join(run.text for run in drawn) == text


def test_every_character_of_gb2312_is_in_both_chinese_fonts():
    rows = [bytes([lead, trail]) for lead in range(0xB0, 0xF8) for trail in range(0xA1, 0xFF)]
    characters = {code.decode("gb2312", "ignore") for code in rows} - {""}

    fonts = {chain.font_of(style, character) for style in ("song", "kai") for character in characters}

    assert fonts == {"song", "kai"}


def test_a_missing_character_names_its_code_point_and_field():
    with pytest.raises(MissingGlyph, match=r"U\+30EDE.*购买方"):
        chain.runs("甲\U00030ede", "song", "购买方")


def test_the_replacement_character_never_prints():
    with pytest.raises(MissingGlyph, match="U\\+FFFD"):
        chain.check("甲\ufffd", "song", "备注")


def test_a_run_changes_font_only_where_it_must():
    assert chain.runs("甲𬎆乙", "song", "名称") == [("song", "甲"), ("kai", "𬎆"), ("song", "乙")]


def test_coverage_names_every_font():
    assert dict(chain.coverage())["Fapiao Song"] > 10_000
