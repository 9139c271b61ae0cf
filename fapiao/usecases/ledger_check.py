"""Walk the ledger and say whether it holds (``fapiao ledger verify``, history screen)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.ledger import verify

if TYPE_CHECKING:
    from fapiao.ledger import Verification
    from fapiao.services import Services


def ledger_check(services: Services) -> Verification:
    """Verify the whole chain with this host's key."""
    key_id, secret = services.keys.ledger_key()
    with services.store.reading() as unit:
        return verify(unit.ledger.entries(), lambda wanted: secret if wanted == key_id else None)
