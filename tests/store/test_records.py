"""Invoices and their files come back from the store as they went in."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sql.invoice_json import dump, load
from fapiao.errors import NotFound, StoreError
from fapiao.invoice import Figure, Invoice, Kind, Line, Media, Party, Seal, SealState, Status, Table
from fapiao.merge import Source
from fapiao.reprint import PrintState
from fapiao.stored import Document, Query

BLUE = "26420000000000000001"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


MONEY = st.none() | st.decimals(-(10**6), 10**6, places=2)


FIGURES = st.builds(Figure, MONEY, TEXTS)


LINES = st.builds(
    Line, TEXTS, spec=TEXTS, quantity=FIGURES, price=FIGURES, amount=MONEY, rate=FIGURES, tax=FIGURES,
    extras=st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
)  # fmt: skip


INVOICES = st.builds(
    Invoice, number=st.just(BLUE), kind=st.sampled_from(Kind), issued_on=st.none() | st.dates(), gross=MONEY,
    buyer=st.builds(Party, TEXTS, TEXTS), net=MONEY, lines=st.none() | st.lists(LINES, max_size=2).map(tuple),
    tables=st.just((Table("出行人", ("姓名",), (("甲",),)),)), remark=TEXTS, voided=st.booleans(),
    sources=st.just((("gross", "¥1"),)),
)  # fmt: skip


@given(INVOICES)
def test_an_invoice_survives_json(invoice) -> None:
    assert load(dump(invoice)) == invoice


def document(data: bytes, media: Media = Media.XML) -> Document:
    return Document(hashlib.sha256(data).hexdigest(), media, "a.xml", len(data), Seal(SealState.TEST, "甲", "有效"))


def test_an_invoice_comes_back_whole(store, made) -> None:
    one = made.invoice()
    with store.writing() as unit:
        unit.invoices.put(one, ["金额：不一致"])
        unit.invoices.add_document(one.full_no, document(b"<x/>"), b"<x/>", one)
        unit.commit()

    with store.reading() as unit:
        found = unit.invoices.get(one.full_no)

    assert found is not None
    assert (found.invoice, found.conflicts, found.status) == (one, ("金额：不一致",), Status.NORMAL)
    assert found.documents == (document(b"<x/>"),)


def test_the_same_file_is_kept_once(store, made) -> None:
    one = made.invoice()
    with store.writing() as unit:
        unit.invoices.put(one, ())

        first = unit.invoices.add_document(one.full_no, document(b"x"), b"x", one)
        again = unit.invoices.add_document(one.full_no, document(b"x"), b"x", one)

        assert (first, again) == (True, False)


def test_the_facts_of_each_file_are_kept_for_merging(store, made) -> None:
    one = made.invoice()
    other = replace(one, qr="01,32")
    with store.writing() as unit:
        unit.invoices.put(one, ())
        unit.invoices.add_document(one.full_no, document(b"x"), b"x", one)
        unit.invoices.add_document(one.full_no, document(b"p", Media.PDF), b"p", other)

        assert unit.invoices.sources_of(one.full_no) == (
            Source(Media.XML, one, "a.xml", SealState.TEST),
            Source(Media.PDF, other, "a.xml", SealState.TEST),
        )


def test_putting_again_replaces_the_facts_and_keeps_what_people_set(store, made) -> None:
    one = made.invoice()
    with store.writing() as unit:
        first = unit.invoices.put(one, ())
        unit.invoices.set_status(one.full_no, Status.FULLY_RED)
        unit.invoices.set_reimbursed(one.full_no, reimbursed=True)
        again = unit.invoices.put(replace(one, remark="新", buyer=Party("湖北假想制造股份有限公司")), ())

        found = unit.invoices.get(one.full_no)
        rows = unit.invoices.search(Query(names=("假想",)), limit=5)
        gone = unit.invoices.search(Query(names=("虚拟采购",)), limit=5)

    assert first == again
    assert found is not None
    assert (found.invoice.remark, found.status, found.reimbursed) == ("新", Status.FULLY_RED, True)
    assert (len(rows), gone) == (1, [])


def test_a_red_invoice_points_at_its_blue_one(store, made) -> None:
    blue = made.invoice(1)
    red = made.invoice(2, gross=Decimal("-106.00"), red_of=blue.full_no)
    made.put(store, red, blue)

    with store.reading() as unit:
        found = unit.invoices.get(blue.full_no)
        assert unit.invoices.reds_of(blue.full_no) == (red,)
        assert found is not None
        assert found.red_by == (red.full_no,)
        assert unit.invoices.get(red.full_no).status is Status.RED


def test_the_paper_pair_of_a_digital_paper_invoice_is_an_alias(store, made) -> None:
    one = made.invoice(kind=Kind.DIGITAL_PAPER_SPECIAL, paper_code="4200251130", paper_number="00900001")
    made.put(store, one)

    with store.reading() as unit:
        found = unit.invoices.get("420025113000900001")
        rows = unit.invoices.search(Query(exact="420025113000900001"), limit=5)

    assert found is not None
    assert found.invoice == one
    assert rows[0].print_state is PrintState.PRINTED


def test_an_unknown_invoice_cannot_be_changed(store) -> None:
    with store.writing() as unit, pytest.raises(NotFound):
        unit.invoices.set_status("1", Status.VOID)


def test_bytes_that_no_longer_hash_to_their_name_are_not_given_out(store) -> None:
    with store.writing() as unit:
        name = unit.documents.put(b"paper")
        assert unit.documents.get(name) == b"paper"
        unit._connection.exec_driver_sql("UPDATE document SET data = x'00'")

        with pytest.raises(StoreError, match="损坏"):
            unit.documents.get(name)
        assert unit.documents.get("0" * 64) is None
