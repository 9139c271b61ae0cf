"""Every character has a font, and one that has none stops the print."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from fapiao.errors import MissingGlyph
from printing.fonts import chain
from printing.fonts.faces import path

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


@pytest.mark.parametrize("style", list(chain.CHAINS))
def test_every_character_of_gbk_has_a_font(style):
    rows = [bytes([lead, trail]) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF)]
    characters = {code.decode("gbk", "ignore") for code in rows} - {""}

    assert [c for c in characters if c > "\x7f" and not chain.font_of(style, c)] == []


def test_traditional_names_print_in_the_second_song():
    assert chain.runs("臺灣樣例", "kai", "名称") == [("more", "臺灣樣"), ("kai", "例")]


def _in_a_process_with(folder, code):
    done = subprocess.run(
        [sys.executable, "-c", code], env={"FAPIAO_FONTS": str(folder)}, capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


_FIND = "from printing.fonts import chain; print(chain.font_of('song', chr(0x20000)), chain.coverage()[5:])"


def test_a_pack_of_rare_characters_is_asked_last(tmp_path):
    shutil.copy(path("song"), tmp_path / "1-own.ttf")

    assert _in_a_process_with(tmp_path, _FIND) == "[('生僻字包 1-own.ttf', 10239)]"


def test_a_font_of_the_pack_draws_what_the_others_lack(tmp_path):
    font = TTFont(path("symbols"))
    only = CmapSubtable.newSubtable(12)
    only.platformID, only.platEncID, only.language = 3, 10, 0
    only.cmap = {0x20000: font.getGlyphOrder()[1]}
    font["cmap"].tables = [only]
    font.save(tmp_path / "2-made.ttf")

    assert _in_a_process_with(tmp_path, _FIND).startswith("rare-2-made ")


def test_a_damaged_font_of_the_pack_has_no_characters(tmp_path):
    (tmp_path / "1-bad.ttf").write_bytes(b"\0\1\0\0 no font")

    assert _in_a_process_with(tmp_path, _FIND) == "[('生僻字包 1-bad.ttf', 0)]"


def test_a_missing_character_names_its_code_point_and_field():
    with pytest.raises(MissingGlyph, match=r"U\+30EDE.*购买方"):
        chain.runs("甲\U00030ede", "song", "购买方")


def test_the_replacement_character_never_prints():
    with pytest.raises(MissingGlyph, match="U\\+FFFD"):
        chain.check("甲\ufffd", "song", "备注")


def test_a_run_changes_font_only_where_it_must():
    assert chain.runs("甲𬎆乙", "song", "名称") == [("song", "甲"), ("kai", "𬎆"), ("song", "乙")]


def test_coverage_names_every_font():
    found = dict(chain.coverage())

    assert (found["Fapiao Song"] > 10_000, found["Fapiao Song More"] > 12_900) == (True, True)
