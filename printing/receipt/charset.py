"""Which text a receipt head prints from its own set, as the bytes that it wants."""

_GB2312_EXTRAS = frozenset("·—")
"""In GB 2312 by the standard, at A1A4 and A1AA; Python's codec maps those places to other characters."""


def encoded(text: str, charset: str) -> bytes | None:
    """Return the bytes of ``text`` for a head that knows ``charset`` (ascii, gb2312, gbk, gb18030).

    None where the line must go as a picture: a character outside the set. Of GB 18030 only the part that GBK has is
    sent: what a head's font holds beyond it cannot be asked, and a wrong guess prints garbage without a word.
    """
    out = b""
    for character in text:
        code = _code(character, charset)
        if code is None:
            return None
        out += code
    return out


def missing(text: str, charset: str) -> str:
    """Return the first character of ``text`` that ``charset`` lacks; empty where it has them all."""
    return next((character for character in text if _code(character, charset) is None), "")


def _code(character: str, charset: str) -> bytes | None:
    if character.isascii():
        return character.encode("ascii") if character.isprintable() else None
    if charset == "ascii":
        return None
    codec = "gb2312" if charset == "gb2312" and character not in _GB2312_EXTRAS else "gbk"
    try:
        return character.encode(codec)
    except UnicodeEncodeError:
        return None
