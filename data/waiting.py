"""Papers that wait for a person. A paper's newest attempt alone can wait: no other follows one that burnt its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, func, select

from data.reprint_rows import reprints_where
from data.tables import ATTEMPT, REPRINT
from fapiao.reprint import AttemptState
from fapiao.stored import Waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fapiao.reprint import Reprint

_R, _A = REPRINT.c, ATTEMPT.c
_KINDS = (AttemptState.UNKNOWN, AttemptState.HANDED_OVER)
"""In the order of the list."""


def waiting(connection: Connection, operator: str, cursor: str, limit: int) -> tuple[Sequence[Reprint], str]:
    """Return a page and the cursor of the next, ``kind id`` of its last attempt, empty at the end."""
    kind, below = map(int, cursor.split()) if cursor else (0, None)
    found: list[tuple[int, int, int]] = []
    for index in range(kind, len(_KINDS)):
        asked = _of(_KINDS[index], operator).with_only_columns(_A.reprint_id, _A.id)
        if below is not None:
            asked = asked.where(_A.id < below)
        rows = connection.execute(asked.order_by(_A.id.desc()).limit(limit - len(found)))
        found += [(row.reprint_id, index, row.id) for row in rows]
        if len(found) == limit:
            break
        below = None
    known = {r.id: r for r in reprints_where(connection, _R.id.in_([reprint for reprint, *_ in found]))}
    after = f"{found[-1][1]} {found[-1][2]}" if len(found) == limit else ""
    return [known[reprint] for reprint, *_ in found], after


def count_waiting(connection: Connection, operator: str, most: int) -> Waiting:
    """Count each kind, up to ``most``."""
    counts = [
        connection.execute(
            select(func.count()).select_from(_of(kind, operator).with_only_columns(_A.id).limit(most).subquery())
        ).scalar_one()
        for kind in _KINDS
    ]
    return Waiting(*counts)


def _of(kind: AttemptState, operator: str) -> Select[Any]:
    asked = select(ATTEMPT).where(_A.state == kind.value, _A.seen.is_(None))
    return asked.join(REPRINT, _R.id == _A.reprint_id).where(_R.operator == operator) if operator else asked
