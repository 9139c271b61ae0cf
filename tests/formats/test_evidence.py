"""What makes a page an invoice, and what it is refused as."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from data.formats.readers import FileReaders
from fapiao.errors import FapiaoError
from fapiao.invoice import Invoice, Kind
from fapiao.ports.readers import Reading
from scripts.specimens import invented
from scripts.specimens.faces import sheets_of
from scripts.specimens.ofds import page_ofd
from scripts.specimens.pdfs import STYLES, pdf_of
from scripts.specimens.strokes import Sheet

PLAIN = STYLES[0]


def an_invoice(seed: int = 1) -> Invoice:
    chance = random.Random(seed)
    return invented.digital(chance, Kind.DIGITAL_ORDINARY, invented.lines(chance, 1))


def read(data: bytes, name: str = "a.pdf") -> Reading:
    (reading,) = FileReaders().read(name, data)
    return reading


def error_of(data: bytes, name: str = "a.pdf") -> FapiaoError:
    reading = read(data, name)
    assert reading.error is not None
    return reading.error


def without(sheet: Sheet, *words: str) -> Sheet:
    sheet.texts = [t for t in sheet.texts if not any(word in t.text for word in words)]
    sheet.code = ""
    return sheet


@pytest.mark.parametrize("drawn", [lambda s: pdf_of([s], PLAIN), page_ofd])
def test_a_bank_receipt_with_accounts_of_twenty_digits_is_no_invoice(drawn) -> None:
    sheet = Sheet(210, 140)
    sheet.add(105, 14, "样例银行电子回单", 18, "c", "title")
    sheet.pair(10, 40, "付款人账号：", "42019900001234567890", 40)
    sheet.pair(10, 50, "金额（小写）", "¥1200.00", 40)

    error = error_of(drawn(sheet))

    assert error.message == "这不是发票，像是银行回单"
    assert error.cure


def test_an_invoice_title_vouches_for_a_number_without_a_label() -> None:
    invoice = an_invoice()
    (sheet,) = sheets_of(invoice)

    reading = read(pdf_of([without(sheet, "发票号码")], PLAIN))

    assert reading.invoice is not None
    assert reading.invoice.number == invoice.number


def test_an_invoice_whose_number_is_not_there_says_so() -> None:
    invoice = an_invoice()
    (sheet,) = sheets_of(invoice)

    error = error_of(pdf_of([without(sheet, "发票号码", invoice.number)], PLAIN))

    assert error.message == "是发票，但读不出号码"


def test_a_face_whose_title_is_a_picture_is_known_by_its_labels() -> None:
    invoice = an_invoice()
    (sheet,) = sheets_of(invoice)

    reading = read(pdf_of([without(sheet, "电子发票")], PLAIN))

    assert reading.invoice is not None
    assert reading.invoice.gross == invoice.gross


def test_a_code_that_names_another_number_than_the_face_refuses_the_file() -> None:
    invoice = an_invoice()
    other = an_invoice(2)
    (sheet,) = sheets_of(replace(invoice, qr=other.qr))

    error = error_of(pdf_of([sheet], PLAIN))

    assert error.fields == {"x": invoice.number, "y": other.number}


def test_two_invoices_in_one_file_are_not_merged() -> None:
    pages = [*sheets_of(an_invoice(1)), *sheets_of(an_invoice(2))]

    error = error_of(pdf_of(pages, PLAIN))

    assert "2 张发票" in error.message


def test_two_invoices_without_codes_in_one_file_are_not_merged() -> None:
    pages = [without(sheet) for seed in (1, 2) for sheet in sheets_of(an_invoice(seed))]

    error = error_of(pdf_of(pages, PLAIN))

    assert "2 张发票" in error.message


def test_a_picture_gives_what_its_code_says_and_says_so() -> None:
    import io

    import segno

    invoice = an_invoice()
    out = io.BytesIO()
    segno.make_qr(invoice.qr).save(out, kind="png", scale=6, border=4)

    reading = read(out.getvalue(), "a.png")

    assert reading.invoice is not None
    assert (reading.invoice.number, reading.invoice.gross) == (invoice.number, invoice.gross)
    assert [f.rule for f in reading.findings] == ["file.only_code"]


def test_a_red_invoice_that_names_its_blue_one_has_one_number() -> None:
    blue = an_invoice(1)
    chance = random.Random(3)
    red = invented.digital(chance, Kind.DIGITAL_ORDINARY, invented.lines(chance, 1), red=True)
    red = replace(red, remark=f"被红冲蓝字数电发票号码：{blue.number}")

    reading = read(pdf_of(sheets_of(red), PLAIN))

    assert reading.invoice is not None
    assert (reading.invoice.number, reading.invoice.red_of) == (red.number, blue.number)
