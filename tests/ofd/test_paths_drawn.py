"""Paths as they are seen: strokes, fills, dashes, colours, styles, clips."""

from __future__ import annotations

import pytest

from ofdfile import a_path, a_square, an_ofd

RED, BLUE, GREEN, BLACK, WHITE = (255, 0, 0), (0, 0, 255), (0, 255, 0), (0, 0, 0), (255, 255, 255)
SQUARE = "M 10 10 L 30 10 L 30 30 L 10 30 C"


def test_a_path_is_stroked_in_black_and_not_filled(look):
    seen = look(an_ofd(a_path(SQUARE, 'LineWidth="2"')))

    assert [seen.at(10, 20), seen.at(20, 20), seen.ink()] == [BLACK, WHITE, pytest.approx((9, 9, 31, 31), abs=0.15)]


def test_a_path_told_to_be_filled_without_a_colour_stays_open(look):
    assert look(an_ofd(a_path(SQUARE, 'Fill="true"'))).at(20, 20) == WHITE


def test_a_path_is_filled_with_its_colour(look):
    assert look(an_ofd(a_square())).at(20, 20) == RED


@pytest.mark.parametrize(("rule", "middle"), [("NonZero", RED), ("Even-Odd", WHITE)])
def test_the_fill_rule(look, rule, middle):
    rings = "M 0 0 L 20 0 L 20 20 L 0 20 C M 5 5 L 15 5 L 15 15 L 5 15 C"
    data = a_path(rings, f'Fill="true" Stroke="false" Rule="{rule}"', '<FillColor Value="255 0 0"/>', "10 10 20 20")

    seen = look(an_ofd(data))

    assert (seen.at(12, 20), seen.at(20, 20)) == (RED, middle)


def test_dashes(look):
    line = a_path("M 0 20 L 100 20", 'LineWidth="2" DashPattern="10 10" DashOffset="5"')

    seen = look(an_ofd(line))

    assert [seen.at(x, 20) for x in (2, 10, 20, 30)] == [BLACK, WHITE, BLACK, WHITE]


@pytest.mark.parametrize(("cap", "colour"), [("Butt", WHITE), ("Square", BLACK)])
def test_caps(look, cap, colour):
    assert look(an_ofd(a_path("M 20 20 L 40 20", f'LineWidth="6" Cap="{cap}"'))).at(18, 20) == colour


def test_the_width_of_a_line_is_transformed_with_it(look):
    seen = look(an_ofd(a_path("M 0 20 L 20 20", 'LineWidth="2" CTM="2 0 0 2 0 0"')))

    assert seen.ink()[1::2] == pytest.approx((38, 42), abs=0.15)


def test_the_place_of_an_object_is_its_boundary(look):
    assert look(an_ofd(a_square(boundary="50 30 20 20"))).ink() == pytest.approx((50, 30, 70, 50), abs=0.15)


def test_what_stands_far_out_of_its_boundary_is_cut(look):
    assert look(an_ofd(a_square(boundary="50 30 10 20"))).ink() == pytest.approx((50, 30, 61, 50), abs=0.15)


def test_a_boundary_of_no_height_still_shows_its_line(look):
    assert not look(an_ofd(a_path("M 0 0 L 50 0", 'LineWidth="0.5"', boundary="10 20 50 0"))).blank


def test_an_arc_is_drawn(look):
    seen = look(an_ofd(a_path("M 20 30 A 20 20 0 0 1 60 30", 'LineWidth="1"')))

    assert seen.ink() == pytest.approx((19.5, 9.5, 60.5, 30.1), abs=0.2)


def test_opacity_of_object_and_colour_multiply(look):
    half = '<FillColor Value="0 0 0" Alpha="128"/>'
    data = a_path("M 0 0 L 20 0 L 20 20 L 0 20 C", 'Fill="true" Stroke="false" Alpha="128"', half, "10 10 20 20")

    assert look(an_ofd(data)).at(20, 20)[0] == pytest.approx(255 * 0.75, abs=3)


def test_darken_keeps_what_is_darker(look):
    seen = look(an_ofd(a_square("0 0 255") + a_square("255 255 255", 'BlendMode="Darken"')))

    assert seen.at(20, 20) == BLUE


def test_cmyk(look):
    space = '<ColorSpaces><ColorSpace ID="20" Type="CMYK"/></ColorSpaces>'

    r, g, b = look(
        an_ofd(a_square().replace('Value="255 0 0"', 'Value="0 255 255 0" ColorSpace="20"'), resources=space)
    ).at(20, 20)

    assert (r > 200, g < 70, b < 70) == (True, True, True)


PARAMS = (
    '<DrawParams><DrawParam ID="30" LineWidth="4"><StrokeColor Value="255 0 0"/></DrawParam>'
    '<DrawParam ID="31" Relative="30"><FillColor Value="0 0 255"/></DrawParam></DrawParams>'
)


@pytest.mark.parametrize("where", ["object", "layer"])
def test_a_draw_parameter_and_the_one_it_refers_to(look, where):
    given = {"object": 'DrawParam="31"', "layer": ""}[where]

    seen = look(
        an_ofd(
            a_path(SQUARE, f'Fill="true" {given}'),
            layer="" if given else 'DrawParam="31"',
            resources=PARAMS,
        )
    )

    assert (seen.at(10, 20), seen.at(20, 20)) == (RED, BLUE)


def test_an_object_says_more_than_its_draw_parameter(look):
    own = a_path(SQUARE, 'Fill="true" DrawParam="31"', '<FillColor Value="0 255 0"/>')

    assert look(an_ofd(own, resources=PARAMS)).at(20, 20) == GREEN


def test_a_draw_parameter_that_is_not_there_changes_nothing(look):
    assert look(an_ofd(a_square(attributes='DrawParam="99"'), layer='DrawParam="98"')).at(20, 20) == RED


def clip(data, attributes=""):
    return (
        f'<Clips><Clip><Area {attributes}><Path Boundary="0 0 20 20"><AbbreviatedData>{data}</AbbreviatedData></Path>'
        "</Area></Clip></Clips>"
    )


def test_a_clip_is_in_the_space_of_the_object(look):
    seen = look(an_ofd(a_square(extra=clip("M 0 0 L 10 0 L 10 20 L 0 20 C"))))

    assert seen.ink() == pytest.approx((10, 10, 20, 30), abs=0.15)


def test_a_clip_has_its_own_transformation(look):
    seen = look(an_ofd(a_square(extra=clip("M 0 0 L 10 0 L 10 20 L 0 20 C", 'CTM="1 0 0 1 10 0"'))))

    assert seen.ink() == pytest.approx((20, 10, 30, 30), abs=0.15)


def test_empty_clips_hide_nothing(look):
    assert look(an_ofd(a_square(extra="<Clips/>"))).at(20, 20) == RED
