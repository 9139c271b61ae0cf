"""XML by what its names mean: case, hyphens and underscores in a name say nothing, and neither does how deep it stands.

Issuers and their programs spell one element in many ways (``TotalTax-includedAmount``, ``TotalTaxIncludedAmount``), wrap
it once more, and leave an element empty by ``xsi:nil`` (docs/formats.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from data.formats.xml.node import Node

_NOTHING = str.maketrans("", "", "-_.")


def plain(name: str) -> str:
    """Return a name without what issuers write differently."""
    return name.translate(_NOTHING).casefold()


def is_nil(node: Node) -> bool:
    """Tell whether an element says that it is empty on purpose."""
    return any(
        key.rsplit(":", 1)[-1] == "nil" and value.strip() in {"true", "1"} for key, value in node.attributes.items()
    )


def find(node: Node, *names: str) -> Node | None:
    """Return the first element below (or ``node`` itself) with one of the plain names; None where there is none."""
    return next((n for n in node.walk() if plain(n.name) in names), None)


class Texts:
    """The leaves below an element by plain name: the first that says something counts, wherever it stands."""

    def __init__(self, node: Node, without: Collection[int] = ()) -> None:
        """Read the leaves below ``node``, leaving out the subtrees whose ``id`` is in ``without``."""
        self._texts: dict[str, str] = {}
        waiting = [node]
        while waiting:
            one = waiting.pop()
            if id(one) in without:
                continue
            if not one.children and one.text.strip():
                self._texts.setdefault(plain(one.name), one.text)
            waiting.extend(reversed(one.children))

    def get(self, *names: str) -> str:
        """Return the text of the first of those names that is there; empty where none is."""
        return next((self._texts[key] for key in map(plain, names) if key in self._texts), "")

    def __bool__(self) -> bool:
        """Tell whether anything is said at all."""
        return bool(self._texts)


def rows(node: Node, containers: tuple[str, ...], mark: str) -> list[Node]:
    """Return the rows of goods: each has one leaf named ``mark``, and stands in an element whose plain name begins so.

    Rows may stand in one container each, deeper inside one, or side by side in one without elements of their own. Rows
    of which every element is ``xsi:nil`` are none.
    """
    found: list[Node] = []
    for container in _outermost(node, containers):
        found += _split(container, mark)
    if not found:
        found = [n for n in node.walk() if any(plain(c.name) == mark and not c.children for c in n.children)]
    return [row for row in found if not is_blank_by_nil(row)]


def containers_of(node: Node, containers: tuple[str, ...]) -> set[int]:
    """Return the ids of the elements in which rows stand, to be left out of what the head says."""
    return {id(n) for n in _outermost(node, containers)}


def _outermost(node: Node, containers: tuple[str, ...]) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.children and plain(one.name).startswith(containers):
            yield one
        else:
            waiting.extend(reversed(one.children))


def _split(container: Node, mark: str) -> list[Node]:
    marks = _count(container, mark)
    if marks <= 1:
        return [container]
    beside = [c for c in container.children if plain(c.name) == mark and not c.children]
    if len(beside) > 1:
        return _side_by_side(container)
    return [row for child in container.children if _count(child, mark) for row in _split(child, mark)]


def _side_by_side(container: Node) -> list[Node]:
    """Cut leaves that stand side by side into rows: a name met again begins the next."""
    found: list[Node] = []
    seen: set[str] = set()
    for child in container.children:
        name = plain(child.name)
        if not found or name in seen:
            found.append(type(container)(container.name))
            seen = set()
        seen.add(name)
        found[-1].children.append(child)
    return found


def _count(node: Node, mark: str) -> int:
    return sum(plain(n.name) == mark and not n.children for n in node.walk())


def is_blank_by_nil(row: Node) -> bool:
    """Tell whether nothing is said of a row, on purpose."""
    leaves = [n for n in row.walk() if not n.children]
    return not any(leaf.text.strip() for leaf in leaves) and any(is_nil(n) for n in row.walk())
