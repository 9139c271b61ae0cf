"""Why bytes were refused. Whoever asked says it to people in words of their own."""

from __future__ import annotations

from enum import Enum, auto


class Reason(Enum):
    """What is wrong with a zip, an OFD or an XML."""

    ZIP_DAMAGED = auto()
    MEMBER_DAMAGED = auto()
    TOO_MANY = auto()
    """More members than a zip may have."""
    TOO_BIG = auto()
    UNSAFE_NAME = auto()
    """A name that leads out of the zip."""
    LINK = auto()
    ENCRYPTED = auto()
    METHOD = auto()
    """Neither stored nor deflated."""
    DOUBLED = auto()
    NO_ENTRY = auto()
    """No ``OFD.xml``."""
    MISSING = auto()
    """A file that the OFD itself refers to."""
    XML_TOO_BIG = auto()
    XML_TOO_DEEP = auto()
    XML_TOO_MANY = auto()
    """More elements than are read of one file."""
    XML_BROKEN = auto()
    XML_EMPTY = auto()
    XML_DTD = auto()
    XML_ENCODING = auto()


class Refused(ValueError):
    """Bytes that are not read. ``name`` is the member's, raw, where it is one member's fault."""

    def __init__(self, reason: Reason, name: str = "") -> None:
        super().__init__(reason.name)
        self.reason = reason
        self.name = name
