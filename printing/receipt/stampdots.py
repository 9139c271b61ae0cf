"""The site stamp as dots: from an uploaded picture to one bit a dot, and from there to the dots of a receipt head."""

import io
import warnings

from PIL import Image, ImageChops, ImageOps

from fapiao.errors import BadInput
from fapiao.said import say
from fapiao.stamp import MOST_ACROSS, MOST_DOWN, Stamp
from printing.receipt.glyphs import Dots

_MOST_BYTES, _MOST_PIXELS = 5_000_000, 16_000_000
_CURE = say("请用 PNG 或 JPEG 图片：白底或透明底，深色字")


def picture(data: bytes) -> bytes:
    """Return a PNG or JPEG as binary PBM: what is darker or more coloured than paper is ink. Raises BadInput."""
    if len(data) > _MOST_BYTES:
        raise BadInput(say("图片太大"), say("至多 {most} MB；{cure}", most=_MOST_BYTES // 1_000_000, cure=_CURE))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    raise BadInput(say("图片太大"), say("至多 1600 万像素；{cure}", cure=_CURE))
                ink = _ink(opened)
    except BadInput:
        raise
    except Exception as error:
        raise BadInput(say("读不懂这个图片"), _CURE) from error
    box = ink.getbbox()
    if box is None:
        raise BadInput(say("图片上没有字"), _CURE)
    cropped = ink.crop(box)
    cropped.thumbnail((MOST_ACROSS, MOST_DOWN), Image.Resampling.LANCZOS)
    bits = cropped.point(lambda level: 255 if level > 127 else 0).convert("1", dither=Image.Dither.NONE)
    return Stamp("", bits.width, bits.height, bits.tobytes()).picture


def _ink(opened: Image.Image) -> Image.Image:
    """Return 255 where there is ink: the darkest channel decides, so that a red stamp is as black as a black one."""
    paper = Image.new("RGBA", opened.size, "white")
    paper.alpha_composite(ImageOps.exif_transpose(opened).convert("RGBA").resize(opened.size))
    darkest = paper.convert("RGB").split()
    least = darkest[0]
    for channel in darkest[1:]:
        least = ImageChops.darker(least, channel)
    return ImageOps.invert(least).point(lambda level: 255 if level > 96 else 0)


def dots_of(stamp: Stamp, across: int, squeeze: float = 1.0) -> Dots:
    """Return the stamp at most ``across`` dots wide, its height times ``squeeze`` where dots are not square."""
    bits = Image.frombytes("1", (stamp.across, stamp.down), stamp.rows)
    width = min(across, stamp.across)
    height = max(1, round(stamp.down * width / stamp.across * squeeze))
    small = bits.convert("L").resize((width, height), Image.Resampling.BOX)
    data = small.point(lambda level: 1 if level > 96 else 0).tobytes()
    return tuple(data[at : at + width] for at in range(0, len(data), width))
