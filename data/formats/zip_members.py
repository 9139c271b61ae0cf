"""Zips read without trust: nothing is ever written, names are judged, and the bytes really read are what counts."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from data.formats.sandbox.limits import MEMBER, MEMBERS
from fapiao.errors import UnreadableFile
from fapiao.said import say
from fapiao.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_SYMLINK, _TYPE_MASK = 0o120000, 0o170000
_DRIVE = re.compile(r"^[A-Za-z]:")
_CHINESE = "\u2e80"
_CURE = say("请核对来源，或重新下载该文件")


class Budget:
    """Unpacked bytes that may still be read, shared by a zip and the zips inside it."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, count: int) -> None:
        """Use up ``count`` bytes. Raises UnreadableFile when there are no more."""
        self.left -= count
        if self.left < 0:
            raise UnreadableFile(say("压缩包解开后过大，已拒绝"), _CURE)


class ZipMembers:
    """The members of one zip. Raises UnreadableFile where it is damaged or holds too many."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._budget = budget
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, OverflowError):
            raise UnreadableFile(say("压缩包已损坏或不完整"), say("请重新下载该文件")) from None
        self._infos = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(self._zip.infolist()) > MEMBERS:
            raise UnreadableFile(say("压缩包里的文件超过 {most} 个，已拒绝", most=MEMBERS), _CURE)

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
        """Raise UnreadableFile for a name that leads elsewhere, a link, a password, an unusual method."""
        parts = self.name.replace("\\", "/").split("/")
        unsafe = (
            self.name.startswith(("/", "\\"))
            or "\\" in self.name
            or ".." in parts
            or _DRIVE.match(self.name)
            or "\x00" in self._info.orig_filename
        )
        if unsafe:
            raise UnreadableFile(
                say("压缩包含有不安全的文件名“{name}”，已拒绝", name=clean(self.name, limit=60)), _CURE
            )
        if (self._info.external_attr >> 16) & _TYPE_MASK == _SYMLINK:
            raise UnreadableFile(say("压缩包含有链接“{name}”，已拒绝", name=clean(self.name, limit=60)), _CURE)
        if self._info.flag_bits & _ENCRYPTED:
            raise UnreadableFile(say("压缩包有口令"), say("请先用口令解开，再导入其中的文件"))
        if self._info.compress_type not in _METHODS:
            raise UnreadableFile(say("压缩包用了不支持的压缩方法，已拒绝"), _CURE)

    def read(self) -> bytes:
        """Return the bytes. Raises UnreadableFile where they are too many or damaged."""
        self.check()
        try:
            with self._zip.open(self._info) as stream:
                data = stream.read(min(MEMBER, self._budget.left) + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
            raise UnreadableFile(
                say("压缩包里的“{name}”已损坏，或大小与申报不符", name=clean(self.name, limit=60)),
                say("请重新下载该文件"),
            ) from None
        if len(data) > MEMBER:
            raise UnreadableFile(say("压缩包解开后过大，已拒绝"), _CURE)
        self._budget.take(len(data))
        return data


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name: UTF-8 where flagged, else what the bytes say (Chinese programs write GBK without a flag)."""
    if info.flag_bits & _UTF8_NAME:
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
