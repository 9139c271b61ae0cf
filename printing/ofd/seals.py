"""The pictures of electronic seals: where ``StampAnnot`` puts them, and what the seal itself holds (GM/T 0031).

Only the look is read here. Whether a signature holds is judged where files are imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fapiao.said import say
from ofd.der import DerError
from ofd.limits import SIGNATURES
from ofd.node import Node
from ofd.package import Package, folder
from ofd.signedvalue import picture
from printing.ofd.document import Document
from printing.ofd.values import Box, box


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
    place = package.signatures()
    if place is None:
        return
    for entry in package.tree(place).all("Signature")[:SIGNATURES]:
        name = package.require(entry.attribute("BaseLoc"), folder(place), folder(document.path))
        tree = package.tree(name)
        places = tree.all("SignedInfo", "StampAnnot")
        if not places:
            continue
        look = _picture(package, tree, folder(name))
        for spot in places:
            at = box(spot.attribute("Boundary"))
            if look is None or at is None:
                document.unknown.add(say("签章外观"))
                continue
            yield Stamp(spot.attribute("PageRef"), at, box(spot.attribute("Clip")), *look)


def _picture(package: Package, tree: Node, base: str) -> tuple[str, bytes] | None:
    """Return kind and bytes out of the signed value, else out of the seal file beside it."""
    for place, signed in ((tree.get("SignedValue"), True), (tree.get("SignedInfo", "Seal", "BaseLoc"), False)):
        name = package.find(place, base)
        if name is None:
            continue
        try:
            return picture(package.members[name], signed=signed)
        except DerError:
            continue
    return None
