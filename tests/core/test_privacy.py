"""Personal data on screens (docs/invoices.md)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts import BUYER, an_invoice
from fapiao.invoice import Line, Party, Table
from fapiao.privacy import mask_id, mask_name, masked

PERSON = Party("张三丰", address="武汉市江岸区一号", phone="13800000000", account="6222020000000000000")


def test_a_natural_person_is_hidden():
    hidden = masked(an_invoice(buyer=PERSON)).buyer

    assert (hidden.name, hidden.phone, hidden.account) == ("张**", "138****0000", "622************0000")
    assert "江岸区" not in hidden.address


def test_a_person_who_gave_a_personal_id_is_hidden_too():
    hidden = masked(an_invoice(buyer=Party("张三丰", "11010519491231002X"))).buyer

    assert (hidden.name, hidden.tax_id) == ("张**", "110***********002X")


def test_a_company_keeps_its_name_and_tax_id():
    company = masked(an_invoice(buyer=BUYER)).buyer

    assert (company.name, company.tax_id) == (BUYER.name, BUYER.tax_id)


def test_travellers_and_plates_are_hidden_and_routes_are_not():
    table = Table("出行人", ("出行人", "有效身份证件号", "出发地"), (("李四", "420101199001010014", "武汉"),))
    line = Line("通行费", extras=(("车牌号", "鄂A12345"), ("通行日期起", "20260901")))

    seen = masked(an_invoice(tables=(table,), lines=(line,)))

    assert seen.tables[0].rows == (("李*", "420***********0014", "武汉"),)
    assert seen.lines[0].extras == (("车牌号", "鄂******"), ("通行日期起", "20260901"))


def test_an_invoice_without_lines_stays_so():
    assert masked(an_invoice(lines=None)).lines is None


@pytest.mark.parametrize("name", ["个人", "个人消费者", ""])
def test_nobody_needs_no_mask(name):
    assert mask_name(name) == name


@given(st.text("0123456789", min_size=1, max_size=30))
def test_most_of_an_id_is_hidden_and_its_length_is_kept(text):
    hidden = mask_id(text)

    assert len(hidden) == len(text)
    assert len(hidden.replace("*", "")) <= min(7, max(1, len(text)))
    assert "*" in hidden or len(text) in {1, 7}
