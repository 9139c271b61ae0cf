"""One invoice from several files: precedence and conflicts (docs/command-line.md)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from facts import BUYER, an_invoice
from fapiao.invoice import Kind, Media, Party
from fapiao.merge import Source, merge, opposing

SOURCES = [
    Source(Media.XML, an_invoice(remark="XML")),
    Source(Media.OFD, an_invoice(remark="OFD")),
    Source(Media.PDF, an_invoice(remark="PDF")),
    Source(Media.QR, an_invoice(remark="QR")),
]


@pytest.mark.parametrize("order", list(permutations(SOURCES)), ids=lambda o: "-".join(s.media for s in o))
def test_the_best_source_wins_whichever_came_first(order):
    assert merge(order)[0].remark == "XML"


def test_what_the_best_source_does_not_say_comes_from_the_next():
    bare = an_invoice(net=None, gross_words="", lines=None, buyer=Party(BUYER.name), qr="")

    merged, conflicts = merge([Source(Media.PDF, an_invoice()), Source(Media.XML, bare)])

    assert (merged, conflicts) == (an_invoice(), ())


def test_a_flag_of_any_source_holds():
    merged, _ = merge([Source(Media.XML, an_invoice()), Source(Media.PDF, an_invoice(voucher_forbidden=True))])

    assert merged.voucher_forbidden


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"kind": Kind.DIGITAL_SPECIAL}, "票种"),
        ({"issued_on": date(2026, 3, 19)}, "开票日期"),
        ({"net": Decimal("99.00")}, "金额"),
        ({"tax": Decimal("6.01")}, "税额"),
        ({"gross": Decimal("106.01")}, "价税合计"),
        ({"gross_words": "壹佰零陆圆壹分"}, "大写"),
        ({"buyer": Party("另一家", BUYER.tax_id)}, "购买方名称"),
        ({"buyer": Party(BUYER.name, "91350100M000100Y43")}, "购买方税号"),
        ({"seller": Party("另一家")}, "销售方名称"),
        ({"lines": ()}, "明细行数"),
    ],
)
def test_a_difference_is_one_sentence_that_names_field_and_sources(change, word):
    _, conflicts = merge([Source(Media.XML, an_invoice()), Source(Media.PDF, an_invoice(**change))])

    assert len(conflicts) == 1
    assert all(part in conflicts[0] for part in (word, "XML", "PDF"))


def test_the_sentence_names_the_source_that_said_it():
    silent, one, other = an_invoice(), an_invoice(check_code="1" * 20), an_invoice(check_code="2" * 20)

    merged, conflicts = merge([Source(Media.XML, silent), Source(Media.OFD, one), Source(Media.PDF, other)])

    assert merged.check_code == "1" * 20
    assert conflicts == (f"OFD 与 PDF 不一致：校验码 {'1' * 20}／{'2' * 20}",)


@pytest.mark.parametrize(
    "change",
    [
        {"gross_words": "壹佰零陆元正"},
        {"buyer": Party("武汉甲乙 测试有限公司", BUYER.tax_id)},
        {"net": Decimal(100)},
        {"net": None},
    ],
)
def test_the_same_said_otherwise_is_no_conflict(change):
    assert merge([Source(Media.XML, an_invoice()), Source(Media.PDF, an_invoice(**change))])[1] == ()


def test_a_tax_id_that_none_can_have_opposes_unless_it_was_read_off_a_page():
    known = an_invoice(seller=Party("武汉丙丁测试有限公司", "91420199MAXXTE118Q"))
    misread = an_invoice(seller=Party("武汉丙丁测试有限公司", "91420199MAXXTE118O"))

    assert [d.field for d in opposing(known, misread)] == ["seller.tax_id"]
    assert opposing(known, misread, off_page=True) == []


@pytest.mark.parametrize(
    ("change", "opposes"),
    [
        ({"issued_on": date(2026, 3, 19)}, True),
        ({"gross": Decimal("106.01")}, True),
        ({"seller": Party("另一家")}, True),
        ({"seller": Party("武汉丙丁测试")}, False),
        ({"buyer": Party("另一家", BUYER.tax_id)}, False),
        ({"buyer": Party(BUYER.name, "91420199MAXXTE118Q")}, True),
        ({"lines": None, "net": None, "tax": None}, False),
    ],
)
def test_files_come_together_where_the_issuer_says_the_same(change, opposes):
    assert bool(opposing(an_invoice(seller=Party("武汉丙丁测试有限公司")), an_invoice(**change))) is opposes
