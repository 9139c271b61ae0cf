"""One figure of a good file changed, in every format: the verdict is never allowed (docs/doubts.md)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.formats.readers import FileReaders
from data.formats.sandbox.parent import Sandbox
from data.formats.xml.dialects import read_tree
from data.formats.xml.node import parse
from facts import NOW, somebody, stored
from fapiao.doubts.all import doubts_of
from fapiao.doubts.doubt import Weight
from fapiao.eligibility import check
from fapiao.invoice import Invoice
from fapiao.people import Role
from fapiao.policy import Policy
from fapiao.verdict import Decision, Level, Wish
from ofdfile import packed, unpacked
from xmlfile import DIALECTS, GOOD, MUTATIONS, Sheet

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
GENUINE = sorted(
    path for folder in ("xml", "ofd", "pdf") for path in (SAMPLES / folder).iterdir() if path.suffix != ".md"
)
BAD = ("合计不符.xml", "大写不符.xml", "号码年份不符.xml")


@pytest.fixture(scope="module")
def readers() -> FileReaders:
    return FileReaders(Sandbox())


def findings(invoice: Invoice, **policy: str) -> tuple[Decision, list[str]]:
    """The decision on a first paper, and what is said of contradictions."""
    rules = Policy((policy and {"invoice.contradiction": policy["contradiction"]}) or {})
    verdict = check(stored(invoice), (), somebody(Role.OPERATOR), rules, NOW, Wish())
    return verdict.decision, [f.message for f in verdict.findings if f.rule == "invoice.contradiction"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_good_file_of_every_dialect_makes_sense(dialect: str) -> None:
    found = read_tree(parse(DIALECTS[dialect]().encode()))

    assert [d.message for d in doubts_of(found) if d.weight is Weight.CONTRADICTION] == []
    assert (found.number, found.gross, found.net, found.tax) == (
        GOOD.number, Decimal(GOOD.gross), Decimal(GOOD.net), Decimal(GOOD.tax)
    )  # fmt: skip
    assert (found.gross_words, str(found.issued_on), found.seller.name) == (GOOD.words, GOOD.day, GOOD.seller)
    assert [row.amount for row in found.lines or ()] == [Decimal(GOOD.amount), Decimal("-30.00")]


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_one_changed_figure_is_never_allowed(dialect: str, mutation: str) -> None:
    found = read_tree(parse(DIALECTS[dialect](MUTATIONS[mutation]).encode()))

    decision, said = findings(found)

    assert decision is Decision.REFUSED
    assert said


def test_a_changed_amount_of_the_qr_payload_is_never_allowed() -> None:
    found = read_tree(parse(DIALECTS["attachment of 2020"](replace(GOOD, qr_amount="300.20")).encode()))

    decision, said = findings(found)

    assert (decision, said) == (Decision.REFUSED, ["自相矛盾：二维码金额 300.20 与票面 286.20 / 270.00 不符"])


@given(
    field=st.sampled_from(["net", "tax", "gross", "amount", "line_tax"]),
    fen=st.integers(-9_999_999, 9_999_999).filter(lambda n: abs(n) > 1),
)
def test_no_figure_can_be_changed_by_any_amount(field: str, fen: int) -> None:
    changed: Sheet = replace(GOOD, **{field: str(Decimal(getattr(GOOD, field)) + Decimal(fen).scaleb(-2))})

    decision, _ = findings(read_tree(parse(DIALECTS["数电票"](changed).encode())))

    assert decision is Decision.REFUSED


def test_a_site_may_let_a_supervisor_decide() -> None:
    found = read_tree(parse(DIALECTS["数电票"](MUTATIONS["tax"]).encode()))

    assert findings(found, contradiction="supervisor")[0] is Decision.NEEDS


@pytest.mark.parametrize("path", GENUINE, ids=lambda path: path.name)
def test_no_genuine_sample_contradicts_itself(readers: FileReaders, path: Path) -> None:
    for reading in readers.read(str(path), path.read_bytes()):
        if reading.invoice is not None and "篡改" not in path.name:
            assert [d.message for d in doubts_of(reading.invoice) if d.weight is Weight.CONTRADICTION] == []


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_contradicts_itself_is_refused_with_the_values(readers: FileReaders, name: str) -> None:
    (reading,) = readers.read(name, (SAMPLES / "bad" / name).read_bytes())
    assert reading.invoice is not None

    verdict = check(stored(reading.invoice), (), somebody(Role.OPERATOR), Policy(), NOW, Wish())

    assert verdict.decision is Decision.REFUSED
    (first, *_) = verdict.of(Level.REFUSE)
    assert "自相矛盾" in first.message
    assert all(value for _, value in first.facts)
    assert "搁置" in first.cure


OFD_FIGURES = [
    ("2024-数电专票.ofd", "9056.60", "9056.70"),
    ("2024-数电专票.ofd", "543.40", "543.50"),
    ("2024-数电专票.ofd", "9600.00", "9601.00"),
    ("2024-数电专票.ofd", "玖仟陆佰", "玖仟柒佰"),
    ("2020-电子普票-已签章完整.ofd", "300.00", "310.00"),
    ("2020-电子普票-已签章完整.ofd", "18.00", "19.00"),
    ("2020-电子普票-已签章完整.ofd", "318.00", "319.00"),
    ("2020-电子普票-已签章完整.ofd", "叁佰壹拾捌", "叁佰壹拾玖"),
]


@pytest.mark.parametrize(("name", "old", "new"), OFD_FIGURES)
def test_no_layer_of_an_ofd_may_tell_another_figure(readers: FileReaders, name: str, old: str, new: str) -> None:
    members = unpacked((SAMPLES / "ofd" / name).read_bytes())
    places = [member for member, data in members.items() if old.encode() in data and member.endswith(".xml")]
    assert places
    for place in places:
        changed = members | {place: members[place].replace(old.encode(), new.encode(), 1)}
        for reading in readers.read("x.ofd", packed(changed)):
            if reading.invoice is not None:
                assert findings(reading.invoice)[0] is Decision.REFUSED, place
