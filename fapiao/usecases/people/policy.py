"""The rules of the site are changed, one at a time; each change is a ledger entry."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from fapiao.ledger import Draft
from fapiao.people import Permission

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.policy import Policy
    from fapiao.services import Services


def set_policy(services: Services, session: Session, key: str, value: str) -> Policy:
    """Change one rule and return the policy in force."""
    session.operator.require(Permission.POLICY)
    with services.store.writing() as unit:
        policy = services.policy(unit)
        changed = policy.with_value(key, value)
        unit.set_policy(key, value)
        body = {"key": key, "old": policy[key], "new": value}
        entry_key = f"policy:{key}:{secrets.token_hex(8)}"
        services.record(unit, Draft("policy.set", session.actor, services.desk, entry_key, body))
        unit.commit()
    return changed
