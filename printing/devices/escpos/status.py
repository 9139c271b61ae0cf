"""The bytes a receipt printer says of itself, told apart and put into words (Epson ESC/POS; clones follow it).

Replies carry no length and no name. Fixed bits tell them apart: ``DLE EOT`` 0xx1xx10, Automatic Status Back four bytes
of which the first is 0xx1xx00, ``GS r`` a byte with bits 4 and 7 clear, ``GS ( H`` a block from 37 22 to 00.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from fapiao.said import say

ASK = tuple(b"\x10\x04" + bytes([n]) for n in (1, 2, 3, 4))
"""``DLE EOT`` 1 to 4: answered at once, even offline and out of paper."""

_WORDS: tuple[dict[int, str], ...] = (
    {0x08: say("打印机离线")},
    {0x04: say("上盖打开，请合上"), 0x20: say("缺纸，请装纸"), 0x40: say("打印机报错")},
    {
        0x04: say("机械故障"),
        0x08: say("切刀故障"),
        0x20: say("打印机故障，须断电重启"),
        0x40: say("打印头过热，请稍候"),
    },
    {0x60: say("缺纸，请装纸")},
)
"""Per ``DLE EOT`` n: bit and what it means."""
NEAR_END = 0x0C
LOW_PAPER = say("纸将尽")


@dataclass(frozen=True, slots=True)
class RealTime:
    """One byte of ``DLE EOT``; which n it answers is known from the order of asking."""

    byte: int


@dataclass(frozen=True, slots=True)
class Asb:
    """Automatic Status Back: the whole state, said unasked on every change."""

    frame: bytes

    @property
    def stops(self) -> tuple[str, ...]:
        """What keeps it from printing, in words."""
        first, second, third = self.frame[0], self.frame[1], self.frame[2]
        found = [
            (first & 0x20, say("上盖打开，请合上")),
            (third & 0x0C, say("缺纸，请装纸")),
            (second & 0x04, say("机械故障")),
            (second & 0x08, say("切刀故障")),
            (second & 0x20, say("打印机故障，须断电重启")),
            (second & 0x40, say("打印头过热，请稍候")),
        ]
        said = tuple(words for bit, words in found if bit)
        return said or ((say("打印机离线"),) if first & 0x08 else ())


@dataclass(frozen=True, slots=True)
class Barrier:
    """The answer to ``GS r``: everything sent before it has been processed."""

    byte: int


@dataclass(frozen=True, slots=True)
class Printed:
    """The answer to ``GS ( H``: the printing of everything before ``id`` is completed."""

    id: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """The answer to ``GS I``: maker, model or firmware as text."""

    text: bytes


Reply: TypeAlias = RealTime | Asb | Barrier | Printed | Said

_COMPLETION_HEAD = b"\x37\x22"
_COMPLETION_SIZE = 7
_TEXT_HEAD = 0x5F
_BLOCK_HEADS = frozenset({0x37, 0x3D, _TEXT_HEAD})
"""Blocks that run to a NUL: GS ( H, other GS ( answers, GS I texts."""
_MAX_BLOCK = 96


@dataclass(slots=True)
class ReplyStream:
    """Bytes as they arrive in, whole replies out; a reply cut in two waits for its rest."""

    _rest: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> list[Reply]:
        """Add what arrived; gives the replies that are complete now."""
        self._rest += data
        replies: list[Reply] = []
        while self._rest:
            size, reply = self._next()
            if not size:
                break
            del self._rest[:size]
            if reply is not None:
                replies.append(reply)
        return replies

    def _next(self) -> tuple[int, Reply | None]:
        first = self._rest[0]
        if first in _BLOCK_HEADS:
            return self._block()
        if first & 0x93 == 0x12:
            return 1, RealTime(first)
        if first & 0x93 == 0x10:
            return self._frame()
        if first & 0x90 == 0:
            return 1, Barrier(first)
        return 1, None

    def _frame(self) -> tuple[int, Reply | None]:
        frame = bytes(self._rest[:4])
        if any(byte & 0x10 for byte in frame[1:]):
            return 1, None
        return (4, Asb(frame)) if len(frame) == 4 else (0, None)

    def _block(self) -> tuple[int, Reply | None]:
        if self._rest.startswith(_COMPLETION_HEAD):
            if len(self._rest) < _COMPLETION_SIZE:
                return 0, None
            return _COMPLETION_SIZE, Printed(bytes(self._rest[2:6]))
        end = self._rest.find(b"\0")
        if end < 0:
            return (1, None) if len(self._rest) > _MAX_BLOCK else (0, None)
        return end + 1, Said(bytes(self._rest[1:end])) if self._rest[0] == _TEXT_HEAD else None


def stops(answers: bytes) -> tuple[str, ...]:
    """What the four ``DLE EOT`` bytes say keeps it from printing, in words, each once; empty when clean."""
    said: dict[str, None] = {}
    for byte, meanings in zip(answers, _WORDS, strict=False):
        for bit, words in meanings.items():
            if byte & bit:
                said[words] = None
    precise = [words for words in said if words != "打印机离线"]
    return tuple(precise or said)


def is_low(answers: bytes) -> bool:
    """Whether the near-end sensor sees little paper."""
    return len(answers) == len(ASK) and bool(answers[3] & NEAR_END) and not answers[3] & 0x60
