"""Zips read without trust: nothing is ever written, names are judged, and the bytes really read are what counts."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from ofd.limits import MEMBER, MEMBERS
from ofd.refused import Reason, Refused

_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_SYMLINK, _TYPE_MASK = 0o120000, 0o170000
_DRIVE = re.compile(r"[A-Za-z]:")
_CHINESE = "\u2e80"
_TROUBLE = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
"""What the standard library makes of damaged zips; broken names are a ValueError."""


class Budget:
    """Unpacked bytes that may still be read, shared by a zip and the zips inside it."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, count: int) -> None:
        """Use up ``count`` bytes. Raises Refused when there are no more."""
        self.left -= count
        if self.left < 0:
            raise Refused(Reason.TOO_BIG)


class ZipMembers:
    """The members of one zip. Raises Refused where it is damaged or holds too many."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._budget = budget
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _TROUBLE:
            raise Refused(Reason.ZIP_DAMAGED) from None
        infos = self._zip.infolist()
        if len(infos) > MEMBERS:
            raise Refused(Reason.TOO_MANY)
        self._infos = [info for info in infos if not info.is_dir()]

    def __iter__(self) -> Iterator[Member]:
        """Yield the members, in the order of the directory."""
        return (Member(self._zip, info, self._budget) for info in self._infos)


class Member:
    """One file in a zip."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> None:
        self._zip = archive
        self._info = info
        self._budget = budget
        self.name = _name(info)

    def check(self) -> None:
        """Raise Refused for a name that leads elsewhere, a link, a password, an unusual method."""
        unsafe = (
            self.name.startswith("/")
            or "\\" in self.name
            or ".." in self.name.split("/")
            or _DRIVE.match(self.name)
            or "\x00" in self._info.orig_filename
        )
        if unsafe:
            raise Refused(Reason.UNSAFE_NAME, self.name)
        if (self._info.external_attr >> 16) & _TYPE_MASK == _SYMLINK:
            raise Refused(Reason.LINK, self.name)
        if self._info.flag_bits & _ENCRYPTED:
            raise Refused(Reason.ENCRYPTED, self.name)
        if self._info.compress_type not in _METHODS:
            raise Refused(Reason.METHOD, self.name)

    def read(self) -> bytes:
        """Return the bytes. Raises Refused where they are too many or damaged."""
        self.check()
        try:
            with self._zip.open(self._info) as stream:
                data = stream.read(min(MEMBER, self._budget.left) + 1)
        except _TROUBLE:
            raise Refused(Reason.MEMBER_DAMAGED, self.name) from None
        if len(data) > MEMBER:
            raise Refused(Reason.TOO_BIG)
        self._budget.take(len(data))
        return data


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name: UTF-8 where flagged, else what the bytes say (Chinese programs write GBK without a flag)."""
    if info.flag_bits & _UTF8_NAME or info.orig_filename.isascii():
        return info.orig_filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    for codec in ("utf-8", "gb18030"):
        try:
            name = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if all(c.isascii() or c >= _CHINESE for c in name):  # two bytes of GBK may be one Latin letter in UTF-8
            return name
    return info.orig_filename
