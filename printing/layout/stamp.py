"""Where the site stamp stands on a page: in the band of the marks, outside the frame, without a seal's colour."""

from fapiao.stamp import Stamp
from printing.layout.display import Bitmap

INK = "#1f3a93"
"""Dark blue: seals are red, and the check that a copy kept its seal counts red."""
_WIDEST = 36.0
"""mm on a page."""


def on_page(stamp: Stamp, right: float, top: float, height: float) -> Bitmap:
    """Return the stamp as high as its band, or as wide as may be, its right edge at ``right``; mm."""
    width = height * stamp.across / stamp.down
    if width > _WIDEST:
        width, height = _WIDEST, _WIDEST * stamp.down / stamp.across
    return Bitmap(right - width, top, width, height, stamp.across, stamp.down, stamp.rows, INK)
