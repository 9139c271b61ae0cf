"""Search, newest first, one page at a time: exactly what a look at every invoice would find.

The plan (store-and-security.md 1.5): the first condition that few invoices meet gives candidates, and the page is sorted
from them; what is common fills the page from the newest invoices; a name between the two is followed through the newest
invoices of its parties. Only what is left walks all invoices.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, Connection, Select, Subquery, bindparam, func, literal, select, union_all

from data.search_conditions import (
    Shape,
    conditions,
    cursor_values,
    indexed_condition,
    shape_of,
    values_of,
)
from data.search_parties import COMMON, parties_like, parties_with_tax_id
from data.search_rows import row_of
from data.tables import INVOICE, PARTY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fapiao.store import Query, Row

FEW = 1000
"""Candidates that are sorted at once; more are walked."""
NEAR = 2000
"""Newest invoices that are walked first: what is common fills a page from them."""
_I = INVOICE.c
_SHOWN = (
    _I.id, _I.full_no, _I.rev_no, _I.number, _I.code, _I.alias, _I.kind, _I.issue_date, _I.amount_fen, _I.buyer_id,
    _I.seller_id, _I.status, _I.print_state, _I.copies,
)  # fmt: skip
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
    candidates = _candidates(connection, query, shape, values)
    if candidates is not None:
        if not candidates:
            return 0
        shape, values = replace(shape, within=True), values | {"ids": candidates}
    return int(connection.execute(_count(shape), values).scalar_one())


def _rows(connection: Connection, query: Query, shape: Shape, values: dict[str, Any]) -> Sequence[Any]:
    candidates = _candidates(connection, query, shape, values)
    if candidates is not None:
        if not candidates:
            return ()
        return connection.execute(_page(replace(shape, within=True)), values | {"ids": candidates}).all()
    if not shape.is_open:
        near = connection.execute(_page_near(shape), values).all()
        if len(near) == values["limit"]:
            return near
    parties = next(_parties(connection, query, common=COMMON)) if shape.only_parties else None
    if parties is not None:
        return _newest_of(connection, parties, values["limit"])
    return connection.execute(_page(shape), values).all()


def _candidates(connection: Connection, query: Query, shape: Shape, values: dict[str, Any]) -> list[int] | None:
    """Return the ids among which all matches are; None where every condition is met by many."""
    for name in ("exact", "suffix", "prefix", "amount", "status", "print_state"):
        if getattr(shape, name):
            ids = list(connection.execute(_narrow(name), values | {"few": FEW + 1}).scalars())
            if len(ids) <= FEW:
                return ids
    for found in _parties(connection, query, common=FEW):
        if found is not None and len(found) <= FEW:
            wanted = {"parties": [party.id for party in found], "few": FEW + 1}
            ids = list(connection.execute(_narrow_parties(), wanted).scalars()) if found else []
            if len(ids) <= FEW:
                return list(dict.fromkeys(ids))
    return None


def _parties(connection: Connection, query: Query, *, common: int) -> Iterator[Sequence[Any] | None]:
    if query.tax_id:
        yield parties_with_tax_id(connection, query.tax_id)
    for piece in query.names:
        yield parties_like(connection, piece, common=common)


def _newest_of(connection: Connection, parties: Sequence[Any], limit: int) -> list[Any]:
    """Return the newest rows of many parties, which come by the (date, id) of their newest invoice, newest first.

    Exact: that key is unique, so once a party's newest is older than the page's last row, neither it nor any party
    behind it can own a row of the page.
    """
    rows: list[Any] = []
    for party in parties:
        if len(rows) == limit and (party.last_date, party.last_id) < _key(rows[-1]):
            break
        found = {row.id: row for row in rows}
        found |= {r.id: r for r in connection.execute(_page_of_party(), {"party": party.id, "limit": limit})}
        rows = sorted(found.values(), key=_key, reverse=True)[:limit]
    return rows


def _key(row: Any) -> tuple[Any, Any]:
    return row.issue_date, row.id


@cache
def _narrow(name: str) -> Select[Any]:
    return select(_I.id).where(indexed_condition(name)).limit(_number("few"))


@cache
def _narrow_parties() -> Select[Any]:
    parties: BindParameter[int] = bindparam("parties", expanding=True)
    sides = (select(_I.id).where(side.in_(parties)) for side in (_I.buyer_id, _I.seller_id))
    both = union_all(*sides).subquery()
    return select(both.c.id).limit(_number("few"))


@cache
def _page(shape: Shape) -> Select[Any]:
    page = select(*_SHOWN).where(*conditions(shape, _I)).order_by(_I.issue_date.desc(), _I.id.desc())
    return _with_names(page.limit(_number("limit")).subquery("page"))


@cache
def _page_near(shape: Shape) -> Select[Any]:
    """Like :func:`_page`, looking at the newest invoices (after the cursor) only."""
    walked = select(*_SHOWN).order_by(_I.issue_date.desc(), _I.id.desc()).limit(_number("near"))
    if shape.after:
        walked = walked.where(*conditions(_only_after(), _I))
    c = walked.subquery("newest").c
    page = select(*c).where(*conditions(replace(shape, after=False), c)).order_by(c.issue_date.desc(), c.id.desc())
    return _with_names(page.limit(_number("limit")).subquery("page"))


def _only_after() -> Shape:
    nothing = dict.fromkeys(
        ("exact", "prefix", "suffix", "tax_id", "amount", "since", "until", "kinds", "status", "print_state"), False
    )
    return Shape(**nothing, names=(), after=True)


@cache
def _page_of_party() -> Select[Any]:
    sides = [
        select(
            select(*_SHOWN)
            .where(side == _number("party"))
            .order_by(_I.issue_date.desc(), _I.id.desc())
            .limit(_number("limit"))
            .subquery()
        )
        for side in (_I.buyer_id, _I.seller_id)
    ]
    return _with_names(union_all(*sides).subquery("page"))


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
            p.copies,
            _BUYER.c.name.label("buyer"), _BUYER.c.tax_id.label("buyer_tax_id"), _BUYER.c.folded.label("buyer_folded"),
            _SELLER.c.name.label("seller"), _SELLER.c.tax_id.label("seller_tax_id"),
            _SELLER.c.folded.label("seller_folded"),
        )
        .join_from(page, _BUYER, _BUYER.c.id == p.buyer_id)
        .join(_SELLER, _SELLER.c.id == p.seller_id)
        .order_by(p.issue_date.desc(), p.id.desc())
    )  # fmt: skip
