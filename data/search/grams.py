"""What of a name is indexed: pieces of two characters, and the initials of its pinyin.

A word of a search is found through its rarest piece and then checked in full, so the index only has to miss nothing
(words by dictionary miss most brand names, two characters are too short for trigrams).
"""

from __future__ import annotations

import os
import unicodedata
from functools import cache
from itertools import islice, product

END = "$"
LONGEST = 400
"""Characters of a name that are kept for search."""
_READINGS = {
    "长": "cz", "重": "cz", "行": "xh", "乐": "ly", "单": "ds", "曾": "cz", "解": "jx", "仇": "cq", "朴": "pb",
    "翟": "dz", "查": "cz", "覃": "qt", "盖": "gk", "厦": "sx", "都": "d", "大": "d", "会": "hk", "还": "hh",
    "石": "sd", "藏": "cz", "传": "cz", "调": "dt", "降": "jx", "卜": "bp", "洗": "x", "区": "qo", "种": "zc",
    "缪": "m", "冯": "f", "任": "r", "尉": "wy", "员": "y", "校": "xj", "车": "cj", "参": "cs", "省": "sx",
    "朝": "cz", "阿": "a", "六": "l", "弹": "dt", "系": "xj", "丁": "d", "广": "g", "奇": "qj",
}  # fmt: skip
"""First letters of characters with several readings that are common in names; the first is the usual one."""
_MOST_READINGS = 8


def grams(text: str) -> set[str]:
    """Return every piece of two characters of ``text``, and its last character with :data:`END`."""
    pieces = {text[i : i + 2] for i in range(len(text) - 1)}
    if text:
        pieces.add(text[-1] + END)
    return pieces


def grams_of_party(folded: str, initials: str) -> set[str]:
    """Return all pieces under which a party is found."""
    found = grams(folded)
    for reading in initials.split():
        found |= grams(reading)
    return found


def initials(folded: str) -> str:
    """Return the initials of a folded name, readings separated by a blank; what is not Chinese stays itself."""
    letters = [_READINGS.get(c) or _letter(c) for c in folded]
    readings = dict.fromkeys("".join(r) for r in islice(product(*letters), _MOST_READINGS))
    return " ".join(readings)[: 2 * LONGEST]


@cache
def _letter(character: str) -> str:
    if character.isascii() or not unicodedata.category(character).startswith("Lo"):
        return character
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # a dictionary of words that takes half a second to load
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.FIRST_LETTER, errors="ignore", strict=False)
    first = found[0][0][:1] if found and found[0] else ""
    return unicodedata.normalize("NFD", first)[:1] or character
