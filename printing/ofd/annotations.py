"""The appearances of a page's annotations that a printer shows: watermarks, seals drawn as pictures, stamps."""

from __future__ import annotations

from collections.abc import Iterator

from fapiao.errors import UnreadableFile
from fapiao.said import say
from ofd.node import Node
from ofd.package import folder
from printing.ofd.document import Document, Page
from printing.ofd.limits import ANNOTATIONS
from printing.ofd.refused import CURE
from printing.ofd.values import flag


def appearances(document: Document, page: Page) -> Iterator[Node]:
    """Yield the ``Appearance`` of every annotation of ``page`` that is visible and printed."""
    package, base = document.package, folder(document.path)
    listing = document.root.get("Annotations")
    if not listing:
        return
    name = package.require(listing, base)
    left = ANNOTATIONS
    for entry in package.tree(name).all("Page"):
        if entry.attribute("PageID") != page.id:
            continue
        file = package.require(entry.get("FileLoc"), folder(name), base)
        for annotation in package.tree(file).all("Annot"):
            left -= 1
            if left < 0:
                raise UnreadableFile(say("OFD 的注释过多，已拒绝"), CURE)
            if not (
                flag(annotation.attribute("Visible"), default=True)
                and flag(annotation.attribute("Print"), default=True)
            ):
                continue
            yield from annotation.all("Appearance")
