"""A typeset page says what the invoice says: read back by pdfium, its QR by zxing."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pytest
import zxingcpp

from fapiao.errors import FaceError, MissingGlyph
from fapiao.invoice import Kind
from fapiao.paper import Paper
from fapiao.ports.faces import FaceJob

SAMPLES = range(1, 10)


def text_of(artefact):
    document = pypdfium2.PdfDocument(artefact.data)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


def squeezed(text):
    return "".join(text.split())


@pytest.fixture
def job(sample, mark):
    def make(number, paper=Paper.A4_UPPER, **changes):
        return FaceJob(sample(number), paper, replace(mark, **changes))

    return make


@pytest.mark.parametrize("number", SAMPLES)
def test_every_field_is_extractable(renderer, job, number):
    invoice = job(number).invoice

    text = text_of(renderer.render(job(number)))

    expected = [
        invoice.kind.official, invoice.number, f"{invoice.issued_on:%Y年%m月%d日}", invoice.buyer.name, invoice.buyer.tax_id,
        invoice.seller.name, invoice.seller.tax_id, f"¥{invoice.net:.2f}", f"¥{invoice.tax:.2f}", f"¥{invoice.gross:.2f}",
        invoice.gross_words, invoice.issuer, invoice.remark, invoice.variant,
    ]  # fmt: skip
    assert [part for part in expected if squeezed(part) not in text] == []


@pytest.mark.parametrize("number", [3, 4, 6, 7, 8, 9])
def test_every_line_is_extractable(renderer, job, number):
    invoice = job(number).invoice

    text = text_of(renderer.render(job(number)))

    lost = []
    for line in invoice.lines:
        parts = [line.spec, f"{line.amount:.2f}", line.rate.source, f"{line.tax.value:.2f}"]
        parts += [value for _, value in line.extras] or [line.quantity.source, line.price.source, line.unit]
        lost += [part for part in parts if squeezed(part) not in text]
    lost += [cell for table in invoice.tables for row in table.rows for cell in row if squeezed(cell) not in text]
    assert lost == []


def test_item_names_survive_wrapping(renderer, job):
    characters = text_of(renderer.render(job(4)))

    names = "".join(line.name for line in job(4).invoice.lines)
    assert [c for c in set(squeezed(names)) if characters.count(c) < names.count(c)] == []


def test_an_electronic_invoice_shows_code_cipher_and_check_code(renderer, electronic, mark):
    text = text_of(renderer.render(FaceJob(electronic, Paper.A4_UPPER, mark)))

    parts = [electronic.code, electronic.check_code, electronic.machine_no, electronic.title, electronic.payee]
    parts += [electronic.cipher, electronic.buyer.address, electronic.seller.account, electronic.checker]
    assert [part for part in parts if squeezed(part) not in text] == []


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("paper", [Paper.A4_UPPER, Paper.A4_LOWER, Paper.A5])
def test_the_symbol_decodes_to_the_stored_payload(renderer, job, dpi, paper):
    page = pypdfium2.PdfDocument(renderer.render(job(1, paper)).data)[0]

    found = [code.text for code in zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil())]

    assert found == [job(1).invoice.qr]


def test_no_payload_no_symbol(renderer, job):
    plain = replace(job(1), invoice=job(1).invoice.without_qr())

    page = pypdfium2.PdfDocument(renderer.render(plain).data)[0]

    assert zxingcpp.read_barcodes(page.render(scale=3).to_pil()) == []


def test_long_invoices_have_subtotals_and_one_total(renderer, job):
    artefact = renderer.render(job(9))

    pages = [squeezed(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(artefact.data)]

    assert artefact.pages == len(pages)
    assert all("小计" in page for page in pages)
    assert [n for n, page in enumerate(pages, 1) if "合计¥" in page or "合计" in page.replace("价税合计", "")] == [
        len(pages)
    ]
    assert f"共{len(pages)}页第1页" in pages[0]


def test_eight_rows_stay_on_one_page(renderer, job):
    nine = job(9)
    eight = replace(nine, invoice=replace(nine.invoice, lines=nine.invoice.lines[:8]))

    assert renderer.render(eight).pages == 1


def test_the_marks_stand_on_the_paper(renderer, job):
    artefact = renderer.render(replace(job(1, purpose="仅供审计"), remark="存档用"))

    text = text_of(artefact)

    words = [
        "补打第2次",
        "1-000043·码7K2P·2026-11-2411:05:09·样例操作员·desk-1",
        "本件依据发票数据排版",
        "仅供审计",
        "附加说明：存档用",
    ]
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize("changes", [{"again": False}, {"enabled": False}])
def test_a_first_paper_or_a_switched_off_mark_says_no_copy_but_its_serial(renderer, job, changes):
    text = text_of(renderer.render(job(1, **changes)))

    assert ("补打" in text, "1-000043" in text) == (False, True)


@pytest.mark.parametrize("training", [True, False])
def test_only_practice_papers_say_so(renderer, job, training):
    assert ("培训·非发票" in text_of(renderer.render(job(1, training=training)))) is training


def test_red_link_and_forbidden_voucher_are_told_where_the_remark_does_not(renderer, job):
    red = replace(job(5).invoice, remark="", voucher_forbidden=True)

    text = text_of(renderer.render(replace(job(5), invoice=red)))

    assert ("26422000000099000101" in text, "纸质打印件不能作为报销入账归档依据" in text) == (True, True)


def test_the_metadata_hold_nothing_personal(renderer, job):
    info = pypdfium2.PdfDocument(renderer.render(job(1)).data).get_metadata_dict()

    assert info["Title"] == "数电专票 26422000000099000101 第2份"
    assert {info["Author"], info["Creator"], info["Producer"]} == {"fapiao-desk"}


def test_a_character_without_font_stops_the_print(renderer, job):
    invoice = replace(job(1).invoice, remark="\U00030ede")

    with pytest.raises(MissingGlyph, match="备注"):
        renderer.render(replace(job(1), invoice=invoice))


@pytest.mark.parametrize("paper", [Paper.A4_UPPER, Paper.ROLL_80])
def test_incomplete_data_are_never_typeset(renderer, job, paper):
    with pytest.raises(FaceError, match="数据不全"):
        renderer.render(replace(job(1, paper), invoice=replace(job(1).invoice, lines=None)))


def test_a_paper_without_layout_is_refused(renderer, job):
    with pytest.raises(FaceError, match="版式"):
        renderer.render(job(1, Paper.FORM))


def test_offsets_move_the_page(renderer, job):
    def left(dx):
        page = pypdfium2.PdfDocument(renderer.render(replace(job(1), dx_mm=dx)).data)[0].get_textpage()
        return page.get_charbox(0)[0]

    assert left(3.0) - left(0.0) == pytest.approx(3.0 * 72 / 25.4, abs=0.02)


_RENDER = """
import hashlib, pickle, sys
from printing.renderer import PaperRenderer
jobs = pickle.loads(sys.stdin.buffer.read())
print([PaperRenderer().render(job).sha256 for job in jobs])
"""


def test_bytes_are_the_same_in_every_process(renderer, job, electronic, mark):
    import pickle

    jobs = [job(8), job(9), FaceJob(electronic, Paper.A4_LOWER, mark), job(8, Paper.ROLL_57), job(6, Paper.ROLL_80)]

    found = {
        subprocess.run(
            [sys.executable, "-c", _RENDER], input=pickle.dumps(jobs), env={"PYTHONHASHSEED": seed}, capture_output=True,
            check=True, cwd=sys.path[0] or None,
        ).stdout.decode().strip()
        for seed in ("0", "12345")
    }  # fmt: skip

    assert found == {str([renderer.render(one).sha256 for one in jobs])}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_prints_its_identity(renderer, electronic, mark, kind):
    invoice = replace(electronic, kind=kind, title="", tables=())

    text = text_of(renderer.render(FaceJob(invoice, Paper.A4_UPPER, mark)))

    parts = [kind.official, invoice.code, invoice.number, invoice.check_code, invoice.machine_no, invoice.cipher]
    assert [part for part in parts if squeezed(part) not in text] == []


def test_zero_tax_shows_what_the_source_wrote(renderer, job):
    from fapiao.invoice import Figure

    line = replace(job(1).invoice.lines[0], rate=Figure(None, "免税"), tax=Figure(None, "***"))
    invoice = replace(job(1).invoice, lines=(line,), tax=None, net=Decimal(1))

    text = text_of(renderer.render(replace(job(1), invoice=invoice)))

    assert ("免税" in text, text.count("***")) == (True, 2)
