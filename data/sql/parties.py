"""Parties as the importer keeps them: one row per (name, tax id), its pieces, and the key of its newest invoice."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, bindparam, insert, or_, select, tuple_, update

from data.search.grams import LONGEST, grams_of_party, initials
from data.sql.tables import INVOICE, PARTY, PARTY_GRAM
from data.sql.tables.invoices import UNKNOWN_DATE
from fapiao.text import fold

if TYPE_CHECKING:
    from datetime import date

    from fapiao.invoice import Party

_P, _I = PARTY.c, INVOICE.c


class Parties:
    """Parties within one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str], int] = {}

    def id_of(self, party: Party) -> int:
        """Return the row of a party, made with its pieces where it is new."""
        name, tax_id = party.name[:LONGEST], party.tax_id[:40]
        known = self._known.get((name, tax_id))
        if known is None:
            kept = self._connection.execute(_by_name(), {"name": name, "tax_id": tax_id}).scalar()
            known = self._known[name, tax_id] = int(kept) if kept is not None else self._add(name, tax_id)
        return known

    def _add(self, name: str, tax_id: str) -> int:
        folded = fold(name)[:LONGEST]
        letters = initials(folded)
        made = self._connection.execute(
            insert(PARTY).returning(_P.id),
            {
                "name": name,
                "tax_id": tax_id,
                "folded": folded,
                "initials": letters,
                "last_date": UNKNOWN_DATE,
                "last_id": 0,
            },
        ).scalar_one()
        pieces = [{"gram": gram, "party_id": made} for gram in sorted(grams_of_party(folded, letters))]
        if pieces:
            self._connection.execute(insert(PARTY_GRAM), pieces)
        return int(made)

    def saw(self, party_id: int, day: date, invoice_id: int) -> None:
        """Note a new invoice of the party, if it is the party's newest."""
        self._connection.execute(_push(), {"party": party_id, "day": day, "invoice": invoice_id})

    def recount(self, party_id: int) -> None:
        """Find the party's newest invoice anew, after one of its invoices changed."""
        newest = self._connection.execute(_newest(), {"party": party_id}).first()
        self._connection.execute(
            update(PARTY).where(_P.id == party_id),
            {"last_date": newest.issue_date if newest else UNKNOWN_DATE, "last_id": newest.id if newest else 0},
        )


@cache
def _by_name() -> Select[Any]:
    return select(_P.id).where(_P.name == bindparam("name"), _P.tax_id == bindparam("tax_id"))


@cache
def _push() -> Any:
    day, invoice = bindparam("day", type_=_P.last_date.type), bindparam("invoice", type_=_P.last_id.type)
    return (
        update(PARTY)
        .where(_P.id == bindparam("party"), tuple_(_P.last_date, _P.last_id) < tuple_(day, invoice))
        .values(last_date=day, last_id=invoice)
    )


@cache
def _newest() -> Select[Any]:
    return (
        select(_I.issue_date, _I.id)
        .where(or_(_I.buyer_id == bindparam("party"), _I.seller_id == bindparam("party")))
        .order_by(_I.issue_date.desc(), _I.id.desc())
        .limit(1)
    )
