"""An overlay changed value by value, and written as the TOML that a person could have written."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fapiao.errors import BadInput
from fapiao.sitelayout import FIELDS, STYLES, SiteLayout
from printing.layout.load import layout
from printing.layout.overlay import LAYOUTS, OBLIGATORY

WRITTEN = """[overlay]
name = "3号台"
base = ["digital", "rail"]

[page]
offset = [1.5, -0.8]
margins = [6, 5, 4, 3]

[style]
label = { size = 8.5, color = "#800000" }
value = { sizes = [8, 7] }

[field]
issuer = { shift = [0.0, 0.5] }
remark = { hide = true }

[roll]
flow = ["title", "-"]
"""
tables = st.recursive(
    st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.floats(-150, 150, allow_nan=False)
    | st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc-é ", min_size=1, max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


def test_every_value_is_read():
    found = SiteLayout.of(WRITTEN)

    assert (found.offset, found.scale, found.margins) == ((1.5, -0.8), 1.0, (6, 5, 4, 3))
    assert [found.size(style) for style in ("label", "value", "title")] == [8.5, 8.0, None]
    assert [found.is_hidden(name) for name in ("remark", "issuer", "payee")] == [True, False, False]


def test_nothing_is_an_empty_text():
    assert SiteLayout.of("").text == ""


def test_what_was_written_stays_when_one_value_is_changed():
    found = tomllib.loads(SiteLayout.of(WRITTEN).with_offset(2.0, 0.5).text)

    assert found == tomllib.loads(WRITTEN) | {"page": {"offset": [2.0, 0.5], "margins": [6, 5, 4, 3]}}


def test_changes_that_are_taken_back_leave_nothing():
    changed = SiteLayout().with_offset(1, 2).with_scale(0.9).with_margins(1, 2, 3, 4)
    changed = changed.with_size("label", 8.5).with_hidden("remark", hidden=True)

    back = changed.with_offset(0, 0).with_scale(1).with_margins(0, 0, 0, 0)
    back = back.with_size("label", None).with_hidden("remark", hidden=False)

    assert changed.text.count("\n") > 5
    assert back.text == ""


def test_a_new_size_takes_the_place_of_a_list_of_sizes():
    assert SiteLayout.of(WRITTEN).with_size("value", 7.5).table["style"]["value"] == {"size": 7.5}


def test_broken_text_is_refused():
    with pytest.raises(BadInput, match="line 1"):
        SiteLayout.of("[page\n")


@given(
    st.dictionaries(
        st.text("abc", min_size=1, max_size=3), st.dictionaries(st.text("xyz", min_size=1), tables, min_size=1)
    )
)
def test_the_text_says_the_same(table):
    assert tomllib.loads(SiteLayout(table).text) == table


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_has_the_styles_and_fields_that_a_screen_offers(name):
    found = layout(name)

    assert set(STYLES) <= set(found.styles)
    assert set(FIELDS) <= set(found.fields) - OBLIGATORY


def test_sizes_are_those_of_the_digital_face():
    assert {name: layout("digital").styles[name].size for name in STYLES} == {
        name: size for name, (_, size) in STYLES.items()
    }
