"""How a stored page lies on its sheet: turned, scaled and placed, never cut."""

from dataclasses import dataclass

from fapiao.errors import BadInput, FaceError
from fapiao.paper import Scaling
from fapiao.said import say
from printing.layout.overlay import Overlay
from printing.layout.sheets import Sheet, whole_sheet

_NEARLY = 0.15
"""Millimetres that a page may exceed its place before it is shrunk."""
_CURE = say("请改用缩放，或重新排版")

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a stored page lies on its sheet."""

    sheet: Sheet
    scale: float
    x: float
    y: float
    """Top left corner of the page, mm."""


def place(
    width: float, height: float, target: Sheet, scaling: Scaling = Scaling.SHRINK, over: Overlay | None = None
) -> Fit:
    """Return how a page of ``width`` x ``height`` mm lies on ``target``, centred between left and right.

    A page larger than half a sheet takes the whole of it instead, unless it is to be fitted; a sheet that is no half is
    the only one in the printer. Raises FaceError where a page that must not be scaled exceeds even that.
    """
    over = over or Overlay()
    room_left, room_top, room_width, room_height = _room(target, over)
    if scaling is not Scaling.FIT and target.cut and height > room_height + _NEARLY:
        *_, whole_width, whole_height = _room(whole_sheet(), over)
        if min(room_width / width, room_height / height) < min(whole_width / width, whole_height / height, 1):
            target = whole_sheet()
            room_left, room_top, room_width, room_height = _room(target, over)
    most = min((room_width + _NEARLY) / width, (room_height + _NEARLY) / height)
    if scaling is Scaling.ACTUAL and most < 1:
        raise FaceError(
            say("原件 {width:.0f}×{height:.0f} mm 大于纸张，按实际大小会印不全", width=width, height=height), _CURE
        )
    scale = most if scaling is Scaling.FIT else min(1.0, most)
    if scaling is not Scaling.ACTUAL:
        scale *= over.scale
    x = room_left + (room_width - width * scale) / 2
    return Fit(target, scale, x + over.offset[0], room_top + over.offset[1])


def _room(target: Sheet, over: Overlay) -> tuple[float, float, float, float]:
    """Return left, top, width, height of the face's place within the margins."""
    left, top, right, bottom = over.margins
    x, y = max(target.face[0], left), max(target.face[1], top)
    end_x = min(target.face[0] + target.place[0], target.size[0] - right)
    end_y = min(target.face[1] + target.place[1], target.size[1] - bottom)
    return x, y, end_x - x, end_y - y


def turned(box: Box, degrees: int) -> tuple[Matrix, float, float]:
    """Return the matrix that turns ``box`` clockwise and puts its lower left corner at 0, and its width and height."""
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    if degrees == 0:
        return (1, 0, 0, 1, -left, -bottom), width, height
    if degrees == 90:
        return (0, -1, 1, 0, -bottom, right), height, width
    if degrees == 180:
        return (-1, 0, 0, -1, right, top), width, height
    if degrees == 270:
        return (0, 1, -1, 0, top, -left), height, width
    raise BadInput(say("原件只能转 0、90、180、270 度，不能转 {degrees} 度", degrees=degrees), say("请改选其中一个"))
