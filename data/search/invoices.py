"""Search, newest first, one page at a time: exactly what a look at every invoice would find.

The plan: a number, amount or state that few invoices have gives candidates, and the page is sorted from them; what is
common fills the page from the newest invoices; a name or tax id between the two is followed through its parties to
their invoices. Only what is left walks all invoices.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    Select,
    Subquery,
    bindparam,
    func,
    literal,
    select,
    union,
)

from data.search.conditions import (
    Shape,
    conditions,
    cursor_values,
    indexed_condition,
    shape_of,
    values_of,
)
from data.search.parties import Clue, best_lead
from data.search.rows import row_of
from data.sql.tables import INVOICE, PARTY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fapiao.stored import Query, Row

FEW = 500
"""Candidates that are sorted at once; parties that are followed at once."""
NEAR = 1000
"""Newest invoices that are walked first: what is common fills a page from them."""
_I = INVOICE.c
_SHOWN = (
    _I.id, _I.full_no, _I.rev_no, _I.number, _I.code, _I.alias, _I.kind, _I.issue_date, _I.amount_fen, _I.buyer_id,
    _I.seller_id, _I.status, _I.print_state, _I.copies, _I.doubt, _I.set_aside,
)  # fmt: skip
_NEWEST = (_I.issue_date.desc(), _I.id.desc())
_BUYER, _SELLER = PARTY.alias("buyer"), PARTY.alias("seller")


def search(connection: Connection, query: Query, *, limit: int, after: str = "") -> list[Row]:
    """Return up to ``limit`` rows after the cursor ``after``, ordered by (issue date, id), newest first."""
    shape, values = shape_of(query), values_of(query) | {"limit": limit, "near": NEAR}
    if after:
        shape, values = replace(shape, after=True), values | cursor_values(after)
    return [row_of(row, query) for row in _rows(connection, query, shape, values)]


def count(connection: Connection, query: Query, *, cap: int) -> int:
    """Return how many invoices match, at most ``cap``."""
    shape, values = shape_of(query), values_of(query) | {"limit": cap}
    candidates = _candidates(connection, shape, values)
    if candidates is not None:
        shape, values = replace(shape, within=True), values | {"ids": candidates}
        return int(connection.execute(_count(shape), values).scalar_one()) if candidates else 0
    lead = best_lead(connection, query)
    if lead is not None:
        return min(cap, int(connection.execute(_count_followed(shape, lead.clue), values | lead.values).scalar_one()))
    return int(connection.execute(_count(shape), values).scalar_one())


def _rows(connection: Connection, query: Query, shape: Shape, values: dict[str, Any]) -> Sequence[Any]:
    candidates = _candidates(connection, shape, values)
    if candidates is not None:
        if not candidates:
            return ()
        return connection.execute(_page(replace(shape, within=True)), values | {"ids": candidates}).all()
    lead = best_lead(connection, query)
    if not shape.is_open and (lead is None or lead.parties > FEW):
        near = connection.execute(_page_near(shape), values).all()
        if len(near) == values["limit"]:
            return near
    if lead is not None:
        return connection.execute(_page_followed(shape, lead.clue), values | lead.values).all()
    return connection.execute(_page(shape), values).all()


def _candidates(connection: Connection, shape: Shape, values: dict[str, Any]) -> list[int] | None:
    """Return the ids among which all matches are; None where every such condition is met by many."""
    for name in ("exact", "suffix", "prefix", "amount", "status", "print_state"):
        if getattr(shape, name):
            ids = list(connection.execute(_narrow(name), values | {"few": FEW + 1}).scalars())
            if len(ids) <= FEW:
                return ids
    return None


@cache
def _narrow(name: str) -> Select[Any]:
    return select(_I.id).where(indexed_condition(name)).limit(_number("few"))


@cache
def _page(shape: Shape) -> Select[Any]:
    page = select(*_SHOWN).where(*conditions(shape, _I)).order_by(*_NEWEST)
    return _with_names(page.limit(_number("limit")).subquery("page"))


@cache
def _page_near(shape: Shape) -> Select[Any]:
    """Like :func:`_page`, looking at the newest invoices of the dates asked for (after the cursor) only."""
    walked = select(*_SHOWN).where(*conditions(shape.dates, _I)).order_by(*_NEWEST)
    c = walked.limit(_number("near")).subquery("newest").c
    page = select(*c).where(*conditions(replace(shape, after=False), c)).order_by(c.issue_date.desc(), c.id.desc())
    return _with_names(page.limit(_number("limit")).subquery("page"))


@cache
def _page_followed(shape: Shape, clue: Clue) -> Select[Any]:
    """Like :func:`_page`, coming from the parties that a clue means: their newest invoices on either side."""
    found = select(*_SHOWN).where(_I.id.in_(_followed(shape, clue, newest=True))).order_by(*_NEWEST)
    return _with_names(found.limit(_number("limit")).subquery("page"))


@cache
def _count_followed(shape: Shape, clue: Clue) -> Select[Any]:
    return select(func.count()).select_from(_followed(shape, clue, newest=False).subquery())


def _followed(shape: Shape, clue: Clue, *, newest: bool) -> CompoundSelect[Any]:
    rest = conditions(shape, _I, known=clue.index if clue.index is not None else "tax_id")
    sides = []
    for side in (_I.buyer_id, _I.seller_id):
        ids = select(_I.id).where(side.in_(clue.parties), *rest)
        ids = ids.order_by(*_NEWEST) if newest else ids
        sides.append(select(ids.limit(_number("limit")).subquery().c.id))
    return union(*sides)


@cache
def _count(shape: Shape) -> Select[Any]:
    found = select(literal(1).label("one")).select_from(INVOICE).where(*conditions(shape, _I)).limit(_number("limit"))
    return select(func.count()).select_from(found.subquery())


def _number(name: str) -> BindParameter[int]:
    return bindparam(name, type_=_I.id.type)


def _with_names(page: Subquery) -> Select[Any]:
    p = page.c
    return (
        select(
            p.id, p.full_no, p.number, p.code, p.alias, p.kind, p.issue_date, p.amount_fen, p.status, p.print_state,
            p.copies, p.doubt, p.set_aside,
            _BUYER.c.name.label("buyer"), _BUYER.c.tax_id.label("buyer_tax_id"), _BUYER.c.folded.label("buyer_folded"),
            _SELLER.c.name.label("seller"), _SELLER.c.tax_id.label("seller_tax_id"),
            _SELLER.c.folded.label("seller_folded"),
        )
        .join_from(page, _BUYER, _BUYER.c.id == p.buyer_id)
        .join(_SELLER, _SELLER.c.id == p.seller_id)
        .order_by(p.issue_date.desc(), p.id.desc())
    )  # fmt: skip
