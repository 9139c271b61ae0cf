"""An OFD's members by path, tolerant of the ways in which real files write their references."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from ofd.limits import PACKAGE
from ofd.node import Elements, Node, parse
from ofd.refused import Reason, Refused
from ofd.zip_members import Budget, ZipMembers

ENTRY = "OFD.xml"
_BLANKS = b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t"


class Package:
    """All members, read within the limits and ``room`` bytes. Raises Refused where one is unsafe, doubled or too big."""

    def __init__(self, data: bytes, room: int = PACKAGE) -> None:
        self.members: dict[str, bytes] = {}
        found = list(ZipMembers(data, Budget(min(PACKAGE, room))))
        for member in found:
            member.check()
        for member in found:
            if member.name in self.members:
                raise Refused(Reason.DOUBLED, member.name)
            self.members[member.name] = member.read()
        self.size = sum(map(len, self.members.values()))
        self._by_folded = {name.casefold(): name for name in reversed(self.members)}
        self._trees: dict[str, Node] = {}
        self._elements = Elements()
        if self.find(ENTRY) is None:
            raise Refused(Reason.NO_ENTRY)

    def find(self, path: str, *bases: str) -> str | None:
        """Return the member that ``path`` means: absolute, relative to one of ``bases`` (folders), or miswritten.

        The exact name comes before one that differs in case.
        """
        wanted = path.strip().replace("\\", "/")
        if not wanted:
            return None
        relative = [posixpath.normpath(posixpath.join(base, wanted.lstrip("/"))).lstrip("/") for base in bases]
        absolute = posixpath.normpath(wanted).lstrip("/")
        for candidate in [absolute, *relative] if wanted.startswith("/") else [*relative, absolute]:
            name = candidate if candidate in self.members else self._by_folded.get(candidate.casefold())
            if name is not None:
                return name
        return None

    def require(self, path: str, *bases: str) -> str:
        """Return the member that ``path`` means. Raises Refused where there is none."""
        found = self.find(path, *bases)
        if found is None:
            raise Refused(Reason.MISSING, path)
        return found

    def tree(self, name: str) -> Node:
        """Return a member as XML, parsed once. Raises Refused."""
        if name not in self._trees:
            self._trees[name] = parse(self.members[name], self._elements)
        return self._trees[name]

    def tree_if_whole(self, name: str | None) -> Node | None:
        """Return a member as XML; None where it is missing or broken."""
        if name is None or name not in self.members:
            return None
        try:
            return self.tree(name)
        except Refused:
            return None

    def documents(self) -> Iterator[tuple[str, Node]]:
        """Yield (path, tree) of every document in the package."""
        entry = self.require(ENTRY)
        root = self.tree_if_whole(entry)
        for body in root.find_all("DocBody") if root else ():
            path = self.find(body.get("DocRoot"), folder(entry))
            tree = self.tree_if_whole(path)
            if path is not None and tree is not None:
                yield path, tree

    def signatures(self) -> str | None:
        """Return ``Signatures.xml``: as OFD.xml names it, or lying there although OFD.xml is silent about it."""
        entry = self.require(ENTRY)
        root = self.tree_if_whole(entry)
        for node in root.find_all("Signatures") if root else ():
            found = self.find(node.text, folder(entry))
            if found:
                return found
        return next((n for n in self.members if n.casefold().endswith("signs/signatures.xml")), None)

    def attachments(self) -> Iterator[tuple[str, Node]]:
        """Yield (path, tree) of every XML attachment: listed ones first, then what merely lies in ``Attachs``."""
        names: dict[str, None] = {}
        for path, document in self.documents():
            listing = self.find(document.get("Attachments"), folder(path))
            tree = self.tree_if_whole(listing)
            for attachment in tree.find_all("Attachment") if tree else ():
                name = self.find(attachment.get("FileLoc"), folder(listing or ""), folder(path))
                if name:
                    names[name] = None
        names |= {n: None for n in self.members if "/attachs/" in f"/{n.casefold()}"}
        for name in names:
            tree = self.tree_if_whole(name) if self.members[name][:64].lstrip(_BLANKS).startswith(b"<") else None
            if tree is not None and tree.name != "Attachments":
                yield name, tree


def folder(name: str) -> str:
    """Return the folder a member lies in."""
    return posixpath.dirname(name)
