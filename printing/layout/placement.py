"""Where a typeset face lies on its sheet: its place, moved and shrunk as the site's overlay and the job say."""

from dataclasses import dataclass, replace

from printing.layout.model import Point
from printing.layout.overlay import Overlay
from printing.layout.sheets import Sheet

_INK = (4.0, 3.0, 3.5, 6.0)
"""What every face leaves empty at its own left, top, right and bottom edge, mm."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Top left corner of the face on the sheet (mm), and its scale."""

    x: float
    y: float
    scale: float
    sheet: Sheet
    """The sheet with its band of marks within the margins."""


def placement(target: Sheet, size: Point, over: Overlay, dx: float = 0.0, dy: float = 0.0) -> Placement:
    """Return how a face of ``size`` lies on ``target``; ``dx`` and ``dy`` move it on top of the overlay's offset."""
    left, top, right, bottom = over.margins
    scale, x, y = over.scale, *target.face
    if any(over.margins):
        ink_left, ink_top, ink_right, ink_bottom = _INK
        width, height = size[0] - ink_left - ink_right, size[1] - ink_top - ink_bottom
        above = max(top, target.face[1] + ink_top)
        below = min(
            target.size[1] - bottom, target.face[1] + target.place[1] - ink_bottom * (target.place[1] >= size[1])
        )
        scale = min(scale, (target.size[0] - left - right) / width, (below - above) / height)
        x = min(max(x, left - ink_left * scale), target.size[0] - right - (ink_left + width) * scale)
        y = min(max(y, top - ink_top * scale), below - (ink_top + height) * scale)
    band = target.band
    inside = (max(band[0], left), band[1], min(band[2], target.size[0] - right), band[3])
    return Placement(x + over.offset[0] + dx, y + over.offset[1] + dy, scale, replace(target, band=inside))
