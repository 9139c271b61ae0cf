"""The small code on every copy: number, copy, serial, time, desk and a short MAC, that any desk scans back.

``FD1*26422000000099000101*2*1-000043*2611240233*K7QX*8F3A01BC``: upper-case letters, digits and ``*-`` only, so the QR
stays small and keyboard-wedge scanners cannot garble it. The MAC is HMAC-SHA256 with the ledger key, cut to 32 bits:
enough to tell an altered slip at the counter (one guess in four thousand million), not a signature for a court; that
is the ledger.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from fapiao.identity import squeeze
from fapiao.said import say

if TYPE_CHECKING:
    from fapiao.reprint import Reprint

PREFIX = "FD1"
_MAC_DIGITS = 8
_TAG_LETTERS = 4
_SHAPE = re.compile(
    r"FD1\*(?P<full_no>\d{18,20})\*(?P<copy_no>\d{1,6})\*(?P<serial>\d{1,6}-\d{1,12})\*(?P<at>\d{10})"
    r"\*(?P<desk>[A-Z2-7]{4})\*(?P<mac>[0-9A-F]{8})"
)


class SlipAnswer(StrEnum):
    """The four answers to "is this paper ours?"."""

    TRUE = "true"
    """Made here, and the record says the same."""
    ALTERED = "altered"
    """A record of that paper exists, and the slip does not say what it says."""
    INVENTED = "invented"
    """No key of ours made it, and no record knows it."""
    UNKNOWN = "unknown"
    """Our key made it, but this store has no such record (another store, or a restore from before it)."""

    @property
    def label(self) -> str:
        """The answer in words."""
        return {
            "true": say("✓ 是本单位补打的，与记录一致"),
            "altered": say("✗ 尾码被改动过，与记录不符"),
            "invented": say("✗ 不是本单位打印的，尾码是编造的"),
            "unknown": say("! 密钥相符，但本机没有这条记录"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip as read; nothing of it is trusted before its MAC was checked."""

    full_no: str
    copy_no: int
    serial: str
    at: str
    """``YYMMDDhhmm`` in UTC."""
    desk: str
    """Four letters that stand for the desk's name."""
    mac: str

    @property
    def body(self) -> str:
        """What the MAC covers."""
        return "*".join((PREFIX, self.full_no, str(self.copy_no), self.serial, self.at, self.desk))

    @property
    def text(self) -> str:
        """The whole code."""
        return f"{self.body}*{self.mac}"


def desk_tag(desk: str) -> str:
    """Return the four letters of a desk's name (names may be Chinese, scanners type ASCII)."""
    return base64.b32encode(hashlib.sha256(desk.encode()).digest()).decode()[:_TAG_LETTERS]


def slip_of(reprint: Reprint, secret: bytes) -> Slip:
    """Return the slip of a paper, signed with the ledger key."""
    at = f"{reprint.at.astimezone(UTC):%y%m%d%H%M}"
    bare = Slip(reprint.full_no, reprint.copy_no, reprint.serial, at, desk_tag(reprint.desk), "")
    return Slip(bare.full_no, bare.copy_no, bare.serial, at, bare.desk, _mac(bare.body, secret))


def looks_like_slip(text: str) -> bool:
    """Tell whether a scan is a copy's code."""
    return squeeze(text).upper().startswith(PREFIX + "*")


def read_slip(text: str) -> Slip | None:
    """Read a scanned code; None where it is malformed."""
    match = _SHAPE.fullmatch(squeeze(text).upper())
    if match is None:
        return None
    return Slip(match["full_no"], int(match["copy_no"]), match["serial"], match["at"], match["desk"], match["mac"])


def is_signed(slip: Slip, secret: bytes) -> bool:
    """Tell whether our key made the slip."""
    return hmac.compare_digest(slip.mac, _mac(slip.body, secret))


def written_at(slip: Slip) -> datetime | None:
    """Return when the slip says its paper was made; None for an impossible time."""
    try:
        return datetime.strptime(slip.at, "%y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        return None


def _mac(body: str, secret: bytes) -> str:
    return hmac.digest(secret, f"slip {body}".encode(), "sha256").hex()[:_MAC_DIGITS].upper()
