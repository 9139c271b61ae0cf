"""What the ledger says of a page after its intent; a test page's entries have a name of their own (docs/ledger.md).

So whoever counts the papers of invoices in the ledger counts no test page among them.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from fapiao.ledger import Draft

if TYPE_CHECKING:
    from fapiao.reprint import Attempt, Reprint, Seen


def outcome_entry(actor: str, desk: str, reprint: Reprint, ended: Attempt) -> Draft:
    """Return the entry of an outcome that whoever sent it wrote."""
    key, body = f"{ended.uuid}:outcome", _ending(reprint, ended)
    if reprint.is_test:
        return Draft("test.outcome", actor, desk, key, body)
    return Draft("reprint.outcome", actor, desk, key, body)


def recovered_entry(desk: str, reprint: Reprint, ended: Attempt) -> Draft:
    """Return the entry of an outcome that was found afterwards, for a desk that could not write it."""
    key, body = f"{ended.uuid}:recovered", _ending(reprint, ended)
    if reprint.is_test:
        return Draft("test.recovered", "system", desk, key, body)
    return Draft("reprint.recovered", "system", desk, key, body)


def seen_entry(actor: str, desk: str, reprint: Reprint, settled: Attempt, seen: Seen) -> Draft:
    """Return the entry of what a person saw; each answer has one, also a later one that corrects it."""
    key = f"{settled.uuid}:seen:{secrets.token_hex(8)}"
    body = {**page_of(reprint), "attempt": settled.uuid, "seen": seen.value, "state": settled.state.value}
    if reprint.is_test:
        return Draft("test.seen", actor, desk, key, body)
    return Draft("reprint.seen", actor, desk, key, body)


def page_of(reprint: Reprint) -> dict[str, Any]:
    """Return the field that names a page by its serial: ``page`` of a test page, ``reprint`` of a paper."""
    return {"page" if reprint.is_test else "reprint": reprint.serial}


def _ending(reprint: Reprint, ended: Attempt) -> dict[str, Any]:
    return {
        **page_of(reprint),
        "attempt": ended.uuid,
        "state": ended.state.value,
        "evidence": int(ended.evidence),
        "sha256": ended.sha256,
    }
