"""What waits for a person: unknown outcomes, and papers nobody has looked at (P7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.people import Permission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fapiao.people import Session
    from fapiao.reprint import Reprint
    from fapiao.services import Services
    from fapiao.stored import Waiting

COUNTED = 1000
"""How far is counted: nobody acts on the difference beyond, and a site that never looks must not slow its home screen."""
_PAGE = 200


def worklist(services: Services, session: Session, cursor: str = "") -> tuple[Sequence[Reprint], str]:
    """Return a page of the papers that this person may settle and the cursor of the next page, empty at the end.

    Unknown outcomes come first, then the newest paper.
    """
    with services.store.reading() as unit:
        return unit.reprints.waiting(_whose(session), cursor, _PAGE)


def count_worklist(services: Services, session: Session) -> Waiting:
    """Count what the worklist holds, each kind up to ``COUNTED``."""
    with services.store.reading() as unit:
        return unit.reprints.count_waiting(_whose(session), COUNTED)


def _whose(session: Session) -> str:
    return "" if session.operator.may(Permission.SETTLE_ANY) else session.operator.name
