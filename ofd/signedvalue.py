"""``SignedValue.dat``: what was signed, by whom and when, and the picture of the seal (GM/T 0031)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ofd.certificate import Certificate, read_certificate, read_time
from ofd.der import BIT_STRING, GENERALIZED_TIME, OCTET_STRING, SEQUENCE, UTC_TIME, DerError, Value, expect, read

_SM2_WITH_SM3 = "1.2.156.10197.1.501"
_FIRST_V4 = 4
_ESEAL, _SEAL_INFO, _PICTURE = 1, 0, 3
"""Places of the seal in what was signed, of its facts in the seal, of the picture among the facts."""


class ForeignSignature(Exception):
    """A signature of another family than SM2 with SM3."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The parts of a signed value."""

    to_sign: bytes
    digest: bytes
    certificate: Certificate
    signature: bytes
    at: datetime | None


def read_signed(data: bytes) -> Signed:
    """Read SES version 4 (certificate beside what was signed) or an older one (certificate within it).

    Raises DerError, ForeignSignature.
    """
    outer = expect(read(data), SEQUENCE, least=2)
    if outer[0].tag != SEQUENCE:
        raise ForeignSignature
    inner = expect(outer[0], SEQUENCE, least=4)
    if inner[0].integer >= _FIRST_V4:
        if len(outer) < 4 or outer[1].tag != OCTET_STRING:
            raise DerError("items are missing")
        certificate, algorithm, signature = outer[1].content, outer[2].oid, outer[3].bits
    else:
        certificate, algorithm, signature = _older(inner), inner[-1].oid, outer[1].bits
    if algorithm != _SM2_WITH_SM3:
        raise ForeignSignature
    digest = next((v.bits for v in inner[2:] if v.tag == BIT_STRING and len(v.content) == 33), b"")
    return Signed(outer[0].whole, digest, read_certificate(certificate), signature, _time(inner))


def picture(data: bytes, *, signed: bool) -> tuple[str, bytes]:
    """Return kind and bytes of the seal's picture: out of a signed value, or of a seal file. Raises DerError."""
    root = read(data)
    seal = root.item(0).item(_ESEAL) if signed else root
    found = seal.item(_SEAL_INFO).item(_PICTURE)
    kind, content = found.item(0), found.item(1)
    if content.tag != OCTET_STRING or not content.content:
        raise DerError("a picture was expected")
    return kind.content.decode("ascii", "replace").strip().casefold(), content.content


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
