"""Lines break where a reader expects it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.cells.lay import cells, wrap
from printing.fonts import chain
from printing.layout.breaks import carried
from printing.layout.display import MM_PER_POINT
from printing.layout.fit import fit
from printing.layout.fit import wrap as wrap_mm


@pytest.mark.parametrize(
    ("line", "character", "count"),
    [
        ("电话027-0000", "0", 8),
        ("甲乙", "，", 1),
        ("甲乙", "丙", 0),
        ("0" * 40, "0", 0),
        ("", "甲", 0),
        ("甲", "，", 0),
    ],
)
def test_numbers_stay_whole_and_punctuation_follows(line, character, count):
    assert carried(line, character) == count


@given(st.text(st.sampled_from("甲乙，。（）A1-. 𬭎\n"), max_size=80), st.integers(2, 30))
def test_cells_lose_nothing_and_never_exceed(text, columns):
    lines = wrap(text, columns)

    assert "".join(lines) == text.replace("\n", "")
    assert max(map(cells, lines)) <= columns


@given(st.text(st.sampled_from("甲乙，。（）A1-. 𬭎\n"), max_size=80), st.floats(5, 60))
def test_millimetres_lose_nothing_and_never_exceed(text, width):
    lines = wrap_mm(text, "song", 9, width)

    assert "".join(lines) == text.replace("\n", "")
    assert max(chain.width(line, "song", 9) * MM_PER_POINT for line in lines) <= width + 0.02


def test_a_text_shrinks_before_it_wraps():
    assert [fit(text, "song", (9, 8, 7), 36, 20, "x")[:2] for text in ("甲" * 11, "甲" * 13, "甲" * 15)] == [
        (9, ("甲" * 11,)),
        (7, ("甲" * 13,)),
        (7, ("甲" * 14, "甲")),
    ]
