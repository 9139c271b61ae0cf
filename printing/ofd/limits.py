"""How much of an OFD is drawn before it is refused. The bytes were judged at import; here they meet the same caps."""

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
ANNOTATIONS = 2000
FONTS = 16
"""Embedded fonts of a file."""
