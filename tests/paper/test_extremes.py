"""A hundred invented invoices with extreme values: nothing clipped, overlapping or lost, measured on the produced page."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pypdfium2
import pytest

from everyface import DIGITAL, FACES, OLD, STOCK
from fapiao.errors import FaceError
from fapiao.invoice import Figure, Kind, Line, Party, Table
from fapiao.paper import Paper
from fapiao.ports.faces import FaceJob
from printing.layout.display import Code, Rule, Text
from printing.layout.lay import lay

MM = 72 / 25.4
SLACK = 0.25
RARE = "㛃䶮𬭎𫖯㭎㼆䥽𠅤𬱖𫍣𬍛𪨶𬸚𬞟𬬮𫓧𬇙𬎆鿍臺灣號國"
ORDINARY = "甲乙丙丁样例虚构（）AB12*·"
KINDS = [
    Kind.DIGITAL_SPECIAL,
    Kind.DIGITAL_ORDINARY,
    Kind.E_ORDINARY,
    Kind.PAPER_SPECIAL,
    Kind.TOLL,
    Kind.RAIL,
    Kind.AIR,
]
VARIANTS = ["", "", "建筑服务", "货物运输服务", "不动产销售", "旅客运输服务", "通行费"]
PAPERS = [Paper.A4_UPPER, Paper.A4_LOWER, Paper.A5]


def text_of(dice, most):
    return "".join(dice.choice(RARE if dice.random() < 0.2 else ORDINARY) for _ in range(dice.randint(1, most)))


def money(dice):
    return Decimal(dice.choice([0, dice.randint(-(10**11), 10**11), dice.randint(1, 9)])) / 100


def line(dice):
    price = f"{dice.randint(0, 99999)}.{dice.randint(0, 10**13 - 1):013}"
    rate = dice.choice(
        [Figure(None, "免税"), Figure(None, "***"), Figure(None, "不征税"), Figure(Decimal("0.06"), "6%")]
    )
    tax = money(dice)
    return Line(
        name=text_of(dice, 60),
        spec=text_of(dice, 30) if dice.random() < 0.6 else "",
        unit=text_of(dice, 5),
        quantity=Figure(None, f"{dice.randint(1, 99999)}.{dice.randint(0, 999999):06}"),
        price=Figure(None, price),
        amount=money(dice),
        rate=rate,
        tax=Figure(tax, str(tax)) if dice.random() < 0.7 else Figure(None, "***"),
        extras=tuple((label, text_of(dice, 20)) for label in dice.sample(["建筑项目名称", "车牌号", "跨地（市）标志", "面积单位"], dice.choice([0, 0, 2]))),
    )  # fmt: skip


def party(dice):
    return Party(
        text_of(dice, 60), "91420199MAXXTE118Q", text_of(dice, 60), "027-00000011", text_of(dice, 40), "0" * 20
    )


def extreme(seed):
    dice = random.Random(seed)
    kind = dice.choice(KINDS)
    base = OLD if kind in {Kind.E_ORDINARY, Kind.PAPER_SPECIAL, Kind.TOLL} else DIGITAL
    tables = FACES[kind.value].tables if kind in {Kind.RAIL, Kind.AIR} else ()
    if dice.random() < 0.3:
        rows = tuple((text_of(dice, 20), text_of(dice, 30), text_of(dice, 5)) for _ in range(dice.randint(2, 12)))
        tables = (*tables, Table("附表", ("甲列", "乙列", "丙列"), rows))
    return replace(
        base,
        kind=kind,
        title="",
        buyer=party(dice),
        seller=party(dice),
        net=money(dice),
        tax=money(dice),
        gross=money(dice),
        other=money(dice) if dice.random() < 0.3 else None,
        gross_words="（负数）壹仟贰佰叁拾肆亿伍仟陆佰柒拾捌万玖仟零壹拾贰圆叁角肆分",
        lines=tuple(line(dice) for _ in range(dice.choice([1, 3, 8, 9, 30, 120]))),
        tables=tables,
        variant=dice.choice(VARIANTS) if base is DIGITAL else "",
        remark=text_of(dice, dice.choice([5, 200, 900])),
        issuer=text_of(dice, 12),
        payee=text_of(dice, 12),
        checker=text_of(dice, 12),
    )


def owed(invoice):
    """Return every character that the face owes, with how often."""
    texts = [
        invoice.number, invoice.code, invoice.buyer.name, invoice.seller.name, invoice.buyer.tax_id, invoice.gross_words,
        invoice.issuer, invoice.payee, invoice.checker, invoice.remark, invoice.variant,
    ]  # fmt: skip
    texts += [cell for table in invoice.tables for row in table.rows for cell in row]
    for one in invoice.lines:
        texts += [one.name, one.spec, one.unit, one.quantity.source, one.price.source, f"{one.amount:.2f}"]
        texts += [value for _, value in one.extras]
    return Counter("".join("".join(texts).split()))


@pytest.mark.parametrize("seed", range(100))
def test_nothing_is_clipped_overlapping_or_lost(renderer, mark, seed):
    job = FaceJob(extreme(seed), PAPERS[seed % len(PAPERS)], mark)

    document = pypdfium2.PdfDocument(renderer.render(job).data)
    texts = [page.get_textpage() for page in document]

    printed = Counter("".join("".join(text.get_text_bounded() for text in texts).split()))
    assert owed(job.invoice) - printed == Counter()
    for page, text in zip(document, texts, strict=True):
        width, height = page.get_size()
        placed = [text.get_charbox(n) for n in range(text.count_chars())]
        outside = [b for b in placed if b[0] < 4 * MM or b[2] > width - 3.9 * MM or b[1] < 3 * MM or b[3] > height]
        assert outside == []
    assert [fault for laid in lay(job) for fault in faults(laid.page)] == []


def faults(page):
    """Return texts that share a place with a text, a symbol or an upright rule."""
    everything = (*page.static, *page.own)
    texts = [(item.box, item.text) for item in everything if isinstance(item, Text)]
    texts += [((i.x, i.y, i.x + i.size, i.y + i.size), "QR") for i in everything if isinstance(i, Code)]
    uprights = [(i.x1, i.y1, i.x2, i.y2) for i in everything if isinstance(i, Rule) and i.x1 == i.x2]
    found = [(a, b) for (one, a), (other, b) in combinations(texts, 2) if shared(one, other)]
    for box, words in texts:
        found += [
            (words, rule)
            for rule in uprights
            if box[0] + SLACK < rule[0] < box[2] - SLACK and box[1] + 0.4 < rule[3] and box[3] - 0.4 > rule[1]
        ]
    return found


def shared(a, b):
    return min(a[2], b[2]) - max(a[0], b[0]) > SLACK and min(a[3], b[3]) - max(a[1], b[1]) > SLACK


@pytest.mark.parametrize("seed", range(20))
def test_stock_prints_whole_or_not_at_all(renderer, mark, seed):
    dice = random.Random(seed)
    few = tuple(line(dice) for _ in range(dice.randint(1, 3)))
    job = FaceJob(replace(FACES[dice.choice(STOCK)], buyer=party(dice), lines=few), Paper.FORM, mark)

    try:
        data, refusal = renderer.render(job).data, ""
    except FaceError as error:
        data, refusal = b"", error.message

    if not data:
        assert "六行" in refusal or "放不下" in refusal
        return
    text = "".join(pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded().split())
    wanted = Counter("".join("".join(one.name + one.spec + one.price.source for one in few).split()))
    assert wanted - Counter(text) == Counter()
    assert [fault for laid in lay(job) for fault in faults(laid.page)] == []
