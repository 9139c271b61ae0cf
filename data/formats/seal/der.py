"""The little of DER that electronic seals and certificates need: values with their own bytes."""

from __future__ import annotations

from dataclasses import dataclass

INTEGER, BIT_STRING, OCTET_STRING, OID = 0x02, 0x03, 0x04, 0x06
SEQUENCE, SET = 0x30, 0x31
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18


class DerError(ValueError):
    """These bytes are not DER."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its tag, its content, and all its bytes."""

    tag: int
    content: bytes
    whole: bytes

    @property
    def items(self) -> list[Value]:
        """Values inside."""
        found, rest = [], self.content
        while rest:
            value = read(rest)
            found.append(value)
            rest = rest[len(value.whole) :]
        return found

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
        if self.tag != OID or not self.content:
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
    if len(data) < 2:
        raise DerError("too short")
    length, start = data[1], 2
    if length & 0x80:
        count = length & 0x7F
        if not 0 < count <= 4 or len(data) < 2 + count:
            raise DerError("length of a form that DER does not have")
        length, start = int.from_bytes(data[2 : 2 + count], "big"), 2 + count
    if len(data) < start + length:
        raise DerError("cut off")
    return Value(data[0], data[start : start + length], data[: start + length])


def expect(value: Value, tag: int, *, least: int = 0) -> list[Value]:
    """Return the items of a constructed value of that tag. Raises DerError."""
    if value.tag != tag:
        raise DerError(f"tag {tag:#x} was expected")
    items = value.items
    if len(items) < least:
        raise DerError("items are missing")
    return items
