"""The face checked before printing: whatever differs is named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from facts import BUYER, NUMBER, SELLER, an_invoice
from fapiao.errors import FaceError
from fapiao.face import compare, compare_copy
from fapiao.identity import Identity, build_qr
from fapiao.invoice import Invoice, Kind, Party
from fapiao.ports.readers import PageFacts
from fapiao.text import REPLACEMENT


def a_page(invoice: Invoice, *more: str, payloads: tuple[str, ...] | None = None) -> PageFacts:
    """What a faithful page of ``invoice`` says when it is read back."""
    day = invoice.issued_on
    lines = [
        invoice.face_title,
        f"发票代码：{invoice.code}",
        f"发票号码：{invoice.number}",
        f"开票日期：{day:%Y}年{day:%m}月{day:%d}日" if day else "",
        f"名称：{invoice.buyer.name} 统一社会信用代码：{invoice.buyer.tax_id}",
        f"名称：{invoice.seller.name} 统一社会信用代码：{invoice.seller.tax_id}",
        f"合计 ¥{invoice.net} ¥{invoice.tax}",
        f"价税合计（大写） ⊗{invoice.gross_words} （小写）¥{invoice.gross}",
        *more,
    ]
    read = ((invoice.qr,) if invoice.qr else ()) if payloads is None else payloads
    return PageFacts("\n".join(lines), read)


def test_a_faithful_page_passes():
    compare(an_invoice(), a_page(an_invoice()))


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ({"number": "26422000000099000502"}, "发票号码"),
        ({"issued_on": date(2026, 3, 19)}, "开票日期"),
        ({"buyer": Party("武汉乙甲测试有限公司", BUYER.tax_id)}, "购买方"),
        ({"buyer": Party(BUYER.name, "91420199MAXXVTE000")}, "购买方税号"),
        ({"seller": Party("武汉丁丙测试有限公司", SELLER.tax_id)}, "销售方"),
        ({"seller": Party(SELLER.name, "91420199MAXXVTE000")}, "销售方税号"),
        ({"net": Decimal("100.01")}, "金额"),
        ({"tax": Decimal("6.01")}, "税额"),
        ({"gross": Decimal("106.01")}, "价税合计"),
        ({"gross_words": "壹佰零柒圆整"}, "大写"),
    ],
)
def test_each_changed_field_is_named(change, label):
    invoice = an_invoice(**change | {"qr": ""})

    with pytest.raises(FaceError, match=label):
        compare(invoice, a_page(an_invoice(qr="")))


@pytest.mark.parametrize("label", ["发票代码", "发票号码"])
def test_code_and_number_of_an_old_invoice_are_named(label):
    old = an_invoice("00000312", code="042002000111", qr="")
    page = a_page(an_invoice("00000313", code="042002000112", qr=""))

    with pytest.raises(FaceError, match=label):
        compare(old, page)


@pytest.mark.parametrize("shown", ["1,106.00", "1106.00", "106.001", "-106.00", "-¥106.00"])
def test_an_amount_inside_another_number_is_not_that_amount(shown):
    page = a_page(an_invoice(qr=""))
    wrong = PageFacts(page.text.replace("¥106.00", shown), page.payloads)

    with pytest.raises(FaceError, match="价税合计"):
        compare(an_invoice(qr=""), wrong)


@pytest.mark.parametrize("shown", ["-106.00", "¥-106.00", "-¥106.00"])
def test_a_red_amount_keeps_its_sign_before_or_behind_the_currency(shown):
    red = an_invoice(gross=Decimal("-106.00"), gross_words="（负数）壹佰零陆圆整", qr="")
    page = a_page(red)

    compare(red, PageFacts(page.text.replace("¥-106.00", shown)))


def test_thousands_may_be_grouped():
    rich = an_invoice(gross=Decimal("1234567.89"), gross_words="", qr="")

    compare(rich, PageFacts(a_page(rich).text.replace("1234567.89", "1,234,567.89")))


@pytest.mark.parametrize("shown", ["壹佰零陆元整", "壹佰零陆圆正", "壹佰零陆圆", "壹佰陆圆整"])
def test_words_are_compared_by_what_they_mean(shown):
    page = a_page(an_invoice())

    compare(an_invoice(), PageFacts(page.text.replace("壹佰零陆圆整", shown), page.payloads))


def test_words_that_nobody_can_read_are_compared_as_they_stand():
    odd = an_invoice(gross_words="壹佰零陆圆整（含）", qr="")

    compare(odd, a_page(odd))


@pytest.mark.parametrize("shown", ["***", "＊＊＊", "免税", "不征税"])
def test_a_tax_of_nothing_may_stand_in_words(shown):
    free = an_invoice(tax=Decimal("0.00"), qr="")

    compare(free, PageFacts(a_page(free).text.replace("¥0.00", shown)))


def test_blanks_that_extraction_adds_between_characters_do_not_matter():
    page = a_page(an_invoice())

    compare(an_invoice(), PageFacts(page.text.replace("武汉甲乙", "武 汉\n甲 乙"), page.payloads))


RARE = "武汉\U00020bb7甲测试有限公司"


@pytest.mark.parametrize("shown", [RARE, "武汉甲测试有限公司", "武汉\ufeff甲测试有限公司", "武汉口甲测试有限公司"])
def test_a_rare_character_may_come_back_as_anything(shown):
    rare = an_invoice(buyer=Party(RARE, BUYER.tax_id))
    page = a_page(rare)

    compare(rare, PageFacts(page.text.replace(RARE, shown), page.payloads))


def test_the_rest_of_a_name_with_a_rare_character_is_compared():
    rare = an_invoice(buyer=Party(RARE, BUYER.tax_id))
    page = a_page(rare)

    with pytest.raises(FaceError, match="购买方"):
        compare(rare, PageFacts(page.text.replace(RARE, "武汉口乙测试有限公司"), page.payloads))


def test_a_character_that_could_not_be_read_stops_the_print():
    with pytest.raises(FaceError, match="不可识别"):
        compare(an_invoice(), a_page(an_invoice(), f"备注 {REPLACEMENT}"))


def qr(number: str = NUMBER, amount: str = "106.00") -> str:
    return build_qr(Kind.DIGITAL_ORDINARY, Identity("", number), amount, date(2026, 3, 18))


@pytest.mark.parametrize(
    ("payloads", "word"),
    [
        ((), "读不出来"),
        (("https://example.invalid/",), "读不出来"),
        ((qr("26422000000099000502"),), "二维码号码"),
        ((qr(amount="107.00"),), "二维码金额"),
        (("01,31,,1,2,3,,",), "二维码内容不可用"),
        ((qr(), qr("26422000000099000502")), "二维码号码"),
    ],
)
def test_a_code_that_says_something_else_is_named(payloads, word):
    with pytest.raises(FaceError, match=word):
        compare(an_invoice(), a_page(an_invoice(), payloads=payloads))


def test_the_net_amount_of_an_old_payload_is_compared():
    old = an_invoice("00000312", code="042002000111", kind=Kind.E_ORDINARY, qr="")
    payload = build_qr(Kind.E_ORDINARY, Identity("042002000111", "00000312"), "99.00", date(2026, 3, 18))

    with pytest.raises(FaceError, match="合计金额"):
        compare(old, a_page(old, payloads=(payload,)))


def test_a_picture_without_text_is_judged_by_its_code():
    compare(an_invoice(), PageFacts("", (an_invoice().qr,)))


@pytest.mark.parametrize("payloads", [(), ("https://example.invalid/",)])
def test_a_picture_without_text_and_without_an_invoice_code_is_no_face(payloads):
    with pytest.raises(FaceError, match="没有可读"):
        compare(an_invoice(qr=""), PageFacts(" \n", payloads))


def test_what_the_data_do_not_say_is_not_asked_of_the_page():
    sparse = an_invoice(net=None, tax=None, gross_words="", buyer=Party(), issued_on=None, qr="")

    compare(sparse, a_page(an_invoice(qr="")))


def test_at_most_three_differences_are_told():
    with pytest.raises(FaceError) as refused:
        compare(an_invoice(), PageFacts("别的票", (an_invoice().qr,)))

    assert refused.value.message.count("；") == 2


def test_a_copy_carries_every_line_and_code_of_its_original():
    original = a_page(an_invoice())

    compare_copy(original, PageFacts(f"1-000001 7F3A\n{original.text}\n补打 第2次", original.payloads))


def test_a_copy_that_lost_a_line_is_named():
    original = a_page(an_invoice())

    with pytest.raises(FaceError, match=SELLER.name):
        compare_copy(original, PageFacts(original.text.replace(SELLER.name, ""), original.payloads))


def test_a_copy_that_lost_its_code_is_refused():
    original = a_page(an_invoice())

    with pytest.raises(FaceError, match="01,32,"):
        compare_copy(original, PageFacts(original.text))


def test_a_copy_without_the_seal_of_its_original_is_not_printed():
    original = PageFacts("票面", red_mm2=40.0)

    with pytest.raises(FaceError, match="印章"):
        compare_copy(original, PageFacts("票面", red_mm2=3.0))
    compare_copy(original, PageFacts("票面", red_mm2=36.0))
