"""What waits for a person: unknown outcomes, papers nobody has looked at, papers without a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.people import Permission
from fapiao.usecases.paper.settle import PLACE_KEY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fapiao.people import Session
    from fapiao.ports.store import Unit
    from fapiao.reprint import Reprint
    from fapiao.services import Services
    from fapiao.stored import Waiting

COUNTED = 1000
"""How far is counted: nobody acts on the difference beyond, and a site that never looks must not slow its home screen."""
_PAGE = 200


def worklist(services: Services, session: Session, cursor: str = "") -> tuple[Sequence[Reprint], str]:
    """Return a page of the papers that wait for this person and the cursor of the next page, empty at the end.

    Unknown outcomes come first, then papers nobody has looked at, then good papers without a place; the newest first.
    """
    with services.store.reading() as unit:
        return unit.reprints.waiting(_whose(session), cursor, _PAGE, places=_names_places(services, unit))


def count_worklist(services: Services, session: Session) -> Waiting:
    """Count what the worklist holds, each kind up to ``COUNTED``."""
    with services.store.reading() as unit:
        return unit.reprints.count_waiting(_whose(session), COUNTED, places=_names_places(services, unit))


def _whose(session: Session) -> str:
    return "" if session.operator.may(Permission.SETTLE_ANY) else session.operator.name


def _names_places(services: Services, unit: Unit) -> bool:
    """Tell whether this desk ever named a place: one that keeps no papers is not asked where they lie."""
    return bool(unit.settings.get(services.desk, PLACE_KEY))
