"""What a seal's certificate says; SM2 certificates are beyond the library at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from ofd.der import (
    GENERALIZED_TIME,
    SEQUENCE,
    SET,
    UTC_TIME,
    DerError,
    Value,
    expect,
    read,
)

_COMMON_NAME, _ORGANISATION = "2.5.4.3", "2.5.4.10"
_VERSION_TAG = 0xA0


@dataclass(frozen=True, slots=True)
class Certificate:
    """Subject, issuer, validity, public key (``04`` x y)."""

    subject: str
    issuer: str
    begins: datetime
    ends: datetime
    public_key: bytes

    @property
    def is_test(self) -> bool:
        """True where the issuing authority calls itself a test."""
        return "测试" in self.issuer or "test" in self.issuer.casefold()


def read_certificate(data: bytes) -> Certificate:
    """Read an X.509 certificate. Raises DerError."""
    tbs = expect(read(data), SEQUENCE, least=3)[0]
    fields = expect(tbs, SEQUENCE, least=6)
    if fields[0].tag == _VERSION_TAG:
        fields = fields[1:]
    if len(fields) < 6:
        raise DerError("items are missing")
    begins, ends = (read_time(v) for v in expect(fields[3], SEQUENCE, least=2)[:2])
    key = expect(fields[5], SEQUENCE, least=2)[1]
    return Certificate(_name(fields[4]), _name(fields[2]), begins, ends, key.bits)


def _name(value: Value) -> str:
    found: dict[str, str] = {}
    for part in expect(value, SEQUENCE):
        for pair in expect(part, SET):
            oid, text = expect(pair, SEQUENCE, least=2)[:2]
            found.setdefault(oid.oid, text.text)
    return found.get(_COMMON_NAME) or found.get(_ORGANISATION) or ""


def read_time(value: Value) -> datetime:
    """Read a UTCTime or GeneralizedTime. Raises DerError."""
    text = value.content.decode("ascii", "replace").rstrip("Z").split(".")[0]
    try:
        if value.tag == UTC_TIME:
            return datetime.strptime(text, "%y%m%d%H%M%S").replace(tzinfo=UTC)
        if value.tag == GENERALIZED_TIME:
            return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        pass
    raise DerError("a time was expected")
