"""A layout file that is wrong is refused with the file and the key."""

from __future__ import annotations

import copy
import tomllib
from importlib.resources import files

import pytest

from fapiao.errors import BadInput
from fapiao.invoice import Kind
from printing.layout.load import FACES, for_kind, layout, merge
from printing.layout.parse import parse


@pytest.fixture
def table():
    return tomllib.loads(files("printing.layout").joinpath("digital.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FACES)
def test_the_shipped_layouts_are_right(name):
    assert layout(name).id.endswith("210x140")


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_face(kind):
    assert kind.value in for_kind(kind).kinds


def _column_outside(table):
    table["table"]["columns"][7]["w"] = 60


def _unknown_field(table):
    table["put"][0]["field"] = "nonsense"


def _unknown_source(table):
    table["field"]["title"]["source"] = "__class__"


def _unknown_key(table):
    table["style"]["title"]["sise"] = 3


def _unknown_font(table):
    table["style"]["title"]["font"] = "helvetica"


def _roll_sum(table):
    table["roll"]["items"]["32"][0][2] = 9


def _small_symbol(table):
    table["qr"]["size"] = 15


def _no_place(table):
    del table["put"][1]["at"]


def _wrong_type(table):
    table["table"]["row"] = "4"


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (_column_outside, r"table\.columns\[7\]\.x"),
        (_unknown_field, r"put\[0\]\.field"),
        (_unknown_source, r"field\.title\.source"),
        (_unknown_key, r"style\.title\.sise"),
        (_unknown_font, r"style\.title\.font"),
        (_roll_sum, r"roll\.items\.32"),
        (_small_symbol, r"qr\.size"),
        (_no_place, r"put\[1\]\.at"),
        (_wrong_type, r"table\.row"),
    ],
)
def test_a_mistake_is_named_with_file_and_key(table, spoil, place):
    spoiled = copy.deepcopy(table)
    spoil(spoiled)

    with pytest.raises(BadInput, match=rf"desk\.toml 的 ({place})："):
        parse("desk.toml", spoiled)


def test_tables_merge_and_arrays_replace():
    assert merge({"a": {"b": 1, "c": [1, 2]}, "d": 1}, {"a": {"c": [3]}}) == {"a": {"b": 1, "c": [3]}, "d": 1}
