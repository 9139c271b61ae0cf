"""Search on 100,000 invoices: the first page as the desk asks for it, beside its very statements on a bare connection.

Every kind of search is checked against a look at all invoices, so a wrong answer is never a quick one.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2
from sqlalchemy import Engine, event

from bench.figure import Figure
from bench.invented_store import INVOICES, Known, build
from data.sql.store import SqlStore
from fapiao.stored import Query

_PAGE = 50
_TIMES = 300
_CHECKED = 5
_US = 1_000_000

Statement = tuple[str, Sequence[Any]]
Case = tuple[Query, Callable[[Known], bool]]


def figures(folder: Path) -> Iterator[Figure]:
    """Build the store in ``folder`` and search it."""
    store, known = build(folder / "search.db")
    bare = dbapi2.connect(str(folder / "search.db"), isolation_level=None)
    bare.execute("PRAGMA cache_size=-65536")
    try:
        for name, ask in _KINDS.items():
            chance = random.Random(name)  # noqa: S311 - the same questions every time
            cases = [ask(chance, known) for _ in range(_TIMES)]
            for case in cases[:_CHECKED]:
                _check(store, known, case)
            yield from _measured(name, store, bare, [query for query, _ in cases])
    finally:
        bare.close()
        store.close()


def _exact(chance: random.Random, known: list[Known]) -> Case:
    wanted = chance.choice(known).full_no
    return Query(exact=wanted), lambda k: k.full_no == wanted


def _suffix(chance: random.Random, known: list[Known]) -> Case:
    wanted = chance.choice(known).full_no[-6:]
    return Query(suffix=wanted), lambda k: k.full_no.endswith(wanted)


def _name(chance: random.Random, known: list[Known]) -> Case:
    whole, length = chance.choice(known).seller, chance.randint(2, 6)
    start = chance.randint(0, len(whole) - length)
    piece = whole[start : start + length]
    return Query(names=(piece,)), lambda k: piece in k.buyer or piece in k.seller


def _amount(chance: random.Random, known: list[Known]) -> Case:
    wanted = chance.choice(known)
    return Query(amount=wanted.gross), lambda k: k.fen == wanted.fen


def _dates(chance: random.Random, known: list[Known]) -> Case:
    since = chance.choice(known).day
    until = since + timedelta(days=chance.choice((0, 6, 30)))
    return Query(since=since, until=until), lambda k: since <= k.day <= until


_KINDS: dict[str, Callable[[random.Random, list[Known]], Case]] = {
    "exact": _exact,
    "suffix6": _suffix,
    "name": _name,
    "amount": _amount,
    "dates": _dates,
}


def _check(store: SqlStore, known: list[Known], case: Case) -> None:
    query, is_wanted = case
    with store.reading() as unit:
        found = [row.full_no for row in unit.invoices.search(query, limit=_PAGE)]
    wanted = [k.full_no for k in sorted(known, key=lambda k: (k.day, k.id), reverse=True) if is_wanted(k)][:_PAGE]
    if found != wanted:
        raise AssertionError(f"{query} found {found[:3]}..., a look at all invoices {wanted[:3]}...")


def _measured(name: str, store: SqlStore, bare: dbapi2.Connection, queries: Sequence[Query]) -> Iterator[Figure]:
    ours, theirs = [], []
    for query in queries:
        statements: list[Statement] = []
        # Once to see what it asks and to fill the caches, once to be timed.
        _asked(store, query, statements)
        start = time.perf_counter()
        with store.reading() as unit:
            unit.invoices.search(query, limit=_PAGE)
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        for text, values in statements:
            bare.execute(text, values).fetchall()
        theirs.append(time.perf_counter() - start)
    against = f"its SQL, bare pysqlite3, {INVOICES:,} invoices"
    for part, rank in (("p50", 49), ("p95", 94)):
        value, floor = (statistics.quantiles(taken, n=100)[rank] * _US for taken in (ours, theirs))
        yield Figure(f"search.{name}_{part}", value, "µs", floor, against)


def _asked(store: SqlStore, query: Query, statements: list[Statement]) -> None:
    """Add what SQLAlchemy sends for ``query`` to ``statements``."""

    def note(_connection: Any, _cursor: Any, text: str, values: Sequence[Any], *_: object) -> None:
        if not text.startswith("BEGIN"):
            statements.append((text, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with store.reading() as unit:
            unit.invoices.search(query, limit=_PAGE)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
