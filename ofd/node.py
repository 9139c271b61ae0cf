"""XML read without trust: no DTD, bounded depth, size and count, names without their prefix.

Real files carry empty prefixes (``<:eInvoice xmlns:="">``) that a namespace-aware parser refuses; where a namespace
matters it is looked up by :attr:`Node.namespaces`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from ofd.limits import XML_BYTES, XML_DEPTH, XML_ELEMENTS
from ofd.refused import Reason, Refused
from ofd.text import plain


@dataclass(slots=True)
class Node:
    """One element: local name, attributes as written, own text, children."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text, as written."""
        return "".join(self.pieces)

    @property
    def own(self) -> dict[str, str]:
        """The attributes without those of foreign namespaces (``vendor:x``), by local name."""
        return {
            name.rpartition(":")[2]: value
            for name, value in self.attributes.items()
            if name != "xmlns" and (":" not in name or name.startswith("ofd:"))
        }

    def attribute(self, name: str, default: str = "") -> str:
        """Return an attribute without the blanks around it."""
        found = self.attributes.get(name)
        return (self.attributes.get(f"ofd:{name}", default) if found is None else found).strip()

    def child(self, name: str) -> Node | None:
        """Return the first child of that name."""
        return next((c for c in self.children if c.name == name), None)

    def all(self, *path: str) -> list[Node]:
        """Return the elements at a path of names, every branch of it."""
        found = [self]
        for name in path:
            found = [c for node in found for c in node.children if c.name == name]
        return found

    def get(self, *path: str) -> str:
        """Return the stripped text of the first element at a path of names; empty where there is none."""
        found = self.all(*path)
        return found[0].text.strip() if found else ""

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

    @property
    def namespaces(self) -> set[str]:
        """Every namespace declared on this element or below."""
        return {v for n in self.walk() for k, v in n.attributes.items() if k == "xmlns" or k.startswith("xmlns:")}


class Elements:
    """How many elements may still be read, over all XML of one file."""

    def __init__(self, left: int = XML_ELEMENTS) -> None:
        self.left = left

    def take(self) -> None:
        """Count one. Raises Refused when there are no more."""
        self.left -= 1
        if self.left < 0:
            raise Refused(Reason.XML_TOO_MANY)


def parse(data: bytes, elements: Elements | None = None) -> Node:
    """Return the root. Raises Refused for a DTD, for what is too deep or too big, and for broken XML."""
    if len(data) > XML_BYTES:
        raise Refused(Reason.XML_TOO_BIG)
    builder = _Builder(elements or Elements())
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.EntityDeclHandler = _refuse_dtd
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    try:
        parser.Parse(plain(data).encode(), True)
    except (expat.ExpatError, UnicodeError):
        raise Refused(Reason.XML_BROKEN) from None
    if builder.root is None:
        raise Refused(Reason.XML_EMPTY)
    return builder.root


def _refuse_dtd(*_: object) -> None:
    raise Refused(Reason.XML_DTD)


class _Builder:
    def __init__(self, elements: Elements) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._elements = elements

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= XML_DEPTH:
            raise Refused(Reason.XML_TOO_DEEP)
        self._elements.take()
        node = Node(name.rpartition(":")[2], attributes)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _name: str) -> None:
        self._open.pop()

    def characters(self, text: str) -> None:
        self._open[-1].pieces.append(text)
