"""How much a drawing may still cost. Composites and templates multiply what a small file holds."""

from __future__ import annotations

from fapiao.errors import UnreadableFile
from fapiao.said import say
from ofd.limits import PACKAGE
from printing.ofd import limits
from printing.ofd.refused import CURE


class Budget:
    """Counts down over a whole file, the OFDs in its seals included."""

    def __init__(self) -> None:
        self._objects = limits.OBJECTS
        self._characters = limits.CHARACTERS
        self._segments = limits.SEGMENTS
        self._pixels = limits.ALL_PIXELS
        self.bytes = PACKAGE

    def take(self, *, objects: int = 0, characters: int = 0, segments: int = 0, pixels: int = 0, size: int = 0) -> None:
        """Use some up. Raises UnreadableFile when there is no more."""
        self._objects -= objects
        self._characters -= characters
        self._segments -= segments
        self._pixels -= pixels
        self.bytes -= size
        if min(self._objects, self._characters, self._segments, self._pixels, self.bytes) < 0:
            raise UnreadableFile(say("OFD 过于复杂，已拒绝"), CURE)
