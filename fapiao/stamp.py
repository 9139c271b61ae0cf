"""A site stamp such as 与原件一致: one bit a dot, as a PBM picture, so that it can be read with the standard library.

It is no seal: it is printed outside the frame, in blue or black and never in a seal's red, only where somebody who may
asked for it. A 监制章 or 发票专用章 comes from the original or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fapiao.errors import BadInput
from fapiao.said import say
from fapiao.text import clean

MOST_ACROSS, MOST_DOWN = 800, 200
"""Dots: 36 mm at 560 dpi, more than any printer of ours draws."""
_WORDS_LIMIT = 20
_SEALS = ("监制", "专用章", "公章", "财务章", "税务局")
_HEAD = re.compile(rb"P4\n(\d{1,4}) (\d{1,4})\n")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an administrator uploaded: its name, and its dots in rows of whole bytes, leftmost in the highest bit."""

    words: str
    across: int
    down: int
    rows: bytes

    @property
    def picture(self) -> bytes:
        """The dots as a binary PBM file (netpbm, 1 = ink)."""
        return b"P4\n%d %d\n" % (self.across, self.down) + self.rows

    @staticmethod
    def of(words: str, picture: bytes) -> Stamp:
        """Read a binary PBM. Raises BadInput for anything else, and for one too large."""
        head = _HEAD.match(picture)
        across, down = (int(head[1]), int(head[2])) if head else (0, 0)
        rows = picture[head.end() :] if head else b""
        if not (0 < across <= MOST_ACROSS and 0 < down <= MOST_DOWN and len(rows) == -(-across // 8) * down):
            raise BadInput(
                say("站点印章的图片不可用"),
                say("请用 PNG 或 JPEG，至多 {across}x{down} 点", across=MOST_ACROSS, down=MOST_DOWN),
            )
        return Stamp(words, across, down, rows)


def check_words(words: str) -> str:
    """Return the cleaned name of a site stamp. Raises BadInput for none, and for one that names a seal."""
    cleaned = clean(words.strip(), limit=_WORDS_LIMIT + 1)
    if not cleaned or len(cleaned) > _WORDS_LIMIT:
        raise BadInput(say("站点印章的名称要有 1 到 {most} 个字", most=_WORDS_LIMIT), say("例如 与原件一致"))
    if any(seal in cleaned for seal in _SEALS):
        raise BadInput(
            say("“{words}”是印章的名称，不能作站点印章", words=cleaned),
            say("监制章、发票专用章只能来自原件；站点印章例如 与原件一致"),
        )
    return cleaned
