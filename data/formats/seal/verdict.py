"""The verdict on an OFD's electronic seal (GM/T 0031, GB/T 38540), in three steps (docs/invoices.md).

Every referenced file has its stated digest; the digest of ``Signature.xml`` stands in what was signed; the SM2 signature
over that holds under the certificate's key. There is no public list of roots, so the chain is never called verified.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.formats.seal.certificate import Certificate, read_certificate, read_time
from data.formats.seal.der import (
    BIT_STRING,
    GENERALIZED_TIME,
    OCTET_STRING,
    SEQUENCE,
    UTC_TIME,
    DerError,
    Value,
    expect,
    read,
)
from data.formats.seal.sm2 import sm3, verify
from fapiao.invoice import Seal, SealState
from fapiao.said import listed, say
from fapiao.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from data.formats.ofd.package import OfdPackage
    from data.formats.xml.node import Node

_SM2_WITH_SM3 = "1.2.156.10197.1.501"
_DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    "1.2.156.10197.1.401": sm3,
    "sm3": sm3,
    "2.16.840.1.101.3.4.2.1": lambda d: hashlib.sha256(d).digest(),
    "sha256": lambda d: hashlib.sha256(d).digest(),
}
_FIRST_V4 = 4


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found of one package's signatures."""

    seal: Seal = field(default_factory=Seal)
    refs_ok: int = 0
    refs_bad: int = 0


@dataclass(frozen=True, slots=True)
class _Signed:
    """The parts of ``SignedValue.dat``."""

    to_sign: bytes
    digest: bytes
    certificate: Certificate
    signature: bytes
    at: datetime | None


def examine(package: OfdPackage) -> Examination:
    """Return the verdict on all signatures of the package: the worst of them."""
    listing = _listing(package)
    tree = package.tree(listing)
    if listing is None:
        return Examination()
    places = [s.attributes.get("BaseLoc", "") for s in tree.find_all("Signature")] if tree else []
    if not places:
        return Examination(Seal(SealState.UNVERIFIED, "", say("签章目录无法读取，未验")))
    found = [_examine_one(package, package.find(place, listing)) for place in places[:20]]
    worst = min(found, key=lambda e: _SEVERITY.index(e.seal.state))
    return Examination(worst.seal, sum(e.refs_ok for e in found), sum(e.refs_bad for e in found))


_SEVERITY = (SealState.ALTERED, SealState.UNVERIFIED, SealState.TEST, SealState.INTACT, SealState.NONE)


def _listing(package: OfdPackage) -> str | None:
    """Return ``Signatures.xml``: as OFD.xml names it, or lying there although OFD.xml is silent about it."""
    entry = package.find("OFD.xml")
    root = package.tree(entry)
    for node in root.find_all("Signatures") if root else ():
        found = package.find(node.text, entry or "")
        if found:
            return found
    return next((n for n in package.members if n.casefold().endswith("signs/signatures.xml")), None)


def _examine_one(package: OfdPackage, place: str | None) -> Examination:
    tree = package.tree(place)
    if place is None or tree is None:
        return Examination(Seal(SealState.ALTERED, "", say("签章文件缺失或损坏")))
    ok, bad, unknown = _references(package, place, tree)
    counted = say("{count} 项引用", count=ok + len(bad))
    if bad:
        note = say(
            "签章后内容被改动：{counted}中 {wrong} 项不符（{files}）",
            counted=counted,
            wrong=len(bad),
            files=listed(bad[:2]),
        )
        return Examination(Seal(SealState.ALTERED, "", note), ok, len(bad))
    value = package.find(tree.get("SignedValue"), place) if tree.get("SignedValue") else None
    if unknown or value is None or not ok:
        return Examination(Seal(SealState.UNVERIFIED, "", say("含电子签章，本程序不能验证其算法")), ok)
    return Examination(_judge(package, place, value, counted, _uncovered(package, place, tree)), ok)


