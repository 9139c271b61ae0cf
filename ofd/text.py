"""The text of an XML from its bytes, whatever they are declared to be: issuers often declare what they do not write."""

from __future__ import annotations

import codecs
import re

from ofd.refused import Reason, Refused

_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_HEAD = 1024
_CODECS = {
    "gb18030": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "x-gbk": "gb18030",
    "big5": "big5", "iso-8859-1": "latin-1", "windows-1252": "latin-1", "utf-16": "utf-16",
    "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
}  # fmt: skip
_CHINESE = "\u2e80"
"""First of the characters that Chinese text is written in; Latin and Greek letters come before it."""


def plain(data: bytes) -> str:
    """Return the text without its declaration, which may name what the bytes were not. Raises Refused."""
    text = decode(data)
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text


def declared(data: bytes) -> str:
    """Return the encoding that the declaration names, in small letters; empty where there is none."""
    found = _DECLARED.match(data[:_HEAD])
    return found[1].decode().lower() if found else ""


def decode(data: bytes) -> str:
    """Return the text: by byte order mark, by the NULs of UTF-16, as UTF-8 where it is, as declared, as GB 18030.

    Raises Refused.
    """
    marked = _by_mark(data)
    if marked is not None:
        return marked
    text = _as(data, "utf-8")
    codec = _CODECS.get(declared(data), "utf-8")
    if text is not None and (codec not in {"gb18030", "big5"} or text.isascii() or _is_chinese(text)):
        # What reads as UTF-8 is UTF-8, but for the few hanzi whose two bytes make one Latin letter.
        return text
    chinese = _as(data, "gb18030")
    if codec == "latin-1" and chinese is not None and _is_chinese(chinese):
        return chinese
    for found in (_as(data, codec), chinese, text):
        if found is not None:
            return found
    raise Refused(Reason.XML_ENCODING)


def _by_mark(data: bytes) -> str | None:
    codec = ""
    if data.startswith(codecs.BOM_UTF8):
        codec = "utf-8-sig"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "utf-16"
    elif len(data) > 1 and 0 in data[:2]:
        codec = "utf-16-le" if data[1] == 0 else "utf-16-be"
    if not codec:
        return None
    text = _as(data, codec)
    if text is None:
        raise Refused(Reason.XML_ENCODING)
    return text


def _as(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _is_chinese(text: str) -> bool:
    """Tell whether what is not ASCII is mostly what Chinese is written in."""
    other = [c for c in text if not c.isascii()]
    return sum(c >= _CHINESE for c in other) * 2 > len(other)
