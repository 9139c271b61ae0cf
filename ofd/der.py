"""The little of DER that electronic seals and certificates need: values with their own bytes."""

from __future__ import annotations

from dataclasses import dataclass

INTEGER, BIT_STRING, OCTET_STRING, OID = 0x02, 0x03, 0x04, 0x06
SEQUENCE, SET = 0x30, 0x31
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
_MOST_ITEMS = 10_000
"""Values inside one value; a seal has a few dozen."""


class DerError(ValueError):
    """These bytes are not DER of the expected form."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its tag, its content, and all its bytes."""

    tag: int
    content: bytes
    whole: bytes

    @property
    def items(self) -> list[Value]:
        """Values inside. Raises DerError."""
        found, at = [], 0
        while at < len(self.content):
            value, at = _read(self.content, at)
            found.append(value)
            if len(found) > _MOST_ITEMS:
                raise DerError("too many items")
        return found

    def item(self, index: int) -> Value:
        """Return one value inside a sequence. Raises DerError where there are fewer."""
        return expect(self, SEQUENCE, least=index + 1)[index]

    @property
    def bits(self) -> bytes:
        """Bytes of a bit string."""
        if self.tag != BIT_STRING or self.content[:1] != b"\x00":
            raise DerError("a bit string of whole bytes was expected")
        return self.content[1:]

    @property
    def integer(self) -> int:
        """Value of an integer."""
        if self.tag != INTEGER or not self.content:
            raise DerError("an integer was expected")
        return int.from_bytes(self.content, "big", signed=True)

    @property
    def oid(self) -> str:
        """Dotted object identifier."""
        if self.tag != OID or not 0 < len(self.content) <= 64:
            raise DerError("an object identifier was expected")
        arcs = [self.content[0] // 40, self.content[0] % 40]
        arc = 0
        for byte in self.content[1:]:
            arc = arc << 7 | byte & 0x7F
            if not byte & 0x80:
                arcs.append(arc)
                arc = 0
        return ".".join(map(str, arcs))

    @property
    def text(self) -> str:
        """Text of any string type."""
        return self.content.decode("utf-16-be" if self.tag == 0x1E else "utf-8", "replace")


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
            raise DerError("a length of a form that DER does not have")
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    end = start + length
    if end > len(data):
        raise DerError("cut off")
    return Value(data[at], data[start:end], data[at:end]), end


def expect(value: Value, tag: int, *, least: int = 0) -> list[Value]:
    """Return the items of a constructed value of that tag. Raises DerError."""
    if value.tag != tag:
        raise DerError(f"tag {tag:#x} was expected")
    items = value.items
    if len(items) < least:
        raise DerError("items are missing")
    return items
