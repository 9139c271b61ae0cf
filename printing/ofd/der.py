"""The little of DER that the picture in an electronic seal needs."""

from __future__ import annotations

from dataclasses import dataclass

SEQUENCE, OCTET_STRING = 0x30, 0x04


class DerError(ValueError):
    """These bytes are not DER of the expected form."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its tag and its content."""

    tag: int
    content: bytes

    @property
    def items(self) -> list[Value]:
        """The values inside a sequence. Raises DerError."""
        if self.tag != SEQUENCE:
            raise DerError("a sequence was expected")
        found, at = [], 0
        while at < len(self.content):
            value, at = _read(self.content, at)
            found.append(value)
        return found

    def item(self, index: int) -> Value:
        """Return one value inside. Raises DerError where there are fewer."""
        items = self.items
        if index >= len(items):
            raise DerError("items are missing")
        return items[index]


def read(data: bytes) -> Value:
    """Return the first value of ``data``. Raises DerError."""
    return _read(data, 0)[0]


def _read(data: bytes, at: int) -> tuple[Value, int]:
    if at + 2 > len(data):
        raise DerError("too short")
    length, start = data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        if not 0 < count <= 4 or start + count > len(data):
            raise DerError("a length that DER does not have")
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    if start + length > len(data):
        raise DerError("cut off")
    return Value(data[at], data[start : start + length]), start + length
