#!/usr/bin/env python3
"""Check a ledger without the program that wrote it: Python's standard library and docs/ledger.md are all it knows.

    scripts/verify_ledger.py desk.db
    scripts/verify_ledger.py entries.jsonl --key desk.db.key --checkpoint 1200:9c4177e0...

Reads a store's SQLite file, best a copy of it, or JSON lines with one entry each; writes nothing. Says how many entries
hold and where the chain ends, or the first entry that does not hold and why. Exit code 0, 1 where the chain is broken,
2 where it cannot be read.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

SQLITE = b"SQLite format 3\x00"
GENESIS = "0" * 64
SHORTEST = 8
"""Digits of a hash that a checkpoint must have: what a slip prints."""
HEX = frozenset("0123456789abcdef")
HASHED = ("seq", "at", "kind", "actor", "approver", "desk", "key_id", "key", "body", "prev")
STORED = (*HASHED, "hash", "mac")


class Unusable(Exception):
    """What was given cannot be read as a ledger, a key file or a checkpoint."""


class Broken(Exception):
    """The first entry that does not hold, and why."""


def canonical(value: object) -> str:
    """Compact JSON, keys sorted, no escapes beyond JSON's own."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def entries(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the entries in ``path`` as they are stored, in order. Raises Unusable, Broken."""
    try:
        with path.open("rb") as file:
            is_store = file.read(len(SQLITE)) == SQLITE
        yield from _rows(path) if is_store else _lines(path)
    except (OSError, sqlite3.Error) as error:
        raise Unusable(f"{path}: {error}") from error


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    # A file that no program has open is read as it lies, even from a read-only disk; else SQLite reads the log too.
    mode = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "immutable=1"
    address = f"{path.resolve().as_uri()}?{mode}"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        for row in connection.execute(f"SELECT {', '.join(STORED)} FROM ledger ORDER BY seq"):  # noqa: S608 - constant
            entry = dict(zip(STORED, row, strict=True))
            text = entry["body"]
            entry["body"] = _parsed(text, f"entry {entry['seq']}: its body")
            if canonical(entry["body"]) != text:
                raise Broken(f"entry {entry['seq']}: its body is not in canonical form")
            yield entry


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", errors="surrogateescape") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            entry = _parsed(line, f"line {number}")
            missing = [name for name in STORED if name not in entry] if isinstance(entry, dict) else STORED
            if missing:
                raise Broken(f"line {number}: no {', '.join(missing)}")
            yield entry


def _parsed(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Broken(f"{what} is not JSON ({error})") from error


def keys_in(path: Path) -> dict[str, bytes]:
    """Return the secrets of a key file: one line a key, ``id hex``. Raises Unusable."""
    try:
        pairs = [line.split() for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
        return {key_id: bytes.fromhex(secret) for key_id, secret in pairs}
    except (OSError, ValueError) as error:
        raise Unusable(f"{path}: not a key file ({error})") from error


def checkpoint(text: str) -> tuple[int, str]:
    """Read ``sequence:hash``; the hash may be shortened, as slips print it. Raises Unusable."""
    seq, _, digest = text.partition(":")
    digest = digest.replace(" ", "").lower()
    if not seq.isascii() or not seq.isdigit() or len(digest) < SHORTEST or set(digest) - HEX:
        raise Unusable(f"{text}: a checkpoint is SEQUENCE:HASH, at least 8 digits of the hash")
    return int(seq), digest


def check(
    found: Iterator[dict[str, Any]], keys: Mapping[str, bytes] | None, checkpoints: Mapping[int, str]
) -> tuple[int, str]:
    """Walk the chain; return its last sequence number and hash. Raises Broken."""
    seq, prev = 0, GENESIS
    for entry in found:
        seq += 1
        if why := _fault(entry, seq, prev, keys) or _off(entry, checkpoints.get(seq)):
            raise Broken(f"entry {seq}: {why}")
        prev = entry["hash"]
    beyond = [number for number in checkpoints if number > seq]
    if beyond:
        raise Broken(f"entry {seq + 1}: missing; the checkpoint of entry {min(beyond)} was kept, the chain ends before")
    return seq, prev


def _fault(entry: Mapping[str, Any], seq: int, prev: str, keys: Mapping[str, bytes] | None) -> str:
    if entry["seq"] != seq:
        return f"its number is {entry['seq']}"
    if entry["prev"] != prev:
        return "it does not follow the entry before"
    text = canonical({name: entry[name] for name in HASHED})
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != entry["hash"]:
        return "its content does not match its hash"
    if keys is None:
        return ""
    secret = keys.get(str(entry["key_id"]))
    if secret is None:
        return f"the key {entry['key_id']} is not in the key file"
    mac = hmac.digest(secret, entry["hash"].encode(), "sha256").hex()
    return "" if hmac.compare_digest(mac, str(entry["mac"])) else "its mac was not made with that key"


def _off(entry: Mapping[str, Any], kept: str | None) -> str:
    return "" if kept is None or entry["hash"].startswith(kept) else "it is not the entry of the checkpoint"


def main(arguments: list[str] | None = None) -> int:
    """Check what the command line names."""
    parser = argparse.ArgumentParser(description="Check a ledger without the program that wrote it.")
    parser.add_argument("ledger", type=Path, help="a store's SQLite file, or JSON lines")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the key file: checks the origin too")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="SEQ:HASH", help="kept elsewhere")
    args = parser.parse_args(arguments)
    try:
        keys = keys_in(args.key) if args.key else None
        seq, digest = check(entries(args.ledger), keys, dict(map(checkpoint, args.checkpoint)))
    except Broken as problem:
        print(f"broken: {problem}")
        return 1
    except Unusable as problem:
        print(f"verify_ledger: {problem}", file=sys.stderr)
        return 2
    origin = "" if keys is None else ", all made with the key"
    print(f"ok: {seq} entries{origin}, head {digest[:8].upper()} ({digest})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
