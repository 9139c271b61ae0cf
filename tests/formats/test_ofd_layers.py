"""An OFD that lost its data layers still tells by its page; where layers disagree, that is said."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.formats.readers import FileReaders
from data.formats.seal import examine
from fapiao.amounts import plain
from fapiao.invoice import SealState
from fapiao.ports.readers import Reading
from ofd.package import Package

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
EXPECTED = {f["file"]: f for f in json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))["files"]}
SEALED = "ofd/2020-电子普票-已签章完整.ofd"
DIGITAL = "ofd/2024-数电专票-同01.ofd"
OFDS = [name for name in EXPECTED if name.startswith("ofd/") and "篡改" not in name]


def rewritten(name: str, change: Callable[[str, bytes], bytes | None]) -> bytes:
    source = zipfile.ZipFile(SAMPLES / name)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = None if info.is_dir() else change(info.filename, source.read(info))
            if data is not None:
                target.writestr(info.filename, data)
    source.close()
    return out.getvalue()


def page_only(name: str, data: bytes) -> bytes | None:
    if any(part in name for part in ("Tags/", "Attachs/", "Signs/")):
        return None
    return re.sub(rb"<ofd:CustomDatas>.*?</ofd:CustomDatas>", b"", data, flags=re.DOTALL)


def read(data: bytes) -> Reading:
    (reading,) = FileReaders().read("x.ofd", data)
    return reading


def without(*parts: str) -> Callable[[str, bytes], bytes | None]:
    return lambda name, data: None if any(part in name for part in parts) else data


def swapped(part: str, old: bytes, new: bytes) -> Callable[[str, bytes], bytes | None]:
    return lambda name, data: data.replace(old, new) if part in name else data


@pytest.mark.parametrize("name", OFDS)
def test_the_page_alone_tells_the_invoice(name: str) -> None:
    wanted: dict[str, Any] = EXPECTED[name]

    invoice = read(rewritten(name, page_only)).invoice

    assert invoice is not None
    assert (invoice.code, invoice.number) == (wanted["code"], wanted["number"])
    assert invoice.issued_on is not None
    assert invoice.issued_on.isoformat() == wanted["date"]
    assert (invoice.buyer.name, invoice.buyer.tax_id) == tuple(wanted["buyer"].values())
    assert (invoice.seller.name, invoice.seller.tax_id) == tuple(wanted["seller"].values())
    assert [plain(invoice.net), plain(invoice.tax), plain(invoice.gross)] == [
        wanted["net"], wanted["tax"], wanted["gross"]
    ]  # fmt: skip
    assert invoice.gross_words == wanted["gross_cn"]
    assert invoice.issuer == wanted["drawer"]


def test_a_total_of_which_only_the_sign_is_tagged_is_the_sum() -> None:
    data = rewritten(DIGITAL, swapped("CustomTag.xml", b'<ofd:ObjectRef PageRef="61">6935</ofd:ObjectRef>', b""))
    page = rewritten_bytes(data, swapped("Page_0/Content.xml", b"6100.00", b""))

    invoice = read(page).invoice

    assert invoice is not None
    assert plain(invoice.gross) == "6100.00"


def rewritten_bytes(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            changed = change(info.filename, source.read(info))
            if changed is not None:
                target.writestr(info.filename, changed)
    return out.getvalue()


def test_a_row_without_specification_does_not_shift_the_next() -> None:
    invoice = read((SAMPLES / DIGITAL).read_bytes()).invoice

    assert invoice is not None
    assert invoice.lines is not None
    assert [(row.spec, row.unit) for row in invoice.lines] == [("", "项"), ("标准版", "次")]


def test_a_page_that_says_another_amount_than_the_data_is_a_conflict() -> None:
    reading = read(rewritten(DIGITAL, swapped("OFD.xml", b"5754.72", b"5754.70")))

    assert [f.rule for f in reading.findings] == ["file.conflict"]


def test_taking_the_seal_off_the_list_does_not_make_an_altered_file_unsigned() -> None:
    def change(name: str, data: bytes) -> bytes | None:
        if name == "OFD.xml":
            return re.sub(rb"<ofd:Signatures>.*?</ofd:Signatures>", b"", data)
        return data

    assert read(rewritten(SEALED, change)).seal.state is SealState.ALTERED


@pytest.mark.parametrize(
    "part",
    [
        "Page_0/Content.xml",
        "original_invoice.xml",
        "OFD.xml",
        "Tpl_0/Content.xml",
        "Res/qr.png",
        "Sign_0/Signature.xml",
    ],
)
def test_one_changed_byte_anywhere_breaks_the_seal(part: str) -> None:
    data = rewritten(SEALED, lambda name, data: data + b"\n" if part in name else data)

    assert examine(Package(data)).seal.state is SealState.ALTERED


def test_a_missing_referenced_file_breaks_the_seal() -> None:
    data = rewritten(SEALED, without("Res/qr.png"))

    assert examine(Package(data)).seal.state is SealState.ALTERED


def test_a_damaged_signature_value_breaks_the_seal() -> None:
    def change(name: str, data: bytes) -> bytes | None:
        return data[:-5] + bytes([data[-5] ^ 1]) + data[-4:] if name.endswith("SignedValue.dat") else data

    assert examine(Package(rewritten(SEALED, change))).seal.state is SealState.ALTERED


def test_an_unknown_digest_is_not_called_valid() -> None:
    change = swapped("Signature.xml", b'CheckMethod="1.2.156.10197.1.401"', b'CheckMethod="9.9"')

    assert examine(Package(rewritten(SEALED, change))).seal.state is SealState.UNVERIFIED


@pytest.mark.parametrize("doubled", ["Doc_0/Document.xml", "OFD.xml"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_doubled_member_is_refused(doubled: str) -> None:
    data = (SAMPLES / DIGITAL).read_bytes()
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(doubled, b"<x/>")

    reading = read(buffer.getvalue())

    assert reading.error is not None
    assert "重名" in reading.error.message
