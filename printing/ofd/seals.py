"""The pictures of electronic seals: where ``StampAnnot`` puts them, and what the seal itself holds (GM/T 0031).

Only the look is read here. Whether a signature holds is judged where files are imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fapiao.said import say
from printing.ofd.der import OCTET_STRING, DerError, Value, read
from printing.ofd.document import Document
from printing.ofd.limits import SIGNATURES
from printing.ofd.node import Node
from printing.ofd.package import ENTRY, folder
from printing.ofd.values import Box, box

_LISTING = "signs/signatures.xml"
_ESEAL, _SEAL_INFO, _PICTURE = 1, 0, 3
"""Places of the seal in what was signed, of its facts in the seal, of the picture among the facts."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """One stamp: its page, its place, the part of it that shows, and its picture (``ofd``, ``png``, ``jpg`` ...)."""

    page: str
    box: Box
    clip: Box | None
    kind: str
    picture: bytes


def stamps(document: Document) -> Iterator[Stamp]:
    """Yield the stamps of the file. One whose picture cannot be read is reported as unknown."""
    package = document.package
    listing = _listing(document)
    if listing is None:
        return
    for entry in package.tree(listing).all("Signature")[:SIGNATURES]:
        name = package.require(entry.get("BaseLoc"), folder(listing), folder(document.path))
        tree = package.tree(name)
        places = tree.all("SignedInfo", "StampAnnot")
        if not places:
            continue
        picture = _picture(document, tree, folder(name))
        for place in places:
            at = box(place.get("Boundary"))
            if picture is None or at is None:
                document.unknown.add(say("签章外观"))
                continue
            yield Stamp(place.get("PageRef"), at, box(place.get("Clip")), *picture)


def _listing(document: Document) -> str | None:
    """Return ``Signatures.xml``: as OFD.xml names it, or lying there although OFD.xml is silent about it."""
    package = document.package
    named = document.body.value("Signatures")
    if named:
        return package.require(named, folder(package.require(ENTRY)), folder(document.path))
    return next((name for name in package.names if name.casefold().endswith(_LISTING)), None)


def _picture(document: Document, tree: Node, base: str) -> tuple[str, bytes] | None:
    """Return kind and bytes out of the signed value, else out of the seal file beside it."""
    package = document.package
    for place, within in ((tree.value("SignedValue"), True), (tree.value("SignedInfo", "Seal", "BaseLoc"), False)):
        name = package.find(place, base) if place else None
        if name is None:
            continue
        try:
            root = read(package.bytes(name))
            return _of_seal(root.item(0).item(_ESEAL) if within else root)
        except DerError:
            continue
    return None


def _of_seal(seal: Value) -> tuple[str, bytes]:
    picture = seal.item(_SEAL_INFO).item(_PICTURE)
    kind, data = picture.item(0), picture.item(1)
    if data.tag != OCTET_STRING or not data.content:
        raise DerError("a picture was expected")
    return kind.content.decode("ascii", "replace").strip().casefold(), data.content
