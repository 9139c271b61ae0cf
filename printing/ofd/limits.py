"""How much of an OFD is drawn before it is refused. The bytes were judged at import; here they meet the same caps."""

MIB = 1024 * 1024
MEMBER = 20 * MIB
"""Unpacked bytes of one member."""
PACKAGE = 100 * MIB
"""Unpacked bytes of one OFD, the OFDs in its seals counted in."""
MEMBERS = 2000
XML_DEPTH = 64
XML_ELEMENTS = 400_000
PAGES = 60
OBJECTS = 50_000
"""Text, path, image and composite objects drawn, over all pages: a composite drawn twice counts twice."""
CHARACTERS = 200_000
SEGMENTS = 200_000
"""Lines and curves drawn."""
PIXELS = 12_000_000
"""Of one picture."""
ALL_PIXELS = 60_000_000
"""Of all pictures of a file."""
NESTING = 8
"""Composites in composites, blocks in blocks, draw parameters that refer to draw parameters."""
SIGNATURES = 20
ANNOTATIONS = 2000
FONTS = 16
"""Embedded fonts of a file."""
