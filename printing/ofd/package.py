"""The members of an OFD by path: a zip read within caps, and references found however they are written."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from io import BytesIO

from fapiao.errors import UnreadableFile
from fapiao.said import say
from printing.ofd.limits import MEMBER, MEMBERS, PACKAGE
from printing.ofd.node import CURE, Node, parse

ENTRY = "OFD.xml"
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_DRIVE = re.compile(r"^[A-Za-z]:")


class Package:
    """All members of one OFD. Raises UnreadableFile where it is damaged, unsafe, doubled or too big."""

    def __init__(self, data: bytes, room: int = PACKAGE) -> None:
        self._members = _read(data, room)
        self.size = sum(map(len, self._members.values()))
        self._by_folded = {name.casefold(): name for name in reversed(self._members)}
        self._trees: dict[str, Node] = {}
        if self.find(ENTRY) is None:
            raise UnreadableFile(say("不是可用的 OFD：缺少 OFD.xml"), CURE)

    @property
    def names(self) -> list[str]:
        """The names of all members."""
        return list(self._members)

    def find(self, path: str, *bases: str) -> str | None:
        """Return the member that ``path`` means: absolute, relative to one of ``bases`` (folders), or miswritten."""
        wanted = path.strip().replace("\\", "/")
        if not wanted:
            return None
        relative = [posixpath.normpath(posixpath.join(base, wanted.lstrip("/"))).lstrip("/") for base in bases]
        absolute = posixpath.normpath(wanted).lstrip("/")
        for candidate in [absolute, *relative] if wanted.startswith("/") else [*relative, absolute]:
            name = self._by_folded.get(candidate.casefold())
            if name is not None:
                return name
        return None

    def bytes(self, name: str) -> bytes:
        """Return the bytes of a member that :meth:`find` found."""
        return self._members[name]

    def tree(self, name: str) -> Node:
        """Return a member as XML, parsed once. Raises UnreadableFile."""
        if name not in self._trees:
            self._trees[name] = parse(self._members[name])
        return self._trees[name]

    def require(self, path: str, *bases: str) -> str:
        """Return the member that ``path`` means. Raises UnreadableFile where there is none."""
        found = self.find(path, *bases)
        if found is None:
            raise UnreadableFile(say("OFD 缺少它自己引用的文件"), CURE)
        return found


def folder(name: str) -> str:
    """Return the folder a member lies in."""
    return posixpath.dirname(name)


def _read(data: bytes, room: int) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    left = min(room, PACKAGE)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MEMBERS:
                raise UnreadableFile(say("OFD 里的文件过多，已拒绝"), CURE)
            for info in infos:
                if info.is_dir():
                    continue
                name = _safe_name(info)
                if name in members:
                    raise UnreadableFile(say("OFD 里有重名的文件，已拒绝"), CURE)
                with archive.open(info) as stream:
                    members[name] = stream.read(min(MEMBER, left) + 1)
                left -= len(members[name])
                if len(members[name]) > MEMBER or left < 0:
                    raise UnreadableFile(say("OFD 解开后过大，已拒绝"), CURE)
    except (
        zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, OverflowError,
        UnicodeError,
    ):  # fmt: skip
        raise UnreadableFile(say("OFD 已损坏或不完整"), CURE) from None
    return members


def _safe_name(info: zipfile.ZipInfo) -> str:
    name = _name(info)
    unsafe = (
        name.startswith(("/", "\\"))
        or "\\" in name
        or "\x00" in name
        or ".." in name.split("/")
        or _DRIVE.match(name)
        or info.flag_bits & _ENCRYPTED
        or info.compress_type not in _METHODS
    )
    if unsafe:
        raise UnreadableFile(say("OFD 里有不安全的文件，已拒绝"), CURE)
    return name


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name: as flagged UTF-8, else what the bytes say (Chinese programs write GBK without a flag)."""
    name = info.orig_filename
    if info.flag_bits & _UTF8_NAME or name.isascii():
        return name
    for codec in ("utf-8", "gb18030"):
        try:
            return name.encode("cp437").decode(codec)
        except UnicodeError:
            continue
    return name
