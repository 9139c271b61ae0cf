"""Which text a receipt head prints from its own set, as the bytes that it wants."""

_GB2312_EXTRAS = frozenset("·—")
"""In GB 2312 by the standard, at A1A4 and A1AA; Python's codec maps those places to other characters."""


def encoded(text: str, charset: str) -> bytes | None:
    """Return the bytes of ``text`` for a head that knows ``charset`` (gb2312, gbk, gb18030).

    None where the line must go as a picture: a character outside the set. Of GB 18030 only the part that GBK has is
    sent: what a head's font holds beyond it cannot be asked, and a wrong guess prints garbage without a word.
    """
    ordinary = "gb2312" if charset == "gb2312" else "gbk"
    out = b""
    for character in text:
        if character.isascii():
            if not character.isprintable():
                return None
            out += character.encode("ascii")
            continue
        codec = "gbk" if character in _GB2312_EXTRAS else ordinary
        try:
            code = character.encode(codec)
        except UnicodeEncodeError:
            return None
        out += code
    return out
