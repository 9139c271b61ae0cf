"""The simple types: run-length distances, numbers, matrices, colours, styles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fapiao.errors import UnreadableFile
from ofd.node import parse
from printing.ofd import colours, matrix
from printing.ofd.colours import Space
from printing.ofd.matrix import Matrix, moved, turned
from printing.ofd.style import Style
from printing.ofd.unknown import Unknown
from printing.ofd.values import Box, box, deltas, flag, number


@pytest.mark.parametrize(
    ("text", "gaps", "found"),
    [
        ("", 3, None),
        ("1.5 2 3", 3, [1.5, 2, 3]),
        ("g 3 1.5", 3, [1.5] * 3),
        ("1.5875 g 6 3.175 1.5875", 8, [1.5875, *[3.175] * 6, 1.5875]),
        ("1.59", 4, [1.59] * 4),
        ("g 2 1 -7", 2, [1, 1]),
        ("g 0 0 3.175", 1, [3.175]),
        ("g 900000 1", 2, [1, 1]),
        ("g -5 1 2", 2, [2, 2]),
        ("g 2 1  3", 5, [1, 1, 3, 3, 3]),
        ("3.175", 0, []),
    ],
)
def test_distances(text, gaps, found):
    assert deltas(text, gaps) == found


@pytest.mark.parametrize("text", ["g", "g 3", "x", "g 1 nan", "1 2 inf", "g 1000000000 1"])
def test_broken_distances_are_refused(text):
    with pytest.raises(UnreadableFile):
        deltas(text, 5)


@given(st.lists(st.tuples(st.integers(1, 5), st.floats(-99, 99).map(lambda v: round(v, 4))), min_size=1, max_size=6))
def test_a_run_means_the_value_that_often(runs):
    spelt = [value for count, value in runs for _ in range(count)]

    assert deltas(" ".join(f"g {count} {value}" for count, value in runs), len(spelt)) == pytest.approx(spelt)


@pytest.mark.parametrize(("text", "value"), [("1", 1), (" -2.5 ", -2.5), (".5", 0.5), ("1e2", 100), ("+3.", 3)])
def test_numbers(text, value):
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "nan", "inf", "1e999", "1_0", "0x10", "1 2", "9" * 50, "1e7", "一"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(UnreadableFile):
        number(text)


@pytest.mark.parametrize(
    ("text", "found"), [("", None), ("1 2 3 4", Box(1, 2, 3, 4)), ("175 58 -9 5", Box(175, 58, -9, 5))]
)
def test_boxes(text, found):
    assert box(text) == found


@pytest.mark.parametrize(("text", "found"), [("true", True), ("1", True), ("false", False), ("", True)])
def test_flags(text, found):
    assert flag(text, default=True) is found


def test_matrices_follow_one_another():
    way = Matrix(2, 0, 0, 3, 1, 1).then(moved(10, 20))

    assert way.apply(1, 1) == (13, 24)


def test_a_turn_is_clockwise_where_y_points_down():
    assert turned(90).apply(1, 0) == pytest.approx((0, 1))


@given(st.tuples(*[st.floats(-50, 50)] * 6), st.tuples(*[st.floats(-50, 50)] * 6), st.floats(-9, 9), st.floats(-9, 9))
def test_two_matrices_in_one_do_what_both_do(first, second, x, y):
    one, two = Matrix(*first), Matrix(*second)

    assert one.then(two).apply(x, y) == pytest.approx(two.apply(*one.apply(x, y)), abs=1e-6)


def test_a_matrix_of_five_numbers_is_refused():
    with pytest.raises(UnreadableFile):
        matrix.read("1 0 0 1 0")


def a_colour(xml, **spaces):
    unknown = Unknown()
    return colours.read(parse(xml.encode()), spaces, "", unknown), unknown.words


@pytest.mark.parametrize(
    ("xml", "parts", "alpha"),
    [
        ('<FillColor Value="255 0 51"/>', (1, 0, 0.2), 1),
        ('<FillColor Value="#FF #00 #33"/>', (1, 0, 0.2), 1),
        ('<FillColor Value="51"/>', (0.2, 0.2, 0.2), 1),
        ('<FillColor Value="0 255 0 51"/>', (0, 1, 0, 0.2), 1),
        ('<FillColor Value="1 2 3" Alpha="51"/>', (1 / 255, 2 / 255, 3 / 255), 0.2),
        ("<FillColor/>", (0, 0, 0), 1),
        ('<FillColor ColorSpace="k"/>', (0, 0, 0, 0), 1),
        ('<FillColor ColorSpace="p" Index="1"/>', (0, 0, 1), 1),
        ('<FillColor ColorSpace="deep" Value="65535 0 0"/>', (1, 0, 0), 1),
        ('<FillColor ColorSpace="not defined" Value="255 0 0"/>', (1, 0, 0), 1),
        ('<FillColor Value="300 -4 0"/>', (1, 0, 0), 1),
    ],
)
def test_colours(xml, parts, alpha):
    spaces = {"k": Space("CMYK"), "p": Space("RGB", 8, ("255 0 0", "0 0 255")), "deep": Space("RGB", 16)}

    found, unknown = a_colour(xml, **spaces)

    assert (found.parts, found.alpha, unknown) == (pytest.approx(parts), pytest.approx(alpha), ())


def test_a_shading_is_reported():
    _, unknown = a_colour('<FillColor><AxialShd StartPoint="0 0" EndPoint="1 1"/></FillColor>')

    assert unknown == ("FillColor/AxialShd",)


def test_two_channels_are_reported():
    assert a_colour('<FillColor Value="1 2"/>')[1] == ("2 个通道的颜色",)


def test_an_object_says_only_what_it_says():
    node = parse(b'<P LineWidth="0.5" Cap="Round" DashPattern="2 1"/>')

    found = Style(miter=9).over(node, lambda _: colours.BLACK, Unknown())

    assert found == Style(miter=9, line_width=0.5, cap=1, dash=(2, 1))


def test_an_unknown_cap_is_reported():
    unknown = Unknown()

    Style().over(parse(b'<P Cap="Arrow"/>'), lambda _: colours.BLACK, unknown)

    assert unknown.words == ("Cap Arrow",)
