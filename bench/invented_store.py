"""A store with many invented invoices, written in bulk: skewed buyers, names of the usual build, two years of dates.

Only what a search reads is written (invoices, parties, pieces of their names); the facts behind each invoice are not.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pysqlite3 import dbapi2

from data.search.grams import grams_of_party, initials
from data.sql.store import SqlStore, create_store
from fapiao.amounts import yuan
from fapiao.text import fold

INVOICES = 100_000
_PARTIES = 20_000
_DAYS = 730
_NEWEST = date(2026, 11, 30)
_PLACES = ("武汉", "长沙", "成都", "杭州", "苏州", "青岛", "沈阳", "西安", "厦门", "昆明", "合肥", "南昌")
_BRANDS = "晨光远山青禾云帆楚天梧桐星河白鹭明湖东方华宇瑞祥金石恒达永兴新泰安康嘉和博文智联通海龙腾飞"
_TRADES = ("科技", "商贸", "物流", "餐饮管理", "建筑工程", "文化传媒", "医疗器械", "电子", "机电设备", "办公用品")
_FORMS = ("有限公司", "有限责任公司", "股份有限公司", "合伙企业", "经营部")


@dataclass(frozen=True, slots=True)
class Known:
    """What was written of one invoice, so that a search can be checked by looking at all of them."""

    full_no: str
    day: date
    fen: int
    buyer: str
    seller: str
    """Search keys of the two names."""
    id: int

    @property
    def gross(self) -> Decimal:
        """The amount in yuan."""
        return yuan(self.fen)


def build(path: Path) -> tuple[SqlStore, list[Known]]:
    """Make the store at ``path``; return it open, and its invoices, oldest first."""
    store = create_store(str(path))
    chance = random.Random(2026)  # noqa: S311 - the same invented data every time
    names = _names(chance)
    known = list(_invoices(chance, names))
    newest: dict[str, Known] = {}
    for invoice in known:
        newest[invoice.buyer] = newest[invoice.seller] = invoice
    connection = dbapi2.connect(str(path))
    try:
        _write(connection, names, known, newest)
        connection.commit()
    finally:
        connection.close()
    return store, known


def _names(chance: random.Random) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < _PARTIES:
        brand = "".join(chance.choices(_BRANDS, k=chance.choice((2, 2, 3, 4))))
        found[f"{chance.choice(_PLACES)}{brand}{chance.choice(_TRADES)}{chance.choice(_FORMS)}"] = None
    return list(found)


def _invoices(chance: random.Random, names: list[str]) -> Iterator[Known]:
    folded = [fold(name) for name in names]
    days = sorted(_NEWEST - timedelta(days=chance.randrange(_DAYS)) for _ in range(INVOICES))
    for number, day in enumerate(days, 1):
        buyer = folded[int(len(folded) * chance.random() ** 3)]
        seller = folded[chance.randrange(len(folded))]
        serial = chance.randrange(10**6) * INVOICES + number - 1
        fen = round(math.exp(chance.gauss(11, 1.6)))
        yield Known(f"{day:%y}42{serial:016d}"[:20], day, fen, buyer, seller, number)


def _write(connection: dbapi2.Connection, names: list[str], known: list[Known], newest: dict[str, Known]) -> None:
    ids: dict[str, int] = {}
    grams: list[tuple[str, int]] = []
    parties = []
    for party_id, name in enumerate(names, 1):
        folded = fold(name)
        letters = initials(folded)
        ids[folded] = party_id
        grams += [(gram, party_id) for gram in grams_of_party(folded, letters)]
        last = newest.get(folded)
        day, last_id = (last.day.isoformat(), last.id) if last else ("0001-01-01", 0)
        parties.append((party_id, name, f"91420199MA{party_id:08d}", folded, letters, day, last_id))
    connection.executemany(
        "INSERT INTO party (id, name, tax_id, folded, initials, last_date, last_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
        parties,
    )
    connection.executemany("INSERT INTO party_gram (gram, party_id) VALUES (?, ?)", sorted(grams))
    connection.executemany(
        "INSERT INTO invoice (id, full_no, rev_no, number, code, alias, kind, issue_date, amount_fen, buyer_id,"
        " seller_id, red_of, status, reimbursed, print_state, copies)"
        " VALUES (?, ?, ?, ?, '', '', 'digital_ordinary', ?, ?, ?, ?, '', 'normal', 0, 'unprinted', 0)",
        (
            (n.id, n.full_no, n.full_no[::-1], n.full_no, n.day.isoformat(), n.fen, ids[n.buyer], ids[n.seller])
            for n in known
        ),
    )
