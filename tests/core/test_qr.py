"""QR payloads: every line of the sample table, both CRC families, noise (docs/invoices.md)."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fapiao.errors import BadInput
from fapiao.identity import Crc, Identity, build_qr, looks_like_qr, parse_qr, qr_crc
from fapiao.invoice import Kind

TABLE = Path(__file__).resolve().parent.parent / "samples" / "qr" / "qr-payloads.tsv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
ACCEPTED = [row for row in ROWS if row["verdict"].startswith("accept")]
FOREIGN = [row for row in ROWS if not row["verdict"].startswith("accept") and "or warn" not in row["verdict"]]
DOUBTFUL = [row for row in ROWS if "or warn" in row["verdict"]]
KINDS = {
    "数电专票": Kind.DIGITAL_SPECIAL, "数电普票": Kind.DIGITAL_ORDINARY, "增值税专用发票": Kind.PAPER_SPECIAL,
    "增值税普通发票": Kind.PAPER_ORDINARY, "增值税电子专用发票": Kind.E_SPECIAL, "卷票": Kind.ROLL,
}  # fmt: skip
ONE = "01,31,,26422000000099000101,6100.00,20260318,,F119"


def payload(row: dict[str, str]) -> str:
    return str(json.loads(row["payload_json"]))


def by_id(row: dict[str, str]) -> str:
    return row["id"]


def test_the_table_is_whole():
    assert (len(ACCEPTED), len(FOREIGN), len(DOUBTFUL)) == (31, 4, 2)


@pytest.mark.parametrize("row", ACCEPTED, ids=by_id)
def test_a_sample_payload_is_read(row):
    facts = parse_qr(payload(row))

    assert (facts.identity, facts.amount, facts.check_code, facts.issued_on) == (
        Identity(row["code"], row["number"]), Decimal(row["amount"]), row["check_code"], date.fromisoformat(row["date"])
    )  # fmt: skip


@pytest.mark.parametrize("row", ACCEPTED, ids=by_id)
def test_a_sample_payload_tells_its_kind(row):
    expected = KINDS.get(row["kind"]) or (Kind.TOLL if row["code"].endswith("12") else Kind.E_ORDINARY)

    assert parse_qr(payload(row)).kind is expected


@pytest.mark.parametrize("row", ACCEPTED, ids=by_id)
def test_a_sample_payload_says_whether_tax_is_in_the_amount(row):
    facts = parse_qr(payload(row))

    assert (facts.gross, facts.net) == (
        (facts.amount, None) if row["basis"] == "inclusive" else (None, facts.amount)
    )  # fmt: skip


@pytest.mark.parametrize("row", ACCEPTED, ids=by_id)
def test_a_sample_payload_is_warned_of_exactly_where_its_crc_is_wrong(row):
    facts = parse_qr(payload(row))

    assert (facts.crc.value, bool(facts.warnings)) == (row["crc"], row["crc"] == "wrong")


@pytest.mark.parametrize("row", FOREIGN, ids=by_id)
def test_what_is_no_invoice_payload_is_refused_with_a_cure(row):
    with pytest.raises(BadInput) as refused:
        parse_qr(payload(row))

    assert refused.value.cure


@pytest.mark.parametrize("row", DOUBTFUL, ids=by_id)
def test_an_impossible_date_or_amount_is_a_warning_and_no_value(row):
    facts = parse_qr(payload(row))

    assert len(facts.warnings) == 1
    assert None in (facts.issued_on, facts.amount)


def test_the_crc_is_umts():
    assert qr_crc(b"123456789") == "FEE8"


@pytest.mark.parametrize("body", [ONE.rpartition(",")[0], ONE.rpartition(",")[0] + ","])
def test_both_issuer_families_are_right(body):
    crc = qr_crc(body.encode())

    assert parse_qr(f"{body.rstrip(',')},,{crc}").crc is Crc.OK


def test_rail_and_air_carry_none():
    assert parse_qr("01,51,,26339132621000219582,56.00,20260423,,219a").crc is Crc.NONE


def test_a_number_that_ends_in_01_before_a_round_amount_is_one_payload():
    body = "01,10,042001700112,21507501,20,20180323,06181427187004874225,"

    assert parse_qr(body + qr_crc(body.encode())).identity.number == "21507501"


@pytest.mark.parametrize("end", ["", ","])
def test_two_scans_run_together_are_told(end):
    with pytest.raises(BadInput, match="连在了一起"):
        parse_qr(f"{ONE}{end}{ONE}{end}")


@pytest.mark.parametrize("text", ["2026031", "202603181", "+2260318", "2026_318", "0000-1-1"])
def test_a_malformed_date_is_a_warning(text):
    assert "日期" in parse_qr(f"01,31,,26422000000099000101,1.00,{text},,").warnings[0]


noise = st.text(" \t\u3000\u200b\ufeff\r\n", max_size=3)
issued = st.dates(date(2018, 1, 1), date(2030, 12, 31))
fen = st.integers(-(10**11), 10**11)


@given(
    st.sampled_from([Kind.DIGITAL_SPECIAL, Kind.DIGITAL_ORDINARY]),
    st.integers(21, 99),
    st.integers(0, 10**18 - 1),
    fen,
    issued,
)
def test_a_digital_payload_reads_back(kind, year, serial, count, day):
    identity = Identity("", f"{year}{serial:018d}")

    facts = parse_qr(build_qr(kind, identity, str(Decimal(count).scaleb(-2)), day))

    assert (facts.kind, facts.identity, facts.gross, facts.issued_on, facts.crc, facts.warnings) == (
        kind, identity, Decimal(count).scaleb(-2), day, Crc.OK, ()
    )  # fmt: skip


CODED = {
    Kind.E_ORDINARY: "042002000111", Kind.TOLL: "042001900112", Kind.E_SPECIAL: "042002100113", Kind.ROLL: "042001900107",
    Kind.PAPER_SPECIAL: "4200194130", Kind.PAPER_ORDINARY: "4200194350", Kind.VEHICLE: "142001920301",
    Kind.USED_VEHICLE: "042001900117",
}  # fmt: skip


@given(st.sampled_from(sorted(CODED)), st.integers(0, 10**8 - 1), fen, issued, st.integers(0, 10**20 - 1))
def test_a_coded_payload_reads_back(kind, serial, count, day, check):
    identity = Identity(CODED[kind], f"{serial:08d}")

    facts = parse_qr(build_qr(kind, identity, str(Decimal(count).scaleb(-2)), day, f"{check:020d}"))

    assert (facts.kind, facts.identity, facts.net, facts.check_code, facts.crc) == (
        kind, identity, Decimal(count).scaleb(-2), f"{check:020d}", Crc.OK
    )  # fmt: skip


def test_a_toll_payload_says_10_as_issuers_write_it():
    assert build_qr(Kind.TOLL, Identity("042001900112", "00000312"), "51.20", date(2019, 3, 24)).startswith("01,10,")


@given(st.lists(noise, min_size=len(ONE), max_size=len(ONE)), st.booleans())
def test_what_scanners_and_input_methods_add_is_forgiven(gaps, wide):
    text = "".join(gap + c for gap, c in zip(gaps, ONE, strict=True))
    if wide:
        text = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)

    assert parse_qr(text) == parse_qr(ONE)


@given(st.integers(0, len(ONE) - 6), st.sampled_from("0123456789"))
def test_a_misread_digit_of_the_body_never_passes_for_right(place, digit):
    changed = ONE[:place] + digit + ONE[place + 1 :]
    try:
        facts = parse_qr(changed)
    except BadInput:
        return

    assert (facts.crc is Crc.OK) is (changed == ONE)


@given(st.text())
def test_any_text_is_read_or_refused(text):
    for candidate in (text, f"01,{text}", f"01,31,,{text}"):
        try:
            facts = parse_qr(candidate)
        except BadInput:
            continue
        assert looks_like_qr(candidate)
        assert facts.identity.full_no.isdigit()
