"""IPP messages as bytes and back (RFC 8010): all value types, collections, and nothing believed without a bound.

A printer's answer is text from outside: every length is checked before it is used, nesting is limited, and whatever
does not parse is one :class:`~fapiao.errors.PrinterError`.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeAlias

from fapiao.errors import PrinterError
from fapiao.said import say

MAX_DEPTH = 8
"""Collections within collections; the deepest of the standard is 3."""


class Tag(IntEnum):
    """Delimiter and value tags (RFC 8010 section 3.5)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05

    UNSUPPORTED_VALUE = 0x10
    UNKNOWN = 0x12
    NO_VALUE = 0x13
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTETS = 0x30
    DATE_TIME = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    COLLECTION = 0x34
    TEXT_LANGUAGE = 0x35
    NAME_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    URI_SCHEME = 0x46
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME = 0x49
    MEMBER = 0x4A


@dataclass(frozen=True, slots=True)
class Resolution:
    """Dots per unit; unit 3 is the inch, 4 the centimetre."""

    across: int
    along: int
    unit: int


@dataclass(frozen=True, slots=True)
class Range:
    """Both ends belong to it."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Localised:
    """A text or name that says its language."""

    text: str
    language: str

    def __str__(self) -> str:
        """The text alone."""
        return self.text


Value: TypeAlias = "int | str | bytes | Resolution | Range | Localised | dict[str, Attribute] | None"


@dataclass(frozen=True, slots=True)
class Item:
    """One value and its tag; out-of-band tags (no-value, unknown) have None."""

    tag: int
    value: Value


Attribute: TypeAlias = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One attribute group; ``tag`` says whose."""

    tag: int
    attributes: dict[str, Attribute]

    def integer(self, name: str) -> int | None:
        """The first value as a number; None where absent, of another type, or without value."""
        value = self._first(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def boolean(self, name: str) -> bool | None:
        """The first value as yes or no."""
        value = self._first(name)
        return value if isinstance(value, bool) else None

    def text(self, name: str) -> str:
        """The first value as text; empty where there is none."""
        value = self._first(name)
        return str(value) if isinstance(value, str | Localised) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """All values that are text."""
        return tuple(str(i.value) for i in self.attributes.get(name, ()) if isinstance(i.value, str | Localised))

    def _first(self, name: str) -> Value:
        items = self.attributes.get(name, ())
        return items[0].value if items else None


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer; ``code`` is the operation or the status."""

    code: int
    request_id: int
    groups: tuple[Group, ...] = ()
    data: bytes = field(default=b"", repr=False)
    version: tuple[int, int] = (2, 0)

    def group(self, tag: Tag) -> Group:
        """The first group of that tag; an empty one where there is none."""
        return next((group for group in self.groups if group.tag == tag), Group(tag, {}))

    def all(self, tag: Tag) -> tuple[Group, ...]:
        """Every group of that tag, in order: Get-Jobs answers with one a job."""
        return tuple(group for group in self.groups if group.tag == tag)


def one(tag: Tag, value: Value) -> Attribute:
    """An attribute of one value."""
    return (Item(tag, value),)


def encode(message: Message) -> bytes:
    """The message as it goes over the wire."""
    out = bytearray(struct.pack(">BBHI", *message.version, message.code, message.request_id))
    for group in message.groups:
        out.append(group.tag)
        for name, attribute in group.attributes.items():
            _put_attribute(out, name, attribute)
    out.append(Tag.END)
    return bytes(out) + message.data


def _put_attribute(out: bytearray, name: str, attribute: Attribute) -> None:
    for position, item in enumerate(attribute):
        _put_item(out, name if position == 0 else "", item)


def _put_item(out: bytearray, name: str, item: Item) -> None:
    if isinstance(item.value, dict):
        _put_field(out, Tag.COLLECTION, name, b"")
        for member, attribute in item.value.items():
            _put_field(out, Tag.MEMBER, "", member.encode())
            _put_attribute(out, "", attribute)
        _put_field(out, Tag.END_COLLECTION, "", b"")
    else:
        _put_field(out, item.tag, name, _value_bytes(item.value))


def _put_field(out: bytearray, tag: int, name: str, value: bytes) -> None:
    named = name.encode()
    out += struct.pack(">BH", tag, len(named)) + named + struct.pack(">H", len(value)) + value


def _value_bytes(value: int | str | bytes | Resolution | Range | Localised | None) -> bytes:
    match value:
        case None:
            return b""
        case bool():
            return bytes([value])
        case int():
            return struct.pack(">i", value)
        case str():
            return value.encode()
        case bytes():
            return value
        case Resolution(across, along, unit):
            return struct.pack(">iib", across, along, unit)
        case Range(low, high):
            return struct.pack(">ii", low, high)
        case Localised(text, language):
            first, second = language.encode(), text.encode()
            return struct.pack(">H", len(first)) + first + struct.pack(">H", len(second)) + second


def decode(data: bytes) -> Message:
    """Read a message. Raises PrinterError for anything that is not one."""
    try:
        return _Reader(data).message()
    except (struct.error, ValueError) as error:
        raise PrinterError(say("打印机的回答无法解析"), say("请检查设备地址是否指向 IPP 打印机")) from error


class _Reader:
    """A place in the bytes; every step is checked against the end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            message = "cut short"
            raise ValueError(message)
        piece = self.data[self.at : self.at + count]
        self.at += count
        return piece

    def short(self) -> int:
        return int.from_bytes(self.take(2), "big")

    def message(self) -> Message:
        major, minor, code, request_id = struct.unpack(">BBHI", self.take(8))
        groups: list[Group] = []
        last = ""
        while (tag := self.take(1)[0]) != Tag.END:
            if tag < Tag.UNSUPPORTED_VALUE:
                groups.append(Group(tag, {}))
                last = ""
                continue
            name, raw = self.take(self.short()).decode("utf-8", "replace"), self.take(self.short())
            last = name or last
            if not groups or not last:
                message = "a value that belongs to nothing"
                raise ValueError(message)
            item = self.item(tag, raw, 0)
            attributes = groups[-1].attributes
            attributes[last] = (*attributes[last], item) if not name and last in attributes else (item,)
        return Message(code, request_id, tuple(groups), self.data[self.at :], (major, minor))

    def item(self, tag: int, raw: bytes, depth: int) -> Item:
        if tag == Tag.COLLECTION:
            return Item(tag, self.collection(depth + 1))
        return Item(tag, _read_value(tag, raw))

    def collection(self, depth: int) -> dict[str, Attribute]:
        if depth > MAX_DEPTH:
            message = "nested too deeply"
            raise ValueError(message)
        members: dict[str, Attribute] = {}
        member = ""
        while True:
            tag = self.take(1)[0]
            self.take(self.short())
            raw = self.take(self.short())
            if tag == Tag.END_COLLECTION:
                return members
            if tag < Tag.UNSUPPORTED_VALUE or (tag != Tag.MEMBER and not member):
                message = "a collection that does not end"
                raise ValueError(message)
            if tag == Tag.MEMBER:
                member = raw.decode("utf-8", "replace")
                members[member] = ()
            else:
                members[member] = (*members[member], self.item(tag, raw, depth))


def _read_value(tag: int, raw: bytes) -> Value:
    if Tag.UNSUPPORTED_VALUE <= tag < Tag.INTEGER - 1:
        return None
    match tag:
        case Tag.INTEGER | Tag.ENUM:
            number: int = struct.unpack(">i", raw)[0]
            return number
        case Tag.BOOLEAN:
            return bool(struct.unpack(">B", raw)[0])
        case Tag.RESOLUTION:
            return Resolution(*struct.unpack(">iib", raw))
        case Tag.RANGE:
            return Range(*struct.unpack(">ii", raw))
        case Tag.TEXT_LANGUAGE | Tag.NAME_LANGUAGE:
            inner = _Reader(raw)
            language = inner.take(inner.short()).decode("utf-8", "replace")
            return Localised(inner.take(inner.short()).decode("utf-8", "replace"), language)
    return raw.decode("utf-8", "replace") if tag >= Tag.TEXT else raw
