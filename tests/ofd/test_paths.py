"""Path data read into lines and curves."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fapiao.errors import UnreadableFile
from printing.ofd import paths
from printing.ofd.matrix import scaled
from printing.ofd.unknown import Unknown
from printing.ofd.values import Box


def steps(text):
    unknown = Unknown()
    found = paths.read(text, unknown)
    assert unknown.words == ()
    return found


def test_lines_and_the_closing():
    assert steps("M 1 2 L 3 4 C") == [("m", (1, 2)), ("l", (3, 4)), ("h", ())]


def test_a_start_point_is_a_move():
    assert steps("S 1 2 L 3 4")[0] == ("m", (1, 2))


def test_commands_need_no_blanks():
    assert steps("M1,2L3-4") == [("m", (1, 2)), ("l", (3, -4))]


def test_a_quadratic_curve_is_raised_to_a_cubic_one():
    assert steps("M 0 0 Q 3 6 6 0")[1] == ("c", (2, 4, 4, 4, 6, 0))


def test_a_path_without_a_start_begins_at_the_origin():
    assert steps("L 3 4")[0] == ("m", (0, 0))


def test_an_unknown_command_is_reported_and_nothing_of_the_path_drawn():
    unknown = Unknown()

    assert (paths.read("M 0 0 L 1 1 Z", unknown), unknown.words) == ([], ("路径命令 Z",))


def test_a_path_cut_off_is_refused():
    with pytest.raises(UnreadableFile):
        paths.read("M 0 0 B 1 1 2", Unknown())


def points_of_curves(segments):
    """Return points along all curves."""
    here, found = segments[0].points, []
    for segment in segments[1:]:
        x1, y1, x2, y2, x3, y3 = segment.points
        for n in range(1, 11):
            t = n / 10
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            found.append((a * here[0] + b * x1 + c * x2 + d * x3, a * here[1] + b * y1 + c * y2 + d * y3))
        here = (x3, y3)
    return found


@pytest.mark.parametrize(
    ("large", "sweep", "centre", "curves"),
    [(0, 1, (10, 10), 1), (0, 0, (0, 0), 1), (1, 1, (0, 0), 3), (1, 0, (10, 10), 3)],
)
def test_an_arc_runs_on_the_circle_that_its_flags_choose(large, sweep, centre, curves):
    segments = steps(f"M 0 10 A 10 10 0 {large} {sweep} 10 0")

    distances = {round(math.dist(centre, point), 1) for point in points_of_curves(segments)}
    assert (distances, len(segments) - 1) == ({10.0}, curves)


def test_a_sweep_turns_clockwise():
    middle = points_of_curves(steps("M -10 0 A 10 10 0 0 1 10 0"))[9]

    assert middle == pytest.approx((0, -10), abs=0.01)


def test_an_ellipse_is_turned():
    xs = [x for x, _ in points_of_curves(steps("M 0 -10 A 10 5 90 0 1 0 10"))]

    assert max(xs) == pytest.approx(5, abs=0.02)


def test_too_small_radii_grow_until_they_reach():
    ys = [y for _, y in points_of_curves(steps("M -10 0 A 1 1 0 0 1 10 0"))]

    assert min(ys) == pytest.approx(-10, abs=0.01)


@pytest.mark.parametrize("arc", ["A 0 5 0 0 1 9 9", "A 5 0 0 1 1 9 9"])
def test_an_arc_without_a_radius_is_a_line(arc):
    assert steps(f"M 0 0 {arc}")[1:] == [("l", (9, 9))]


@given(
    st.tuples(*[st.floats(-100, 100)] * 4),
    st.tuples(st.floats(0.1, 80), st.floats(0.1, 80), st.floats(-180, 180)),
    st.booleans(),
    st.booleans(),
)
def test_every_arc_ends_where_it_should(ends, shape, large, sweep):
    x0, y0, x, y = (f"{v:.6f}" for v in ends)
    rx, ry, turn = (f"{v:.6f}" for v in shape)

    last = steps(f"M {x0} {y0} A {rx} {ry} {turn} {large:d} {sweep:d} {x} {y}")[-1]

    assert last.points[-2:] == pytest.approx((float(x), float(y)), abs=1e-4)


def test_a_path_is_mapped_point_by_point():
    assert paths.mapped(paths.rectangle(Box(1, 1, 2, 2)), scaled(2, 3))[2] == ("l", (6, 9))
