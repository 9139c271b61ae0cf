"""What the store holds, which rules are in force, what time it is: read by screens that show or follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from fapiao.policy import Policy
    from fapiao.services import Services
    from fapiao.stored import StoreFacts


def store_facts(services: Services) -> StoreFacts:
    """Return how many invoices, papers and ledger entries there are."""
    return services.store.facts()


def policy_in_force(services: Services) -> Policy:
    """Return the site's rules as they are now."""
    with services.store.reading() as unit:
        return services.policy(unit)


def now(services: Services) -> datetime:
    """Return the desk's time, aware UTC."""
    return services.now()


def font_coverage(services: Services) -> list[tuple[str, int]]:
    """Return (font name, number of characters) of every font there is."""
    return services.renderer.coverage()
