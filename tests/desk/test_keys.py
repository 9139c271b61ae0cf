"""Keys are said once: line, menu, help and README agree, and a key keeps its meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from fapiao.text import width
from screens.keys import BY_ID, KEYS, MENU_ORDER, key_line
from screens.readme_keys import BEGIN, END, key_table

README = Path(__file__).resolve().parents[2] / "README.md"


def test_no_two_keys_share_a_name_or_a_key() -> None:
    assert len({k.id for k in KEYS}) == len({k.key for k in KEYS}) == len(KEYS)


def test_the_readme_table_is_the_key_table() -> None:
    text = README.read_text(encoding="utf-8")

    assert text[text.index(BEGIN) + len(BEGIN) : text.index(END)].strip() == key_table().strip()


def test_the_menu_has_a_digit_for_every_function_key() -> None:
    assert [BY_ID[i].key for i in MENU_ORDER] == [f"f{n}" for n in range(1, 11)]


@pytest.mark.parametrize("cells", [80, 100, 120])
def test_the_key_line_never_cuts_a_key(cells: int) -> None:
    every = tuple(k.id for k in KEYS)

    line = key_line(every, cells, enter="打印")

    assert width(line) <= cells
    assert line.endswith("Ctrl+G 菜单")
