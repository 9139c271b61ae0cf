"""Papers that wait for a person: unknown outcomes, papers nobody has looked at, good papers without a place.

Pages of kind ``test`` wait as papers do, but nobody files them, so none waits for a place.

A paper's newest attempt alone can wait: no other follows one that burnt its number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, func, or_, select

from data.sql.reprint_rows import NEWEST, reprints_where
from data.sql.tables import ATTEMPT, REPRINT
from fapiao.reprint import AttemptState, PageKind, Seen
from fapiao.stored import Waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fapiao.reprint import Reprint

_R, _A = REPRINT.c, ATTEMPT.c


def waiting(
    connection: Connection, operator: str, cursor: str, limit: int, *, places: bool
) -> tuple[Sequence[Reprint], str]:
    """Return a page and the cursor of the next: kind and id of its last paper, empty at the end."""
    kind, below = map(int, cursor.split()) if cursor else (0, None)
    kinds = _kinds(operator, places=places)
    found: list[int] = []
    after = ""
    for index in range(kind, len(kinds)):
        asked = kinds[index].order_by(_R.id.desc()).limit(limit - len(found))
        ids = connection.execute(asked if below is None else asked.where(_R.id < below)).scalars().all()
        found += ids
        if len(found) == limit:
            after = f"{index} {found[-1]}"
            break
        below = None
    known = {paper.id: paper for paper in reprints_where(connection, _R.id.in_(found))}
    return [known[paper] for paper in found], after


def count_waiting(connection: Connection, operator: str, most: int, *, places: bool) -> Waiting:
    """Count each kind, up to ``most``."""
    counts = [
        connection.execute(select(func.count()).select_from(kind.limit(most).subquery())).scalar_one()
        for kind in _kinds(operator, places=places)
    ]
    return Waiting(*counts)


def _kinds(operator: str, *, places: bool) -> list[Select[Any]]:
    """Return what asks for the ids of each kind, in the order of the list; no kind has a paper of another."""
    papers = select(_R.id).where(_R.operator == operator) if operator else select(_R.id)
    tried = papers.join(ATTEMPT, _A.reprint_id == _R.id).where(_A.seen.is_(None))
    kinds = [tried.where(_A.state == state.value) for state in (AttemptState.UNKNOWN, AttemptState.HANDED_OVER)]
    if not places:
        return kinds
    # By its newest attempt: so the few papers without a place are walked, and not all that were ever confirmed.
    good = papers.join(ATTEMPT, _A.id == NEWEST).where(
        _R.place == "",
        _R.kind == PageKind.INVOICE.value,
        _A.state == AttemptState.CONFIRMED.value,
        or_(_A.seen.is_(None), _A.seen == Seen.CLEAR.value),
    )
    return [*kinds, good]
