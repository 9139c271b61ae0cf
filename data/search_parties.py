"""Which parties a piece of a name, or a tax id, means."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, literal, or_, select

from data.grams import END, grams
from data.search_conditions import LAST
from data.substring import contains
from data.tables import PARTY, PARTY_GRAM

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMON = 8000
"""Parties that are followed at most; a piece that more carry is found sooner by walking the invoices."""
_P, _G = PARTY.c, PARTY_GRAM.c


def parties_with_tax_id(connection: Connection, tax_id: str) -> Sequence[Any]:
    """Return (id, last_date, last_id) of the parties with that tax id, by their newest invoice."""
    return connection.execute(_by_tax_id(), {"tax_id": tax_id}).all()


def parties_like(connection: Connection, piece: str, *, common: int) -> Sequence[Any] | None:
    """Return the parties whose search key contains ``piece``, or whose initials do where it is ASCII.

    They come by their newest invoice, newest first; None where more than ``common`` carry even the rarest gram.
    """
    cap = {"cap": common + 1}
    if len(piece) == 1:
        within = {"first": piece, "last": piece + LAST}
        rarest = connection.execute(_how_many_begin(), within | cap).scalar_one()
    else:
        counted = []
        for gram in sorted(grams(piece) - {piece[-1] + END}):
            counted.append((connection.execute(_how_many(), cap | {"gram": gram}).scalar_one(), gram))
            if not counted[-1][0]:
                return ()
        rarest, gram = min(counted)
        within = {"gram": gram}
    if rarest > common:
        return None
    statement = _like(single=len(piece) == 1, initials=piece.isascii())
    return connection.execute(statement, within | {"piece": piece}).all()


@cache
def _by_tax_id() -> Select[Any]:
    return (
        select(_P.id, _P.last_date, _P.last_id)
        .where(_P.tax_id == bindparam("tax_id"))
        .order_by(_P.last_date.desc(), _P.last_id.desc())
    )


@cache
def _how_many() -> Select[Any]:
    return _capped(_G.gram == bindparam("gram"))


@cache
def _how_many_begin() -> Select[Any]:
    return _capped(_begins())


def _begins() -> ColumnElement[bool]:
    return (_G.gram >= bindparam("first")) & (_G.gram < bindparam("last"))


def _capped(condition: ColumnElement[bool]) -> Select[Any]:
    some = select(literal(1).label("one")).select_from(PARTY_GRAM).where(condition).limit(bindparam("cap")).subquery()
    return select(func.count()).select_from(some)


@cache
def _like(*, single: bool, initials: bool) -> Select[Any]:
    having = _begins() if single else _G.gram == bindparam("gram")
    piece = bindparam("piece", type_=_P.folded.type)
    columns = (_P.folded, _P.initials) if initials else (_P.folded,)
    return (
        select(_P.id, _P.last_date, _P.last_id)
        .where(_P.id.in_(select(_G.party_id).where(having)))
        .where(or_(*(contains(column, piece) for column in columns)))
        .order_by(_P.last_date.desc(), _P.last_id.desc())
    )
