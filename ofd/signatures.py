"""What an OFD's electronic signatures say (GM/T 0031, GB/T 38540), in three steps (docs/invoices.md).

Every referenced file has its stated digest; the digest of ``Signature.xml`` stands in what was signed; the SM2 signature
over that holds under the certificate's key. There is no public list of roots, so the chain is never called verified.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from ofd.der import SEQUENCE, DerError, expect, read
from ofd.limits import SIGNATURES
from ofd.node import Node
from ofd.package import Package, folder
from ofd.signedvalue import ForeignSignature, read_signed
from ofd.sm2 import sm3, verify

_DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    "1.2.156.10197.1.401": sm3,
    "sm3": sm3,
    "2.16.840.1.101.3.4.2.1": lambda d: hashlib.sha256(d).digest(),
    "sha256": lambda d: hashlib.sha256(d).digest(),
}


class Found(Enum):
    """What one signature turned out to be."""

    UNREADABLE_LIST = auto()
    """The list of signatures is broken."""
    MISSING = auto()
    """The signature's own file is missing or broken."""
    REFERENCES = auto()
    """Files were changed after they were signed."""
    FOREIGN = auto()
    """Of a family that is not verified here."""
    DAMAGED = auto()
    DIGEST = auto()
    """``Signature.xml`` was changed after it was signed."""
    SIGNATURE = auto()
    """The signature is not the certificate's."""
    PARTIAL = auto()
    """It holds, but pages stand outside it."""
    TEST = auto()
    """It holds, by a test authority."""
    HOLDS = auto()


@dataclass(frozen=True, slots=True)
class Signature:
    """What one signature says; texts are as the file has them."""

    found: Found
    signer: str = ""
    ok: int = 0
    """References whose digest holds."""
    bad: tuple[str, ...] = ()
    """Paths of those whose digest does not."""
    is_late: bool = False
    """Signed outside the certificate's validity."""


def examine(package: Package) -> list[Signature]:
    """Return what each signature says; nothing for a package without any."""
    place = package.signatures()
    if place is None:
        return []
    tree = package.tree_if_whole(place)
    entries = tree.find_all("Signature") if tree else []
    if not entries:
        return [Signature(Found.UNREADABLE_LIST)]
    examiner = _Examiner(package)
    return [examiner.one(package.find(e.attribute("BaseLoc"), folder(place))) for e in entries[:SIGNATURES]]


def _text(tree: Node, name: str) -> str:
    node = tree.find(name)
    return node.text if node else ""


class _Examiner:
    """Examines the signatures of one package; a file is digested once, however often it is referred to."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._digests: dict[tuple[str, str], bytes] = {}

    def one(self, place: str | None) -> Signature:
        """Return what one ``Signature.xml`` says."""
        package = self._package
        tree = package.tree_if_whole(place)
        if place is None or tree is None:
            return Signature(Found.MISSING)
        holder = tree.find("References")
        method = holder.attribute("CheckMethod").casefold() if holder else ""
        is_known = method in _DIGESTS
        references = list(self._references(place, holder, method)) if holder and is_known else []
        ok, bad = sum(holds for _, holds in references), tuple(path for path, holds in references if not holds)
        if bad:
            return Signature(Found.REFERENCES, "", ok, bad)
        value = package.find(_text(tree, "SignedValue"), folder(place))
        if not is_known or value is None or not ok:
            return Signature(Found.FOREIGN, "", ok)
        return self._judged(place, value, ok, is_partial=self._is_partial(place, tree))

    def _references(self, place: str, holder: Node, method: str) -> Iterator[tuple[str, bool]]:
        """Yield the path of each referenced file, and whether its digest holds."""
        for reference in holder.find_all("Reference"):
            path = reference.attribute("FileRef")
            name = self._package.find(path, folder(place))
            try:
                stated = base64.b64decode("".join(reference.get("CheckValue").split()), validate=True)
            except (binascii.Error, ValueError):
                stated = b""
            yield path, name is not None and self._digest(name, method) == stated

    def _digest(self, name: str, method: str) -> bytes:
        if (name, method) not in self._digests:
            self._digests[name, method] = _DIGESTS[method](self._package.members[name])
        return self._digests[name, method]

    def _is_partial(self, place: str, tree: Node) -> bool:
        """Tell whether a page or the document itself stands outside the signature."""
        package = self._package
        covered = {package.find(r.attribute("FileRef"), folder(place)) for r in tree.find_all("Reference")}
        for path, document in package.documents():
            pages = {package.find(p.attribute("BaseLoc"), folder(path)) for p in document.find_all("Page")}
            if not ({path} | pages - {None}) <= covered:
                return True
        return False

    def _judged(self, place: str, value: str, ok: int, *, is_partial: bool) -> Signature:
        try:
            signed = read_signed(self._package.members[value])
            r, s = (v.integer for v in expect(read(signed.signature), SEQUENCE, least=2)[:2])
        except ForeignSignature:
            return Signature(Found.FOREIGN, "", ok)
        except (DerError, RecursionError):
            return Signature(Found.DAMAGED, "", ok)
        certificate = signed.certificate
        late = signed.at is not None and not certificate.begins <= signed.at <= certificate.ends
        if sm3(self._package.members[place]) != signed.digest:
            found = Found.DIGEST
        elif not verify(certificate.public_key, signed.to_sign, r, s):
            found = Found.SIGNATURE
        elif is_partial:
            found = Found.PARTIAL
        else:
            found = Found.TEST if certificate.is_test else Found.HOLDS
        return Signature(found, certificate.subject, ok, (), late)
