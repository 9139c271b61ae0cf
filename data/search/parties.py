"""Which parties a piece of a name, or a tax id, means: as SQL that a search follows to their invoices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, literal, or_, select

from data.search.conditions import LAST
from data.search.grams import END, grams
from data.search.substring import contains
from data.sql.tables import PARTY, PARTY_GRAM

if TYPE_CHECKING:
    from fapiao.stored import Query

COMMON = 8000
"""A piece whose rarest gram more parties carry is common: walking the invoices finds it sooner."""
_P, _G = PARTY.c, PARTY_GRAM.c


@dataclass(frozen=True, slots=True)
class Clue:
    """The condition by which parties are found: a tax id, or the piece number ``index`` of the names."""

    index: int | None
    single: bool = False
    """A piece of one character: its grams are a range."""
    initials: bool = False

    @property
    def parties(self) -> Select[Any]:
        """Their ids, as a subquery with the parameters of :class:`Lead`."""
        if self.index is None:
            return select(_P.id).where(_P.tax_id == bindparam("tax_id"))
        having = _begins() if self.single else _G.gram == bindparam("gram")
        piece = bindparam(f"name{self.index}", type_=_P.folded.type)
        columns = (_P.folded, _P.initials) if self.initials else (_P.folded,)
        carry = select(_G.party_id).where(having)
        return select(_P.id).where(_P.id.in_(carry), or_(*(contains(column, piece) for column in columns)))


@dataclass(frozen=True, slots=True)
class Lead:
    """A clue with its parameters, and how many parties it means at most."""

    clue: Clue
    values: dict[str, str]
    parties: int


def best_lead(connection: Connection, query: Query) -> Lead | None:
    """Return the clue that means the fewest parties; None where none is given or every one is common."""
    leads = [Lead(Clue(None), {}, 0)] if query.tax_id else []
    leads += [_lead(connection, index, piece) for index, piece in enumerate(query.names)]
    few = [lead for lead in leads if lead.parties <= COMMON]
    return min(few, key=lambda lead: lead.parties, default=None)


def _lead(connection: Connection, index: int, piece: str) -> Lead:
    cap = {"cap": COMMON + 1}
    if len(piece) == 1:
        within = {"first": piece, "last": piece + LAST}
        carried = connection.execute(_how_many(single=True), within | cap).scalar_one()
        return Lead(Clue(index, single=True, initials=piece.isascii()), within, carried)
    carried, gram = min(
        (connection.execute(_how_many(single=False), cap | {"gram": gram}).scalar_one(), gram)
        for gram in grams(piece) - {piece[-1] + END}
    )
    return Lead(Clue(index, initials=piece.isascii()), {"gram": gram}, carried)


@cache
def _how_many(*, single: bool) -> Select[Any]:
    having = _begins() if single else _G.gram == bindparam("gram")
    some = select(literal(1).label("one")).select_from(PARTY_GRAM).where(having).limit(bindparam("cap")).subquery()
    return select(func.count()).select_from(some)


def _begins() -> ColumnElement[bool]:
    return (_G.gram >= bindparam("first")) & (_G.gram < bindparam("last"))
