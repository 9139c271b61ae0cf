"""The spare printer: the same order for the printer that stands in, after a failure that left nothing behind.

Nothing here moves a number: the next intent goes on under the number that is still free, and only where nothing was sent
(``eligibility.open_reprint``). The ledger tells both tries, each with its printer.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fapiao.services import Services
    from fapiao.usecases.paper.order import Order


def spare_order(services: Services, order: Order, made: int = 0) -> Order | None:
    """Return ``order`` for the backup of its printer, on the same paper where that takes it; None without a backup.

    ``made`` of its copies have been printed already.
    """
    with services.store.reading() as unit:
        first = unit.printers.get(order.settings.printer)
        spare = unit.printers.get(first.backup) if first and first.backup else None
    if spare is None:
        return None
    paper = order.settings.paper if spare.takes(order.settings.paper) else spare.paper
    copies = max(order.settings.copies - made, 1)
    settings = replace(order.settings, printer=spare.name, paper=paper, copies=copies)
    return replace(order, settings=settings, key=secrets.token_hex(16))
