"""Walk the ledger and say whether it holds (``fapiao ledger verify``, history screen)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.ledger import verify

if TYPE_CHECKING:
    from fapiao.ledger import Verification
    from fapiao.services import Services


def ledger_check(services: Services) -> Verification:
    """Verify the whole chain with this host's keys."""
    with services.store.reading() as unit:
        return verify(unit.ledger.entries(), services.keys.secret_of)