def _references(package: OfdPackage, place: str, tree: Node) -> tuple[int, list[str], bool]:
    """Return how many references hold, the paths of those that do not, and whether the digest is one we know."""
    holder = tree.find("References")
    method = (holder.attributes.get("CheckMethod", "") if holder else "").strip().casefold()
    digest = _DIGESTS.get(method)
    if holder is None or digest is None:
        return 0, [], True
    ok, bad = 0, []
    for reference in holder.find_all("Reference"):
        path = reference.attributes.get("FileRef", "")
        name = package.find(path, place)
        try:
            stated = base64.b64decode("".join(reference.get("CheckValue").split()), validate=True)
        except (binascii.Error, ValueError):
            stated = b""
        if name is not None and digest(package.members[name]) == stated:
            ok += 1
        else:
            bad.append(clean(path.lstrip("/"), limit=80))
    return ok, bad, False


def _uncovered(package: OfdPackage, place: str, tree: Node) -> bool:
    """Tell whether a page or the document itself stands outside the signature."""
    covered = {package.find(r.attributes.get("FileRef", ""), place) for r in tree.find_all("Reference")}
    for path, document in package.documents():
        pages = {package.find(p.attributes.get("BaseLoc", ""), path) for p in document.find_all("Page")}
        if not ({path} | pages - {None}) <= covered:
            return True
    return False


def _judge(package: OfdPackage, place: str, value: str, counted: str, uncovered: bool) -> Seal:  # noqa: FBT001
    try:
        signed = _read_signed(package.members[value])
        r, s = (v.integer for v in expect(read(signed.signature), SEQUENCE, least=2)[:2])
    except _NotSm2:
        return Seal(SealState.UNVERIFIED, "", say("含电子签章，本程序不能验证其算法"))
    except (DerError, RecursionError):
        return Seal(SealState.ALTERED, "", say("签章值已损坏"))
    signer = signed.certificate.subject
    if sm3(package.members[place]) != signed.digest:
        return Seal(SealState.ALTERED, signer, say("签章文件被改动：摘要与签名中的不符"))
    if not verify(signed.certificate.public_key, signed.to_sign, r, s):
        return Seal(SealState.ALTERED, signer, say("签名值与证书不符"))
    if uncovered:
        return Seal(SealState.UNVERIFIED, signer, say("签名有效，但未覆盖全部页面（{counted}）", counted=counted))
    at = signed.at
    expired = at is not None and not signed.certificate.begins <= at <= signed.certificate.ends
    late = say("；签章时证书不在有效期内") if expired else ""
    if signed.certificate.is_test:
        return Seal(
            SealState.TEST,
            signer,
            say("签名有效，{counted}相符；证书由测试机构签发，不受信任{late}", counted=counted, late=late),
        )
    return Seal(
        SealState.INTACT, signer, say("签名有效，{counted}相符；证书链未核验{late}", counted=counted, late=late)
    )


class _NotSm2(Exception):
    """A signature of another family."""


def _read_signed(data: bytes) -> _Signed:
    """Read SES version 4 (certificate beside what was signed) or an older one (certificate within it)."""
    outer = expect(read(data), SEQUENCE, least=2)
    if outer[0].tag != SEQUENCE:
        raise _NotSm2
    inner = expect(outer[0], SEQUENCE, least=4)
    if inner[0].integer >= _FIRST_V4:
        if len(outer) < 4 or outer[1].tag != OCTET_STRING:
            raise DerError("items are missing")
        certificate, algorithm, signature = outer[1].content, outer[2].oid, outer[3].bits
    else:
        certificate, algorithm, signature = _older(inner), inner[-1].oid, outer[1].bits
    if algorithm != _SM2_WITH_SM3:
        raise _NotSm2
    digest = next((v.bits for v in inner[2:] if v.tag == BIT_STRING and len(v.content) == 33), b"")
    return _Signed(outer[0].whole, digest, read_certificate(certificate), signature, _time(inner))


def _older(inner: list[Value]) -> bytes:
    found = next((v.content for v in reversed(inner) if v.tag == OCTET_STRING), None)
    if found is None:
        raise DerError("items are missing")
    return found


def _time(inner: list[Value]) -> datetime | None:
    for value in inner[2:]:
        if value.tag in {UTC_TIME, GENERALIZED_TIME}:
            return read_time(value)
    return None
