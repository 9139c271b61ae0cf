"""An OFD's members by path, tolerant of the ways in which real files write their references."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from data.formats.sandbox.limits import PACKAGE
from data.formats.xml.node import Node, parse
from data.formats.zip_members import Budget, ZipMembers
from fapiao.errors import UnreadableFile
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRY = "OFD.xml"


class OfdPackage:
    """All members, read within the limits and the budget of the zip it came in. Raises UnreadableFile where one is unsafe, doubled or too big."""

    def __init__(self, data: bytes, budget: Budget | None = None) -> None:
        self.members: dict[str, bytes] = {}
        own = Budget(PACKAGE if budget is None else min(PACKAGE, budget.left))
        found = list(ZipMembers(data, own))
        for member in found:
            member.check()
        for member in found:
            if member.name in self.members:
                raise UnreadableFile(say("OFD 里有重名的文件，已拒绝"), say("请核对来源"))
            self.members[member.name] = member.read()
        if budget is not None:
            budget.take(sum(map(len, self.members.values())))
        self._by_folded = {name.casefold(): name for name in reversed(self.members)}
        if self.find(ENTRY) is None:
            raise UnreadableFile(say("不是可用的 OFD：缺少 OFD.xml"), say("请重新下载该文件"))

    def find(self, path: str, base: str = "") -> str | None:
        """Return the member that ``path`` means, seen from the member ``base``: relative, absolute, or miswritten."""
        wanted = path.strip().replace("\\", "/")
        if not wanted:
            return None
        relative = posixpath.normpath(posixpath.join(posixpath.dirname(base), wanted)).lstrip("/")
        for candidate in (wanted.lstrip("/"), relative) if wanted.startswith("/") else (relative, wanted):
            name = self._by_folded.get(candidate.casefold())
            if name is not None:
                return name
        return None

    def tree(self, name: str | None) -> Node | None:
        """Return a member as XML; None where it is missing or broken."""
        if name is None or name not in self.members:
            return None
        try:
            return parse(self.members[name])
        except UnreadableFile:
            return None

    def documents(self) -> Iterator[tuple[str, Node]]:
        """Yield (path, tree) of every document in the package."""
        entry = self.find(ENTRY)
        root = self.tree(entry)
        for body in root.find_all("DocBody") if root else ():
            path = self.find(body.get("DocRoot"), entry or "")
            tree = self.tree(path)
            if path is not None and tree is not None:
                yield path, tree

    def attachments(self) -> Iterator[tuple[str, Node]]:
        """Yield (path, tree) of every XML attachment: listed ones first, then what merely lies in ``Attachs``."""
        names: dict[str, None] = {}
        for path, document in self.documents():
            listing = self.find(document.get("Attachments"), path)
            tree = self.tree(listing)
            for attachment in tree.find_all("Attachment") if tree else ():
                name = self.find(attachment.get("FileLoc"), listing or "")
                if name:
                    names[name] = None
        names |= {n: None for n in self.members if "/attachs/" in f"/{n.casefold()}"}
        for name in names:
            tree = self.tree(name) if self.members[name].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else None
            if tree is not None and tree.name != "Attachments":
                yield name, tree
