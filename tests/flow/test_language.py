"""The language somebody reads in: kept with the account, chosen by its owner or by who keeps the accounts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fapiao.errors import BadInput, NotFound, NotPermitted
from fapiao.people import Role
from fapiao.usecases.people.add import add_person
from fapiao.usecases.people.language import choose_language, read_language

PASSWORD = "correct horse battery"


@pytest.fixture
def known(desk):
    add_person(desk.services, desk.session("admin"), "xiaozhao", frozenset({Role.OPERATOR}), PASSWORD)
    return desk


def as_xiaozhao(desk):
    session = desk.session()
    return replace(session, operator=replace(session.operator, name="xiaozhao"))


def test_who_chose_nothing_reads_chinese(known):
    assert read_language(known.services, as_xiaozhao(known)) == ""


def test_a_choice_is_kept_for_its_owner_alone(known):
    choose_language(known.services, as_xiaozhao(known), "en")

    assert read_language(known.services, as_xiaozhao(known)) == "en"
    assert read_language(known.services, known.session("admin")) == ""


def test_an_administrator_chooses_for_others_and_an_operator_does_not(known):
    choose_language(known.services, known.session("admin"), "en", name="xiaozhao")

    assert read_language(known.services, as_xiaozhao(known)) == "en"
    with pytest.raises(NotPermitted):
        choose_language(known.services, as_xiaozhao(known), "en", name="lilei")


def test_an_unknown_language_or_account_is_refused(known):
    with pytest.raises(BadInput, match="没有语言 tlh"):
        choose_language(known.services, as_xiaozhao(known), "tlh")
    with pytest.raises(NotFound, match="没有账户 nobody"):
        choose_language(known.services, known.session("admin"), "en", name="nobody")
