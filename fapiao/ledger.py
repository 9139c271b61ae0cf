"""The tamper-evident ledger: canonical entries in a hash chain, each authenticated with HMAC.

``hash`` = SHA-256 of the canonical JSON of (seq, at, kind, actor, approver, desk, key_id, key, body, prev);
``mac`` = HMAC-SHA256(ledger key, hash); ``prev`` = hash of the entry before. So anybody can verify the chain without
the key, and its origin with it (docs/ledger.md). Bodies hold ids, never personal data.

A chain proves nothing about its own tail: :class:`Checkpoint` (sequence, hash, count) has to leave the machine.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

GENESIS = "0" * 64
"""``prev`` of the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. ``at`` is ISO 8601 in UTC with microseconds; ``body`` holds only JSON scalars."""

    seq: int
    at: str
    kind: str
    actor: str
    approver: str
    desk: str
    key_id: str
    key: str
    """Idempotency key, unique."""
    body: Mapping[str, object]
    prev: str
    hash: str = ""
    mac: str = ""

    def canonical(self) -> bytes:
        """Return the bytes that are hashed: compact JSON, keys sorted, UTF-8, no escapes beyond JSON's own.

        Lone surrogates, which only a forger writes, have bytes too, so that verifying names the entry.
        """
        fields = {
            "seq": self.seq,
            "at": self.at,
            "kind": self.kind,
            "actor": self.actor,
            "approver": self.approver,
            "desk": self.desk,
            "key_id": self.key_id,
            "key": self.key,
            "body": dict(self.body),
            "prev": self.prev,
        }
        text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a use case wants recorded; the chain adds the rest."""

    kind: str
    actor: str
    desk: str
    key: str
    body: Mapping[str, object] = field(default_factory=dict)
    approver: str = ""


def seal(draft: Draft, tail: Entry | None, at: datetime, key_id: str, secret: bytes) -> Entry:
    """Return ``draft`` as the entry that follows ``tail``."""
    bare = Entry(
        seq=tail.seq + 1 if tail else 1,
        at=at.astimezone(UTC).isoformat(timespec="microseconds"),
        kind=draft.kind,
        actor=draft.actor,
        approver=draft.approver,
        desk=draft.desk,
        key_id=key_id,
        key=draft.key,
        body=draft.body,
        prev=tail.hash if tail else GENESIS,
    )
    digest = hashlib.sha256(bare.canonical()).hexdigest()
    return Entry(
        bare.seq,
        bare.at,
        bare.kind,
        bare.actor,
        bare.approver,
        bare.desk,
        bare.key_id,
        bare.key,
        bare.body,
        bare.prev,
        digest,
        mac_of(digest, secret),
    )


def mac_of(digest: str, secret: bytes) -> str:
    """Return HMAC-SHA256 over the entry's hash (its hex text), in hex."""
    return hmac.digest(secret, digest.encode(), "sha256").hex()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of the chain at one moment; kept where the store's owner cannot rewrite it."""

    seq: int
    hash: str

    @property
    def head(self) -> str:
        """The head as eight characters for a slip or a screen, ``9C41 77E0``."""
        return f"{self.hash[:4]} {self.hash[4:8]}".upper()


@dataclass(frozen=True, slots=True)
class Verification:
    """Result of walking the chain."""

    ok: bool
    entries: int
    first_bad: int | None = None
    why: str = ""
    checkpoint: Checkpoint | None = None


def verify(
    entries: Iterable[Entry],
    secret_of: Callable[[str], bytes | None] | None = None,
    checkpoints: Iterable[Checkpoint] = (),
) -> Verification:
    """Walk the chain from its first entry and return the first bad one, if any.

    ``secret_of`` maps a key id to its secret (None = unknown key); without it only the chain is checked, not the
    origin. ``checkpoints`` that were kept elsewhere catch truncation and rewriting.
    """
    known: dict[int, set[str]] = {}
    for kept in checkpoints:
        if kept.seq:
            known.setdefault(kept.seq, set()).add(kept.hash)
    prev, seq, digest = GENESIS, 0, GENESIS
    for entry in entries:
        seq += 1
        why = _fault(entry, seq, prev, secret_of, known.pop(seq, set()))
        if why:
            return Verification(ok=False, entries=seq - 1, first_bad=seq, why=why)
        prev = digest = entry.hash
    if known:
        missing = min(known)
        return Verification(
            ok=False,
            entries=seq,
            first_bad=seq + 1,
            why=say("账本到第 {seq} 条为止，检查点 {missing} 缺失", seq=seq, missing=missing),
        )
    return Verification(ok=True, entries=seq, checkpoint=Checkpoint(seq, digest))


def _fault(entry: Entry, seq: int, prev: str, secret_of: Callable[[str], bytes | None] | None, known: set[str]) -> str:
    if entry.seq != seq:
        return say("序号应为 {wanted}，却是 {seq}", wanted=seq, seq=entry.seq)
    if entry.prev != prev:
        return say("与前一条不相连")
    if _digest(entry) != entry.hash:
        return say("内容与摘要不符")
    if known - {entry.hash}:
        return say("与留存的检查点不符")
    if secret_of is not None:
        secret = secret_of(entry.key_id)
        if secret is None:
            return say("没有密钥 {key_id}", key_id=entry.key_id)
        if not hmac.compare_digest(mac_of(entry.hash, secret).encode(), str(entry.mac).encode("utf-8", "replace")):
            return say("鉴别码不符，不是本机密钥所写")
    return ""


def _digest(entry: Entry) -> str:
    """Return the hash that ``entry`` should carry; empty for values that no program of ours writes."""
    try:
        return hashlib.sha256(entry.canonical()).hexdigest()
    except (TypeError, ValueError, RecursionError):
        return ""
