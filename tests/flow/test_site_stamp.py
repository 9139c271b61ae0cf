"""The site stamp: uploaded by who may, asked for by who may, told in the ledger, and never a seal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fapiao.errors import BadInput, NotFound, NotPermitted, Refused
from fapiao.people import Operator, Permission, Role
from fapiao.stamp import Stamp, check_words
from fapiao.usecases.paper.reprint import reprint
from fapiao.usecases.printers.site_stamp import remove_stamp, set_stamp, stamp_in_force

PICTURE = Stamp("", 12, 2, b"\xff\xf0\x80\x10").picture


def stamped(order):
    return replace(order, settings=replace(order.settings, stamp=True))


@pytest.fixture
def uploaded(desk):
    return set_stamp(desk.services, desk.session("zhuguan"), "与原件一致", PICTURE)


def test_an_uploaded_stamp_comes_back_as_it_was(desk, uploaded):
    assert stamp_in_force(desk.services) == uploaded == Stamp("与原件一致", 12, 2, b"\xff\xf0\x80\x10")


def test_uploading_and_removing_stand_in_the_ledger(desk, uploaded):
    remove_stamp(desk.services, desk.session("zhuguan"))

    assert stamp_in_force(desk.services) is None
    assert desk.kinds() == ["stamp.set", "stamp.removed"]


def test_an_operator_uploads_none(desk):
    with pytest.raises(NotPermitted):
        set_stamp(desk.services, desk.session("xiaoli"), "与原件一致", PICTURE)


@pytest.mark.parametrize("words", ["", "全国统一发票监制章", "发票专用章", "某某公司公章", "与" * 21])
def test_a_name_of_a_seal_is_none_of_a_stamp(words):
    with pytest.raises(BadInput):
        check_words(words)


def test_a_supervisor_stamps_a_paper_and_the_ledger_says_so(desk, uploaded):
    reprint(desk.services, desk.session("zhuguan"), stamped(desk.order()))

    assert "stamp 与原件一致" in desk.printer.papers[0]
    with desk.services.store.reading() as unit:
        intents = [entry.body for entry in unit.ledger.entries() if entry.kind == "reprint.intent"]
    assert [body["stamp"] for body in intents] == [True]


def test_an_operator_without_the_right_is_told_who_may(desk, uploaded):
    with pytest.raises(Refused, match="加盖站点印章") as refused:
        reprint(desk.services, desk.session("xiaoli"), stamped(desk.order()))

    assert (refused.value.rule, desk.printer.papers) == ("permission", [])


def test_the_right_may_be_granted_singly():
    operator = Operator("xiaoli", roles=frozenset({Role.OPERATOR}), granted=frozenset({Permission.STAMP}))

    assert operator.may(Permission.STAMP)


def test_a_stamp_that_the_site_does_not_have_prints_nothing(desk):
    with pytest.raises(NotFound, match="没有站点印章"):
        reprint(desk.services, desk.session("zhuguan"), stamped(desk.order()))

    assert desk.printer.papers == []


def test_a_paper_without_the_wish_carries_none(desk, uploaded):
    desk.print()

    assert "stamp" not in desk.printer.papers[0]
