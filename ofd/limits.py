"""How much of a zip, an OFD or an XML is read before it is refused (docs/formats.md)."""

from __future__ import annotations

MIB = 1024 * 1024
MEMBER = 20 * MIB
"""Unpacked bytes of one member of a zip."""
PACKAGE = 100 * MIB
"""Unpacked bytes of one OFD."""
MEMBERS = 2000
XML_BYTES = 20 * MIB
XML_DEPTH = 64
XML_ELEMENTS = 200_000
"""Of one XML, and of all that are read of one OFD."""
SIGNATURES = 20
PICTURE_SIDE = 10_000
"""Dots of a JBIG2 picture: A4 at 800 dpi."""
