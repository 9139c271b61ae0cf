"""Every face says everything that its invoice says, lies on its paper, and its symbol decodes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pypdfium2
import pytest
import zxingcpp

from everyface import FACES, STOCK, goods
from fapiao.errors import FaceError
from fapiao.face import compare
from fapiao.invoice import Kind, Table
from fapiao.paper import Paper, PrinterProfile
from fapiao.ports.faces import FaceJob
from fapiao.ports.readers import PageFacts
from printing.layout.display import Code, Rule, Text
from printing.layout.goods import SEE_LIST
from printing.layout.lay import lay
from printing.layout.load import for_kind

SHEETS = [Paper.A4_UPPER, Paper.A4_LOWER, Paper.A5]
EVERY = [(name, paper) for name in FACES for paper in SHEETS] + [(name, Paper.FORM) for name in STOCK]
SLACK = 0.25


@pytest.fixture
def job(mark):
    def make(name, paper=Paper.A4_UPPER, **changes):
        return FaceJob(replace(FACES[name], **changes), paper, mark, PrinterProfile.for_paper(paper))

    return make


def pages_of(artefact):
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(artefact.data)]


def squeezed(text):
    return "".join(text.split())


def facts_of(invoice):
    """Return every text of ``invoice`` that its face owes."""
    figures = [
        f"{value:.2f}" for value in (invoice.net, invoice.tax, invoice.other, invoice.gross) if value is not None
    ]
    texts = [
        invoice.code, invoice.number, f"{invoice.issued_on:%Y年%m月%d日}", invoice.buyer.name, invoice.buyer.tax_id,
        invoice.seller.name, invoice.seller.tax_id, invoice.gross_words, invoice.issuer, invoice.payee, invoice.checker,
        invoice.machine_no, invoice.paper_code, invoice.paper_number, *invoice.remark.split("\n"), *figures,
    ]  # fmt: skip
    texts += [cell for table in invoice.tables for row in table.rows for cell in row]
    for line in invoice.lines or ():
        texts += [line.name, line.spec, line.unit, line.quantity.source, line.price.source, f"{line.amount:.2f}"]
        texts += [value for _, value in line.extras]
    return [squeezed(text) for text in texts if text]


@pytest.mark.parametrize(("name", "paper"), EVERY)
def test_every_field_is_found(renderer, job, name, paper):
    text = squeezed("".join(pages_of(renderer.render(job(name, paper)))))

    owed = facts_of(FACES[name])
    if paper is Paper.FORM:
        owed = [fact for fact in owed if fact not in {"", FACES[name].variant}]
    assert [fact for fact in owed if fact not in text] == []


@pytest.mark.parametrize(("name", "paper"), EVERY)
def test_nothing_overlaps_and_nothing_is_cut(job, name, paper):
    for laid in lay(job(name, paper)):
        texts = [i for i in (*laid.page.static, *laid.page.own) if isinstance(i, Text)]
        boxes = [item.box for item in texts]
        boxes += [(i.x, i.y, i.x + i.size, i.y + i.size) for i in laid.page.own if isinstance(i, Code)]
        width, height = laid.placement.sheet.size
        assert [b for b in boxes if b[0] < 4 or b[1] < 2 or b[2] > width - 3.9 or b[3] > height - 4] == []
        shared = [
            (a, b)
            for a, b in combinations(boxes, 2)
            if min(a[2], b[2]) - max(a[0], b[0]) > SLACK and min(a[3], b[3]) - max(a[1], b[1]) > SLACK
        ]
        assert shared == []


@pytest.mark.parametrize(("name", "paper"), EVERY)
def test_no_rule_crosses_a_text(job, name, paper):
    for laid in lay(job(name, paper)):
        everything = (*laid.page.static, *laid.page.own)
        rules = [i for i in everything if isinstance(i, Rule)]
        crossed = [
            text.text
            for text in everything
            if isinstance(text, Text)
            for rule in rules
            if text.box[0] + SLACK < rule.x2
            and text.box[2] - SLACK > rule.x1
            and text.box[1] + 0.4 < rule.y2
            and text.box[3] - 0.4 > rule.y1
        ]
        assert crossed == []


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("name", FACES)
def test_the_symbol_decodes(renderer, job, name, dpi):
    page = pypdfium2.PdfDocument(renderer.render(job(name)).data)[0]

    found = [code.text for code in zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil())]

    assert found == [FACES[name].qr]


@pytest.mark.parametrize(("name", "paper"), EVERY)
def test_the_check_before_printing_passes(renderer, job, name, paper):
    artefact = renderer.render(job(name, paper))

    compare(FACES[name], PageFacts("\n".join(pages_of(artefact)), (FACES[name].qr,), artefact.pages))


@pytest.mark.parametrize("paper", [Paper.ROLL_57, Paper.ROLL_76, Paper.ROLL_80])
@pytest.mark.parametrize("name", FACES)
def test_every_face_is_whole_on_a_roll(renderer, job, name, paper):
    facts = renderer.read_roll(renderer.render(job(name, paper)))

    text = squeezed(facts.text.replace("￥", "¥"))
    assert ([fact for fact in facts_of(FACES[name]) if fact not in text], facts.payloads) == ([], (FACES[name].qr,))


@pytest.mark.parametrize(("name", "paper"), EVERY)
def test_the_preview_shows_it_whole(renderer, job, name, paper):
    text = squeezed("".join(renderer.preview(job(name, paper), 80)).replace("│", ""))

    names = {squeezed(line.name) for line in FACES[name].lines or ()}
    assert [fact for fact in facts_of(FACES[name]) if fact not in text and fact not in names] == []
    assert [c for c in set("".join(names)) if c not in text] == []


def test_a_roll_invoice_keeps_its_official_order(renderer, job):
    text = renderer.read_roll(renderer.render(job("roll", Paper.ROLL_57))).text

    words = ["发票代码", "发票号码", "机打号码", "机器编号", "销售方", "开票日期", "收款员", "购买方", "单价", "合计金额(小写)", "合计金额(大写)"]  # fmt: skip
    places = [text.find(word) for word in words]
    assert places == sorted(places)
    assert min(places) > 0


@pytest.mark.parametrize(("lines", "sheets"), [(8, 1), (9, 1), (41, 1), (60, 2), (120, 3)])
def test_a_long_digital_invoice_grows_to_whole_sheets(renderer, job, lines, sheets):
    many = tuple(goods(n) for n in range(1, lines + 1))

    assert renderer.render(job("digital", lines=many)).pages == sheets


@pytest.mark.parametrize(("lines", "sheets"), [(8, 1), (9, 2), (26, 2), (27, 3), (100, 5)])
def test_a_long_electronic_invoice_has_its_list(renderer, job, lines, sheets):
    many = tuple(goods(n) for n in range(1, lines + 1))

    pages = pages_of(renderer.render(job("electronic", lines=many)))

    assert (len(pages), SEE_LIST in pages[0]) == (sheets, sheets > 1)


def test_the_list_ends_with_the_totals(renderer, job):
    pages = [squeezed(page) for page in pages_of(renderer.render(job("goods")))][1:]

    assert ["总计" in page for page in pages] == [False, False, True]
    assert all("小计" in page and "折扣" in page for page in pages)
    assert ["共3页第1页" in pages[0], "¥845.13" in pages[2], "¥-2.00" in pages[0]] == [True, True, True]


def test_a_form_shows_values_alone(renderer, job):
    (text,) = pages_of(renderer.render(job("paper", Paper.FORM)))

    assert [word for word in ("名称", "税率", "增值税", "购买方", "合计") if word in text] == []


@pytest.mark.parametrize(
    ("name", "changes", "why"),
    [("digital", {}, "版式"), ("paper", {"lines": tuple(goods(n) for n in range(7))}, "六行")],
)
def test_stock_takes_what_it_is_made_for(renderer, job, name, changes, why):
    with pytest.raises(FaceError, match=why):
        renderer.render(job(name, Paper.FORM, **changes))


def test_columns_of_a_variant_are_used_where_nothing_is_lost(job):
    heads = {
        name: [item.text for laid in lay(job(name)) for item in laid.page.static if isinstance(item, Text)]
        for name in ("build", "freight", "sale", "rent", "toll")
    }

    wanted = {"build": "建筑项目名称", "freight": "货物名称", "sale": "面积单位", "rent": "面积单位", "toll": "车牌号"}
    assert {name: word in heads[name] for name, word in wanted.items()} == dict.fromkeys(wanted, True)


def test_an_unknown_extra_is_told_below_its_line(renderer, job):
    odd = replace(goods(), extras=(("跨地（市）标志", "是"), ("面积单位", "亩")))

    (text,) = pages_of(renderer.render(job("build", lines=(odd,))))

    assert "跨地（市）标志：是" in text
    assert "面积单位：亩" in text


@pytest.mark.parametrize("kind", [Kind.RAIL, Kind.AIR])
def test_a_ticket_of_unknown_facts_loses_none(renderer, job, kind):
    name = kind.value
    known = FACES[name].tables[0]
    more = Table(known.title, (*known.columns, "改签标记", "备用"), ((*known.rows[0], "样例改签", "样例备用"),))

    text = squeezed("".join(pages_of(renderer.render(job(name, tables=(more, *FACES[name].tables[1:]))))))

    assert [word for word in ("改签标记", "样例改签", "样例备用") if word not in text] == []


def test_a_ticket_without_its_facts_is_not_typeset(renderer, job):
    with pytest.raises(FaceError, match="数据不全"):
        renderer.render(job("rail", tables=()))


def test_the_stock_number_stands_where_the_number_stands(job):
    own = {
        item.field: item.text for laid in lay(job("digital-paper")) for item in laid.page.own if isinstance(item, Text)
    }

    assert (own["code"], own["number"], own["check_code"]) == ("4200251320", "00900001", "26422000000099000701")


def test_other_charges_are_told_once(renderer, job):
    (text,) = pages_of(renderer.render(job("air")))

    assert text.count("50.00") == 1
    assert for_kind(Kind.AIR).id == "air-210x140"
    assert FACES["air"].other == Decimal("50.00")
