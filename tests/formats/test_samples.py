"""Every sample file gives the facts of ``expected.json``, or one clear error where that says refuse."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from data.formats.readers import FileReaders
from data.formats.seal import examine
from fapiao.amounts import plain
from fapiao.invoice import Invoice, Media, SealState
from fapiao.ports.readers import Reading
from ofd.package import Package

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
FILES: list[dict[str, Any]] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))["files"]
SINGLE = [f for f in FILES if f.get("format") not in {"zip", "tsv"}]
READABLE = [f for f in SINGLE if f["readable"]]
REFUSED = [f for f in SINGLE if not f["readable"]]


def name_of(expected: dict[str, Any]) -> str:
    return str(expected["file"])


@pytest.fixture(scope="module")
def readers() -> FileReaders:
    return FileReaders()


def read(readers: FileReaders, name: str) -> list[Reading]:
    return list(readers.read(name, (SAMPLES / name).read_bytes()))


def read_one(readers: FileReaders, expected: dict[str, Any]) -> Reading:
    found = read(readers, expected["file"])
    assert len(found) == 1
    return found[0]


def facts_of(invoice: Invoice, media: Media | None, wanted: dict[str, Any]) -> dict[str, Any]:
    """The invoice in the words of ``expected.json``, as far as that speaks of it."""
    said: dict[str, Any] = {
        "kind": invoice.kind.short,
        "number": invoice.number,
        "code": invoice.code,
        "date": invoice.issued_on.isoformat() if invoice.issued_on else None,
        "buyer": {"name": invoice.buyer.name, "tax_id": invoice.buyer.tax_id} if invoice.buyer.name else None,
        "seller": {"name": invoice.seller.name, "tax_id": invoice.seller.tax_id} if invoice.seller.name else None,
        "net": plain(invoice.net),
        "tax": plain(invoice.tax),
        "gross": plain(invoice.gross),
        "gross_cn": invoice.gross_words,
        "lines": None if invoice.lines is None else len(invoice.lines),
        "special_business": invoice.variant,
        "drawer": invoice.issuer,
        "remark": blanks(invoice.remark) if media is Media.PDF else invoice.remark,
        "red": invoice.is_red,
        "red_original": invoice.red_of or None,
        "red_confirmation": invoice.red_confirmation or None,
        "check_code": invoice.check_code,
        "machine_no": invoice.machine_no,
        "qr": invoice.qr or None,
    }
    return {key: value for key, value in said.items() if key in wanted}


def blanks(text: str) -> str:
    """A PDF's text layer does not keep how many blanks there were."""
    return re.sub(r" +", " ", text).strip()


@pytest.mark.parametrize("expected", READABLE, ids=name_of)
def test_a_readable_file_gives_its_facts(readers: FileReaders, expected: dict[str, Any]) -> None:
    reading = read_one(readers, expected)

    assert reading.error is None
    assert reading.invoice is not None
    assert reading.media is not None
    wanted = {k: v for k, v in expected.items() if not (k == "qr" and reading.media is Media.XML)}
    said = facts_of(reading.invoice, reading.media, wanted)
    if reading.media is Media.PDF and "remark" in wanted:
        wanted["remark"] = blanks(wanted["remark"])
    assert said == {k: wanted[k] for k in said}
    assert reading.sha256 == expected["sha256"]


@pytest.mark.parametrize("expected", REFUSED, ids=name_of)
def test_an_unusable_file_gives_one_clear_error(readers: FileReaders, expected: dict[str, Any]) -> None:
    reading = read_one(readers, expected)

    assert reading.invoice is None
    assert reading.error is not None
    assert reading.error.message
    assert reading.error.cure


@pytest.mark.parametrize("expected", [f for f in READABLE if "refs_ok" in f], ids=name_of)
def test_a_seal_is_judged_by_every_reference(expected: dict[str, Any]) -> None:
    found = examine(Package((SAMPLES / expected["file"]).read_bytes()))

    assert (found.refs_ok, found.refs_bad) == (expected["refs_ok"], expected["refs_bad"])
    assert found.seal.state is (SealState.ALTERED if expected["refs_bad"] else SealState.TEST)


def test_an_altered_file_raises_an_alarm(readers: FileReaders) -> None:
    (reading,) = read(readers, "ofd/2020-电子普票-已篡改.ofd")

    assert reading.seal.state is SealState.ALTERED
    assert {"file.seal", "file.conflict"} <= {f.rule for f in reading.findings}


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("xml/01-数电专票-两行6%.xml", SealState.UNVERIFIED),
        ("ofd/2024-数电专票.ofd", SealState.NONE),
        ("pdf/01-数电专票.pdf", SealState.NONE),
    ],
)
def test_what_is_known_of_a_signature_is_said(readers: FileReaders, name: str, state: SealState) -> None:
    (reading,) = read(readers, name)

    assert reading.seal.state is state


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("bad/合计不符.xml", "file.sum"),
        ("bad/大写不符.xml", "file.words"),
        ("bad/号码年份不符.xml", "file.number"),
        ("bad/税号校验位错.xml", "file.tax_id"),
        ("bad/金额负零.xml", "file.lines"),
        ("bad/其实是PDF.ofd", "file.suffix"),
        ("ofd/2022-电子普票-财政部XBRL.ofd", "file.voucher_forbidden"),
    ],
)
def test_what_looks_wrong_is_a_warning(readers: FileReaders, name: str, rule: str) -> None:
    (reading,) = read(readers, name)

    assert reading.invoice is not None
    assert rule in {f.rule for f in reading.findings}


@pytest.mark.parametrize("expected", [f for f in READABLE if not f["file"].startswith("bad/")], ids=name_of)
def test_a_sound_file_gives_no_warning(readers: FileReaders, expected: dict[str, Any]) -> None:
    reading = read_one(readers, expected)

    alarms = [f for f in reading.findings if f.level != "info" and f.rule != "file.missing"]
    assert bool(alarms) == ("tampered" in expected.get("signature", ""))


@pytest.mark.parametrize("expected", [f for f in FILES if f.get("format") == "zip"], ids=name_of)
def test_a_platform_zip_gives_its_invoices(readers: FileReaders, expected: dict[str, Any]) -> None:
    found = read(readers, expected["file"])

    readable = [r for r in found if r.invoice]
    assert not [r for r in found if r.error]
    assert len(readable) == expected["expect_files_read"]
    assert {r.invoice.full_no for r in readable if r.invoice} == set(expected["expect_invoices"])
    assert len([r for r in found if r.invoice is None]) == len(found) - len(readable)
    assert any(r.path.endswith(f"!{expected['gbk_member']}") for r in readable)
    assert any(f"!{expected['xml_that_is_zip']}!" in r.path for r in readable)


def test_the_bait_beside_the_external_entity_never_appears(readers: FileReaders) -> None:
    found = [r for f in SINGLE for r in read(readers, f["file"]) if "诱饵" not in f["file"]]

    assert "诱饵内容" not in repr(found)
