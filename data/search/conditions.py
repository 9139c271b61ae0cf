"""The conditions of a search as SQL, built once per shape of query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, bindparam, literal, or_, select, tuple_

from data.search.substring import contains
from data.sql.tables import INVOICE, PARTY
from fapiao.amounts import fen
from fapiao.errors import BadInput
from fapiao.said import say

if TYPE_CHECKING:
    from fapiao.stored import Query

LAST = "\U0010ffff"
"""Behind every text that begins with a given one."""
_PLAIN = ("exact", "prefix", "suffix", "tax_id", "amount", "since", "until", "kinds", "status", "print_state")
_DATES = ("since", "until")


@dataclass(frozen=True, slots=True)
class Shape:
    """Which conditions a query has."""

    exact: bool
    prefix: bool
    suffix: bool
    tax_id: bool
    amount: bool
    since: bool
    until: bool
    kinds: bool
    status: bool
    print_state: bool
    names: tuple[bool, ...]
    """One per piece: True where it may be pinyin initials."""
    after: bool = False
    within: bool = False
    """Only among given ids."""

    @property
    def is_open(self) -> bool:
        """True where at most dates narrow the search."""
        return not self.names and not any(getattr(self, name) for name in _PLAIN if name not in _DATES)

    @property
    def dates(self) -> Shape:
        """Only the conditions that the index by date answers."""
        nothing = dict.fromkeys(_PLAIN, False)
        return Shape(**nothing | {name: getattr(self, name) for name in _DATES}, names=(), after=self.after)


def shape_of(query: Query) -> Shape:
    """Return the shape of a query."""
    return Shape(
        exact=bool(query.exact),
        prefix=bool(query.prefix),
        suffix=bool(query.suffix),
        tax_id=bool(query.tax_id),
        amount=query.amount is not None,
        since=query.since is not None,
        until=query.until is not None,
        kinds=bool(query.kinds),
        status=bool(query.status),
        print_state=bool(query.print_state),
        names=tuple(piece.isascii() for piece in query.names),
    )


def values_of(query: Query) -> dict[str, Any]:
    """Return what the statements' parameters stand for."""
    suffix = query.suffix[::-1]
    return {
        "exact": query.exact,
        "prefix": query.prefix,
        "prefix_end": query.prefix + LAST,
        "suffix": suffix,
        "suffix_end": suffix + LAST,
        "tax_id": query.tax_id,
        "amount": None if query.amount is None else fen(query.amount),
        "since": query.since,
        "until": query.until,
        "kinds": [str(kind) for kind in query.kinds],
        "status": [str(status) for status in query.status],
        "print_state": str(query.print_state),
        **{f"name{i}": piece for i, piece in enumerate(query.names)},
    }


def cursor_values(text: str) -> dict[str, Any]:
    """Read a row's cursor, ``date|id``. Raises BadInput."""
    day, _, number = text.partition("|")
    try:
        return {"after_date": date.fromisoformat(day), "after_id": int(number)}
    except ValueError:
        raise BadInput(say("翻页位置无效"), say("请重新查找")) from None


def indexed_condition(name: str) -> ColumnElement[bool]:
    """Return one condition on ``invoice`` that its index answers."""
    return _condition(name, INVOICE.c, hidden=False)


def conditions(shape: Shape, c: Any, *, known: int | str | None = None) -> list[ColumnElement[bool]]:
    """Return all conditions of ``shape`` on the columns ``c`` of invoices that are being walked or picked, but the one
    that is ``known`` to hold: the number of a name's piece, or ``tax_id``.

    Numbers and amounts are hidden from the planner there: it would rather sort a third of all invoices by an index on
    them than walk a few by date.
    """
    names = [name for name in (*_PLAIN, "after", "within") if getattr(shape, name) and name != known]
    pieces = [(i, is_ascii) for i, is_ascii in enumerate(shape.names) if i != known]
    return [_condition(name, c, hidden=True) for name in names] + [
        _name_condition(i, c, initials=is_ascii) for i, is_ascii in pieces
    ]


def _condition(name: str, c: Any, *, hidden: bool) -> ColumnElement[bool]:
    full_no = c.full_no + literal("") if hidden else c.full_no
    rev_no = c.rev_no + literal("") if hidden else c.rev_no
    amount = c.amount_fen + literal(0) if hidden else c.amount_fen
    every: dict[str, ColumnElement[bool]] = {
        "exact": or_(full_no == bindparam("exact"), c.alias == bindparam("exact")),
        "prefix": (full_no >= bindparam("prefix")) & (full_no < bindparam("prefix_end")),
        "suffix": (rev_no >= bindparam("suffix")) & (rev_no < bindparam("suffix_end")),
        "amount": amount == bindparam("amount"),
        "since": c.issue_date >= bindparam("since"),
        "until": c.issue_date <= bindparam("until"),
        "kinds": c.kind.in_(bindparam("kinds", expanding=True)),
        "status": c.status.in_(bindparam("status", expanding=True)),
        "print_state": c.print_state == bindparam("print_state"),
        "tax_id": or_(*(_of(side, PARTY.c.tax_id) == bindparam("tax_id") for side in (c.buyer_id, c.seller_id))),
        "after": tuple_(c.issue_date, c.id)
        < tuple_(bindparam("after_date", type_=c.issue_date.type), bindparam("after_id", type_=c.id.type)),
        "within": c.id.in_(bindparam("ids", expanding=True)),
    }
    return every[name]


def _name_condition(index: int, c: Any, *, initials: bool) -> ColumnElement[bool]:
    piece = bindparam(f"name{index}", type_=PARTY.c.folded.type)
    columns = (PARTY.c.folded, PARTY.c.initials) if initials else (PARTY.c.folded,)
    return or_(*(contains(_of(side, column), piece) for side in (c.buyer_id, c.seller_id) for column in columns))


def _of(side: ColumnElement[int], column: ColumnElement[str]) -> ColumnElement[str]:
    """A party's column as a scalar subquery: joined, SQLite would look through all parties first."""
    return select(column).where(PARTY.c.id == side).scalar_subquery()
