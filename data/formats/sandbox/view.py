"""A page of a PDF as a picture, as the child process drew it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from fapiao.errors import UnreadableFile
from fapiao.ports.readers import PagePicture, PlacedText
from fapiao.said import say
from fapiao.text import clean

if TYPE_CHECKING:
    from data.formats.sandbox.parent import Sandbox

_DAMAGED = (say("这一页画不出来"), say("请重新导入该发票的版式文件"))
_PAGE_AND_WIDTH = 2


def page_picture(data: bytes, page: int, width: int, sandbox: Sandbox) -> PagePicture:
    """Return page ``page`` (from 0), ``width`` pixels wide. Raises UnreadableFile."""
    answer = sandbox.ask(b"v", _request(data, page, width))
    if "error" in answer:
        raise UnreadableFile(*_DAMAGED)
    words = tuple(PlacedText(page, x0, y0, x1, y1, clean(text)) for text, x0, y0, x1, y1 in answer["words"])
    wide, high = answer["mm"]
    return PagePicture(answer["width"], answer["height"], base64.b64decode(answer["rgb"]), (wide, high), words)


def page_png(data: bytes, page: int, dpi: int, sandbox: Sandbox) -> bytes:
    """Return page ``page`` (from 0) as a PNG file of ``dpi`` dots an inch. Raises UnreadableFile."""
    answer = sandbox.ask(b"n", _request(data, page, dpi))
    if "error" in answer:
        raise UnreadableFile(*_DAMAGED)
    return base64.b64decode(answer["png"])


def _request(data: bytes, page: int, size: int) -> bytes:
    return b"".join(number.to_bytes(_PAGE_AND_WIDTH, "big") for number in (page, size)) + data
