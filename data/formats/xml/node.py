"""XML read without trust: no DTD, bounded depth, size and count, and any of the encodings that issuers use.

Names lose their prefix, because real files carry empty prefixes (``<:eInvoice xmlns:="">``) that a namespace-aware
parser refuses; where a namespace matters it is looked up by :attr:`Node.namespaces`.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from data.formats.sandbox.limits import XML_BYTES, XML_DEPTH, XML_ELEMENTS
from fapiao.errors import UnreadableFile
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CODECS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8",
    "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
    "gb18030": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030",
    "big5": "big5", "iso-8859-1": "latin-1",
}  # fmt: skip


@dataclass(slots=True)
class Node:
    """One element: local name, attributes, own text, children."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text, as written."""
        return "".join(self.pieces)

    def child(self, name: str) -> Node | None:
        """Return the first child of that name."""
        return next((c for c in self.children if c.name == name), None)

    def all(self, name: str) -> list[Node]:
        """Return the children of that name."""
        return [c for c in self.children if c.name == name]

    def walk(self) -> Iterator[Node]:
        """Yield this element and everything below it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def find(self, name: str) -> Node | None:
        """Return the first element of that name anywhere below."""
        return next((n for n in self.walk() if n.name == name), None)

    def find_all(self, name: str) -> list[Node]:
        """Return all elements of that name anywhere below."""
        return [n for n in self.walk() if n.name == name]

    def get(self, *path: str) -> str:
        """Return the stripped text at a path of names; empty where it is not."""
        node: Node | None = self
        for name in path:
            node = node.child(name) if node else None
        return node.text.strip() if node else ""

    @property
    def namespaces(self) -> set[str]:
        """Every namespace declared on this element or below."""
        return {v for n in self.walk() for k, v in n.attributes.items() if k == "xmlns" or k.startswith("xmlns:")}


def parse(data: bytes) -> Node:
    """Return the root. Raises UnreadableFile for a DTD, for what is too deep or too big, and for broken XML."""
    if len(data) > XML_BYTES:
        raise UnreadableFile(say("XML 文件过大"), say("请核对来源；正常的发票 XML 不超过几兆"))
    builder = _Builder()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.EntityDeclHandler = _refuse_dtd
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    try:
        parser.Parse(_DECLARATION.sub("", decode(data), count=1).encode("utf-8", "strict"), True)
    except (expat.ExpatError, UnicodeError):
        raise UnreadableFile(say("XML 不完整或格式有误"), say("请重新下载该文件")) from None
    if builder.root is None:
        raise UnreadableFile(say("XML 里没有内容"), say("请重新下载该文件"))
    return builder.root


def decode(data: bytes) -> str:
    """Return the text by byte order mark, declaration, or look. Raises UnreadableFile."""
    try:
        if data.startswith(codecs.BOM_UTF8):
            return data.decode("utf-8-sig")
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        if data[:4].count(0) == 2:  # two NULs in "<?" or "<E": UTF-16 without a mark
            return data.decode("utf-16-le" if data[1] == 0 else "utf-16-be")
        declared = _DECLARED.match(data)
        codec = _CODECS.get(declared[1].decode().lower()) if declared else None
        if codec and codec != "utf-8":
            return data.decode(codec)
    except UnicodeDecodeError:
        raise UnreadableFile(say("XML 的文字编码有误"), say("请重新下载该文件")) from None
    for guess in ("utf-8", "gb18030"):
        try:
            return data.decode(guess)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(say("XML 的文字编码有误"), say("请重新下载该文件"))


def _refuse_dtd(*_: object) -> None:
    raise UnreadableFile(say("XML 含有 DTD，已拒绝"), say("真实的发票 XML 不含 DTD；请核对来源"))


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= XML_DEPTH:
            raise UnreadableFile(say("XML 嵌套过深，已拒绝"), say("请核对来源"))
        if self._count > XML_ELEMENTS:
            raise UnreadableFile(say("XML 元素过多，已拒绝"), say("请核对来源"))
        node = Node(name.rsplit(":", 1)[-1], attributes)
        if self._open:
            self._open[-1].children.append(node)
        elif self.root is None:
            self.root = node
        self._open.append(node)

    def end(self, _name: str) -> None:
        self._open.pop()

    def characters(self, text: str) -> None:
        if self._open:
            self._open[-1].pieces.append(text)
