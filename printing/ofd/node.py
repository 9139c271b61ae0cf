"""The XML of an OFD, read without trust: no DTD, bounded depth and count, names without their prefix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from fapiao.errors import UnreadableFile
from fapiao.said import say
from printing.ofd.limits import MEMBER, XML_DEPTH, XML_ELEMENTS

CURE = say("请改用重新排版，或重新导入原件")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(slots=True)
class Node:
    """One element. Attributes of foreign namespaces (``vendor:x``) are left out; they never change a drawing."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text, as written."""
        return "".join(self.pieces)

    def get(self, attribute: str, default: str = "") -> str:
        """Return an attribute without the blanks around it."""
        return self.attributes.get(attribute, default).strip()

    def child(self, name: str) -> Node | None:
        """Return the first child of that name."""
        return next((c for c in self.children if c.name == name), None)

    def all(self, *path: str) -> list[Node]:
        """Return the elements at a path of names, every branch of it."""
        found = [self]
        for name in path:
            found = [c for node in found for c in node.children if c.name == name]
        return found

    def value(self, *path: str) -> str:
        """Return the stripped text of the first element at a path of names."""
        found = self.all(*path)
        return found[0].text.strip() if found else ""

    def walk(self) -> Iterator[Node]:
        """Yield this element and everything below it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def parse(data: bytes) -> Node:
    """Return the root. Raises UnreadableFile."""
    if len(data) > MEMBER:
        raise UnreadableFile(say("OFD 里的 XML 过大"), CURE)
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
        parser.Parse(_DECLARATION.sub("", _decoded(data), count=1).encode(), True)
    except (expat.ExpatError, UnicodeError):
        raise UnreadableFile(say("OFD 里的 XML 不完整或格式有误"), CURE) from None
    if builder.root is None:
        raise UnreadableFile(say("OFD 里的 XML 没有内容"), CURE)
    return builder.root


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _refuse_dtd(*_: object) -> None:
    raise UnreadableFile(say("OFD 里的 XML 含有 DTD，已拒绝"), CURE)


def _is_ours(name: str) -> bool:
    prefix, colon, _ = name.partition(":")
    return not colon or prefix == "ofd"


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= XML_DEPTH or self._count > XML_ELEMENTS:
            raise UnreadableFile(say("OFD 里的 XML 过深或元素过多，已拒绝"), CURE)
        own = {k.rsplit(":", 1)[-1]: v for k, v in attributes.items() if k != "xmlns" and _is_ours(k)}
        node = Node(name.rsplit(":", 1)[-1], own)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _name: str) -> None:
        self._open.pop()

    def characters(self, text: str) -> None:
        self._open[-1].pieces.append(text)
