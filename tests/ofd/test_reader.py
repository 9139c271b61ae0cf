"""The one reader of OFDs: encodings, links, names, pictures; what import reads is what printing draws."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from data.formats.readers import FileReaders
from fapiao.errors import UnreadableFile
from ofd.der import DerError, read
from ofd.jbig2 import as_pdf
from ofd.limits import PICTURE_SIDE, XML_ELEMENTS
from ofd.node import parse
from ofd.package import Package
from ofd.refused import Reason, Refused
from ofdfile import members_of, packed, unpacked
from printing.ofd.face import draw

TEXT = '<?xml version="1.0" encoding="{}"?><a>联通电子发票（普通发票）￥</a>'
WORDS = "联通电子发票（普通发票）￥"


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("utf-8", "utf-16"),
        ("utf-16", "utf-16-le"),
        ("utf-16", "utf-16-be"),
        ("utf-8", "utf-16-le"),
        ("utf-16", "utf-8"),
        ("ISO-8859-1", "utf-8"),
        ("ISO-8859-1", "gb18030"),
        ("windows-1252", "utf-8"),
        ("GBK", "utf-8"),
        ("GBK", "gb18030"),
        ("utf-8", "gb18030"),
        ("x-unheard-of", "utf-8"),
        ("Big5", "utf-8"),
    ],
)
def test_an_xml_is_read_whatever_it_declares(declared: str, written: str):
    assert parse(TEXT.format(declared).encode(written)).text == WORDS


def test_big5_is_read_where_it_is_declared():
    assert parse('<?xml version="1.0" encoding="Big5"?><a>發票號碼</a>'.encode("big5")).text == "發票號碼"


def test_two_hanzi_that_would_be_one_letter_stay_hanzi():
    assert parse('<?xml version="1.0" encoding="GBK"?><a>联</a>'.encode("gb18030")).text == "联"


@pytest.mark.parametrize("data", [b"\xff\xfe<\x00a", b"<\x00\x00\xd8a", b"\xef\xbb\xbf<a>\xff</a>"])
def test_broken_text_is_refused(data: bytes):
    with pytest.raises(Refused):
        parse(data)


def test_empty_prefixes_are_read():
    assert parse(b'<:eInvoice xmlns:=""><:InvoiceNo>1</:InvoiceNo></:eInvoice>').get("InvoiceNo") == "1"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-8-sig"])
def test_import_and_printing_read_the_same_file_in_any_encoding(samples, codec: str):
    whole = (samples / "ofd" / "2024-数电专票.ofd").read_bytes()
    members = {
        name: data.decode().replace("UTF-8", "ISO-8859-1").encode(codec) if name.endswith(".xml") else data
        for name, data in unpacked(whole).items()
    }
    readers, other = FileReaders(), packed(members)

    (reading,), (before,) = readers.read("a.ofd", other), readers.read("a.ofd", whole)

    assert reading.invoice == before.invoice
    assert readers.read_page(draw(other).pdf).text == readers.read_page(draw(whole).pdf).text


def with_link(name: str) -> bytes:
    out = io.BytesIO(packed(members_of()))
    link = zipfile.ZipInfo(name)
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(link, b"/etc/hostname")
    return out.getvalue()


def test_a_link_is_refused_by_import_and_by_printing():
    data = with_link("Doc_0/Res/picture.png")

    (reading,) = FileReaders().read("a.ofd", data)

    assert "链接" in reading.error.message
    with pytest.raises(UnreadableFile, match="不安全"):
        draw(data)


def test_the_exact_name_comes_before_one_of_another_case():
    members = members_of()
    package = Package(packed({"doc_0/document.xml": b"<a/>", **members}))

    assert package.find("Doc_0/Document.xml") == "Doc_0/Document.xml"
    assert package.find("DOC_0/RES.XML") == "Doc_0/Res.xml"
    assert package.find("/Doc_0/Res.xml", "Doc_0") == "Doc_0/Res.xml"
    assert package.find("../Res.xml", "Doc_0/Pages") == "Doc_0/Res.xml"


def test_all_xml_of_a_package_shares_one_count():
    half = b"<a>" + b"<b/>" * (XML_ELEMENTS // 2) + b"</a>"
    package = Package(packed({**members_of(), "x.xml": half, "y.xml": half}))

    package.tree("x.xml")
    with pytest.raises(Refused) as refused:
        package.tree("y.xml")

    assert refused.value.reason is Reason.XML_TOO_MANY
    assert package.tree_if_whole("y.xml") is None


def jbig2(width: int, height: int, segments: int = 0) -> bytes:
    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    body = struct.pack(">IBBBI", 0, 48, 0, 1, len(page)) + page
    empty = struct.pack(">IBBBI", 1, 62, 0, 1, 0)
    return b"\x97JB2\r\n\x1a\n\x01" + struct.pack(">I", 1) + body + empty * segments


def test_a_jbig2_picture_has_one_limit_for_both_sides():
    assert as_pdf(jbig2(1000, 1000), 1_000_000).startswith(b"%PDF")
    for width, height in ((PICTURE_SIDE + 1, 1), (1001, 1000), (0, 5)):
        with pytest.raises(ValueError, match="size"):
            as_pdf(jbig2(width, height), 1_000_000)


def test_many_segments_take_linear_time():
    assert len(as_pdf(jbig2(10, 10, segments=90_000), 100)) > 900_000


def test_many_values_of_der_are_refused():
    content = b"\x05\x00" * 200_000

    with pytest.raises(DerError):
        read(b"\x30\x83" + len(content).to_bytes(3, "big") + content).item(199_999)
