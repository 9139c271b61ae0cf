"""How much of a file is read before it is refused (docs/formats.md)."""

from __future__ import annotations

MIB = 1024 * 1024
FILE = 60 * MIB
"""Bytes of one file as it was given."""
BATCH = 400 * MIB
"""Unpacked bytes of a zip of invoices, with all zips and OFDs inside it."""
NESTING = 3
"""Zips within zips."""
OFD_PAGES = 20
"""Pages of an OFD whose text is read."""
PAGES = 60
"""Pages of a PDF whose text is read."""
QR_PAGES = 6
"""Pages of a PDF whose picture is searched for QR codes."""
SCAN = 25 * MIB
"""Bytes of a scan or photo of a paper."""
SCAN_PIXELS = 110_000_000
"""Of a scan or photo: what the largest telephones make."""
PIXELS = 12_000_000
"""Of a picture that is searched for QR codes."""
IMAGES = 12
"""Pictures of an OFD that are searched for QR codes."""
CHILD_MEMORY = 1024 * MIB
CHILD_CPU_SECONDS = 5
SMALL = MIB
SMALL_CPU_SECONDS = 1.8
"""For a file of up to ``SMALL`` bytes; one page with its QR code takes a tenth of that."""
CHILD_WALL_SECONDS = 10.0
ANSWER = 24 * MIB
"""Bytes that the child may answer."""
