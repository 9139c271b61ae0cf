"""Zips: names, links, passwords, methods, counts, nesting."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from data.formats.readers import FileReaders
from data.formats.sandbox.limits import NESTING
from fapiao.ports.readers import Reading
from ofd.limits import MEMBERS
from ofd.refused import Reason, Refused
from ofd.zip_members import Budget, ZipMembers

XML = (Path(__file__).resolve().parents[1] / "samples" / "xml" / "02-数电普票-个人无税号.xml").read_bytes()


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def read(data: bytes) -> list[Reading]:
    return list(FileReaders().read("a.zip", data))


@pytest.mark.parametrize("name", ["../a.xml", "/a.xml", "x/../../a.xml", "c:a.xml", "x\\a.xml"])
def test_a_name_that_leads_elsewhere_is_refused_and_the_rest_is_read(name: str) -> None:
    bad, good = read(zipped((name, XML), ("b.xml", XML)))

    assert bad.error is not None
    assert "不安全" in bad.error.message
    assert good.invoice is not None


def test_a_link_is_refused() -> None:
    link = zipfile.ZipInfo("a.xml")
    link.external_attr = 0o120777 << 16

    (reading,) = read(zipped((link, b"/etc/hostname")))

    assert reading.error is not None
    assert "链接" in reading.error.message


def test_an_unusual_method_is_refused() -> None:
    (reading,) = read(zipped(("a.xml", XML), method=zipfile.ZIP_LZMA))

    assert reading.error is not None
    assert "压缩方法" in reading.error.message


def test_a_password_is_named() -> None:
    data = bytearray(zipped(("a.xml", XML)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1

    (reading,) = read(bytes(data))

    assert reading.error is not None
    assert "口令" in reading.error.message


def test_too_many_members_are_refused() -> None:
    (reading,) = read(zipped(*((f"{i}.txt", b"") for i in range(MEMBERS + 1))))

    assert reading.error is not None
    assert "超过" in reading.error.message


def test_zips_within_zips_end_somewhere() -> None:
    data = zipped(("a.xml", XML))
    for _ in range(NESTING):
        data = zipped(("inner.zip", data))

    (reading,) = read(data)

    assert reading.error is not None
    assert "套" in reading.error.message


def test_the_bytes_of_all_members_share_one_budget() -> None:
    members = list(ZipMembers(zipped(("a", b"x" * 600), ("b", b"y" * 600)), Budget(1000)))

    members[0].read()
    with pytest.raises(Refused) as refused:
        members[1].read()
    assert refused.value.reason is Reason.TOO_BIG


def test_a_name_in_gbk_is_read() -> None:
    data = zipped(("\u00c4.xml", XML))
    raw = bytearray(data.replace("\u00c4.xml".encode(), "票.xml".encode("gb18030")))
    for mark, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        raw[raw.index(mark) + offset] = 0

    (reading,) = read(bytes(raw))

    assert reading.path == "a.zip!票.xml"


def test_the_ofds_of_a_batch_share_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    ofd = (Path(__file__).resolve().parents[1] / "samples" / "ofd" / "2024-数电专票.ofd").read_bytes()
    monkeypatch.setattr("data.formats.readers.BATCH", 120_000)

    found = read(zipped(*((f"{i}.ofd", ofd) for i in range(3))))

    assert [r.invoice is not None for r in found] == [True, True, False]
    assert found[-1].error is not None
    assert "过大" in found[-1].error.message
