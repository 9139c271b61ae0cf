"""Search gives exactly what a look at every invoice gives, in the same order, by whichever plan and on either engine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.search import invoices as search
from data.search import parties as search_parties
from data.search.grams import initials
from data.sql.store import SqlStore, create_store
from fapiao.invoice import Invoice, Kind, Party
from fapiao.stored import Query, Row
from fapiao.text import fold

PLANS = {
    "as shipped": {},
    "everything is much": {"FEW": 3, "NEAR": 5, "COMMON": 4},
    "walk": {"FEW": 0, "NEAR": 1, "COMMON": -1},
    "follow": {"FEW": 0, "NEAR": 1},
}
_PLACES, _BRANDS = ("武汉", "北京", "长沙", "重庆"), "华天中金银龙虎星云海Ａａ𬭎䶮"
_TRADES, _FORMS = ("科技", "餐饮管理", "Soft 软件"), ("有限公司", "商行", "（集团）")


@dataclass(frozen=True)
class Kept:
    """What the store holds, for looking at every invoice."""

    id: int
    invoice: Invoice


def invented(count: int = 300) -> list[Invoice]:
    chance = random.Random(20261124)
    parties = [
        Party(
            chance.choice(_PLACES) + "".join(chance.choices(_BRANDS, k=chance.randint(1, 3)))
            + chance.choice(_TRADES) + chance.choice(_FORMS),
            chance.choice(("", f"9142019900000{chance.randint(0, 3):05d}")),
        )
        for _ in range(40)
    ]  # fmt: skip
    parties += [Party("个人"), Party(""), Party("A$B_%公司")]
    made = []
    for serial in range(count):
        day = date(2026, 1, 1) + timedelta(days=chance.randint(0, 40))
        old = chance.random() < 0.2
        made.append(
            Invoice(
                number=f"{serial:08d}" if old else f"26420000{chance.randint(0, 99):02d}00{serial:08d}",
                code="042002000111" if old else "",
                kind=Kind.E_ORDINARY if old else chance.choice((Kind.DIGITAL_ORDINARY, Kind.DIGITAL_SPECIAL)),
                issued_on=day if chance.random() < 0.97 else None,
                gross=chance.choice((Decimal("106.00"), Decimal("-5.30"), Decimal(serial), None)),
                buyer=chance.choice(parties),
                seller=chance.choice(parties[:10]),
            )
        )
    return made


INVENTED = invented()
PIECES = sorted(
    {
        key[a : a + n]
        for i in INVENTED
        for p in (i.buyer, i.seller)
        for key in (fold(p.name), *initials(fold(p.name)).split())
        for n in (1, 2, 3, 5)
        for a in range(len(key))
    }
)
NUMBERS = [i.full_no for i in INVENTED]
QUERIES = st.builds(
    Query,
    exact=st.just("") | st.just("") | st.sampled_from([*NUMBERS, "1"]),
    prefix=st.just("") | st.sampled_from(["26", "2642000042", "0420", NUMBERS[3][:12], "9"]),
    suffix=st.just("") | st.builds(lambda n, k: n[-k:], st.sampled_from(NUMBERS), st.integers(1, 8)),
    names=st.lists(st.sampled_from([*PIECES, "公司", "没有", "zz", "%", "_"]), max_size=2).map(tuple),
    tax_id=st.just("") | st.just("") | st.sampled_from(["914201990000000000", "914201990000000003", "x"]),
    amount=st.none() | st.none() | st.sampled_from([Decimal(106), Decimal("-5.3"), Decimal(17), Decimal("0.01")]),
    since=st.none() | st.dates(date(2025, 12, 30), date(2026, 2, 15)),
    until=st.none() | st.dates(date(2025, 12, 30), date(2026, 2, 15)),
    kinds=st.just(()) | st.just(("e_ordinary",)) | st.just(("digital_special", "e_ordinary")),
    status=st.just(()) | st.just(("normal", "red")) | st.just(("red",)) | st.just(("void",)),
    print_state=st.just("") | st.just("unprinted") | st.just("printed"),
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqlStore, list[Kept]]]:
    store = create_store(str(tmp_path_factory.mktemp("search") / "desk.db"))
    yield store, filled(store)
    store.close()


def filled(store: SqlStore) -> list[Kept]:
    with store.writing() as unit:
        kept = [Kept(unit.invoices.put(one, ()), one) for one in INVENTED]
        unit.commit()
    return kept


def brute_force(kept: list[Kept], query: Query) -> list[str]:
    found = [k for k in kept if _fits(k.invoice, query)]
    found.sort(key=lambda k: (k.invoice.issued_on or date.min, k.id), reverse=True)
    return [k.invoice.full_no for k in found]


def _fits(one: Invoice, query: Query) -> bool:
    day = one.issued_on or date.min
    status = "red" if one.gross is not None and one.gross < 0 else "normal"
    return all(
        (
            not query.exact or one.full_no == query.exact,
            one.full_no.startswith(query.prefix),
            one.full_no.endswith(query.suffix),
            all(any(_named(p, piece) for p in (one.buyer, one.seller)) for piece in query.names),
            not query.tax_id or query.tax_id in (one.buyer.tax_id, one.seller.tax_id),
            query.amount is None or one.gross == query.amount,
            query.since is None or day >= query.since,
            query.until is None or day <= query.until,
            not query.kinds or one.kind in query.kinds,
            not query.status or status in query.status,
            query.print_state in ("", "unprinted"),
        )
    )


def _named(party: Party, piece: str) -> bool:
    key = fold(party.name)
    return piece in key or (piece.isascii() and any(piece in reading for reading in initials(key).split()))


def all_pages(store: SqlStore, query: Query, limit: int) -> list[str]:
    rows: list[Row] = []
    with store.reading() as unit:
        while True:
            page = unit.invoices.search(query, limit=limit, after=rows[-1].cursor if rows else "")
            rows += page
            if len(page) < limit:
                return [row.full_no for row in rows]


@pytest.mark.parametrize("plan", PLANS, ids=str)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERIES, limit=st.integers(1, 60))
def test_search_is_what_looking_at_every_invoice_gives(shop, plan, query, limit) -> None:
    store, kept = shop
    with pytest.MonkeyPatch.context() as patch:
        for name, value in PLANS[plan].items():
            patch.setattr(search_parties if name == "COMMON" else search, name, value)

        wanted = brute_force(kept, query)

        assert all_pages(store, query, limit) == wanted
        with store.reading() as unit:
            assert unit.invoices.count(query, cap=20) == min(20, len(wanted))


@pytest.mark.parametrize("piece", ["公司", "科技", "w", "whh", "soft", "个人"])
@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_a_name_alone_is_found_by_every_plan(shop, plan, piece, monkeypatch) -> None:
    store, kept = shop
    for name, value in PLANS[plan].items():
        monkeypatch.setattr(search_parties if name == "COMMON" else search, name, value)
    query = Query(names=(piece,))

    assert all_pages(store, query, 10) == brute_force(kept, query)


@pytest.mark.parametrize(
    ("query", "matched"),
    [
        (Query(exact=NUMBERS[0]), "number"),
        (Query(suffix=NUMBERS[0][-4:]), "number"),
        (Query(amount=Decimal(106)), "amount"),
        (Query(since=date(2026, 1, 1)), "date"),
        (Query(), ""),
    ],
)
def test_a_row_says_which_field_answered(shop, query, matched) -> None:
    store, _ = shop
    with store.reading() as unit:
        assert {row.matched for row in unit.invoices.search(query, limit=3)} == {matched}


def test_a_name_says_on_which_side_it_stands(store, made) -> None:
    made.put(store, made.invoice())
    found: dict[str, Any] = {}
    with store.reading() as unit:
        for piece in ("虚拟", "样例", "whxn", "软"):
            found[piece] = unit.invoices.search(Query(names=(piece,)), limit=1)[0].matched

    assert found == {"虚拟": "buyer", "样例": "seller", "whxn": "initials", "软": "seller"}


def test_a_name_with_several_readings_is_found_by_each(store, made) -> None:
    made.put(store, made.invoice(buyer=Party("长沙银行重庆分行")))

    with store.reading() as unit:
        found = [p for p in ("csyh", "csyx", "cqfh", "cqfx") if unit.invoices.search(Query(names=(p,)), limit=1)]

    assert found == ["csyh", "csyx", "cqfh", "cqfx"]
