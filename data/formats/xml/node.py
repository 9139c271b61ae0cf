"""An XML file as a tree, refused in words."""

from __future__ import annotations

from data.formats.refused import unreadable
from ofd import node
from ofd.node import Node
from ofd.refused import Refused

__all__ = ["Node", "parse"]


def parse(data: bytes) -> Node:
    """Return the root. Raises UnreadableFile for a DTD, for what is too deep or too big, and for broken XML."""
    try:
        return node.parse(data)
    except Refused as refused:
        raise unreadable(refused) from None
