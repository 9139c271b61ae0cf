"""Small OFD files made to order: one page of objects, with the resources, annotations and seals a test asks for."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

from PIL import Image, TiffImagePlugin

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SIZE = "0 0 100 60"


def _xml(name: str, body: str, attributes: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><{name} {NAMESPACE} {attributes}>{body}</{name}>'.encode()


def packed(members: dict[str, bytes]) -> bytes:
    """A zip of ``members``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The members of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def members_of(
    objects: str = "",
    *,
    layer: str = "",
    size: str = SIZE,
    resources: str = "",
    common: str = "",
    document: str = "",
    page: str = "",
    files: dict[str, bytes] | None = None,
) -> dict[str, bytes]:
    """The members of an OFD whose one layer holds ``objects``; ``files`` go beside or over what it would have."""
    fonts = '<Fonts><Font ID="1" FontName="宋体"/><Font ID="2" FontName="楷体"/><Font ID="3" FontName="Courier New"/></Fonts>'
    return {
        "OFD.xml": _xml("OFD", "<DocBody><DocInfo/><DocRoot>Doc_0/Document.xml</DocRoot></DocBody>"),
        "Doc_0/Document.xml": _xml(
            "Document",
            f"<CommonData><PublicRes>Res.xml</PublicRes>{common}</CommonData>"
            f'<Pages><Page ID="9" BaseLoc="Pages/Page_0/Content.xml"/></Pages>{document}',
        ),
        "Doc_0/Res.xml": _xml("Res", fonts + resources, 'BaseLoc="Res"'),
        "Doc_0/Pages/Page_0/Content.xml": _xml(
            "Page",
            f"<Area><PhysicalBox>{size}</PhysicalBox></Area>{page}"
            f'<Content><Layer ID="8" {layer}>{objects}</Layer></Content>',
        ),
    } | (files or {})


def an_ofd(objects: str = "", **parts: str | dict[str, bytes] | None) -> bytes:
    """An OFD as :func:`members_of` describes it."""
    return packed(members_of(objects, **parts))  # type: ignore[arg-type]


def a_page(body: str, attributes: str = "") -> bytes:
    """The XML of a template page or any other part named ``Page``."""
    return _xml("Page", f"<Content><Layer>{body}</Layer></Content>", attributes)


def a_part(name: str, body: str) -> bytes:
    """The XML of any part."""
    return _xml(name, body)


def a_path(data: str, attributes: str = "", colours: str = "", boundary: str = SIZE) -> str:
    """A PathObject over the whole page."""
    return (
        f'<PathObject ID="5" Boundary="{boundary}" {attributes}>{colours}'
        f"<AbbreviatedData>{data}</AbbreviatedData></PathObject>"
    )


def a_square(colour: str = "255 0 0", attributes: str = "", boundary: str = "10 10 20 20", extra: str = "") -> str:
    """A filled square of 20 mm."""
    fill = f'<FillColor Value="{colour}"/>{extra}'
    return a_path("M 0 0 L 20 0 L 20 20 L 0 20 C", f'Fill="true" Stroke="false" {attributes}', fill, boundary)


def a_text(text: str, attributes: str = 'Font="1" Size="10"', code: str = 'X="0" Y="10"', extra: str = "") -> str:
    """A TextObject whose box begins at 10, 10."""
    return (
        f'<TextObject ID="6" Boundary="10 10 80 20" {attributes}>{extra}<TextCode {code}>{text}</TextCode></TextObject>'
    )


def der(tag: int, content: bytes) -> bytes:
    """One DER value."""
    length = len(content)
    head = bytes([length]) if length < 128 else bytes([0x84]) + length.to_bytes(4, "big")
    return bytes([tag]) + head + content


def a_seal(kind: str, picture: bytes) -> bytes:
    """An SESeal that holds ``picture``: only the parts that make its look."""
    look = der(0x30, der(0x16, kind.encode()) + der(0x04, picture) + der(0x02, b"\x1e") + der(0x02, b"\x14"))
    return der(0x30, der(0x30, der(0x30, b"") + der(0x16, b"1") + der(0x30, b"") + look))


def a_signed_value(seal: bytes) -> bytes:
    """A SignedValue around a seal, unsigned."""
    return der(0x30, der(0x30, der(0x02, b"\x04") + seal))


def stamped(
    seal: bytes = b"", *, stamp: str = 'PageRef="9" Boundary="30 20 40 20"', signed: bytes | None = None
) -> dict[str, bytes]:
    """The members that put a stamp on the page: ``files`` of :func:`members_of`."""
    return {
        "OFD.xml": _xml(
            "OFD",
            "<DocBody><DocInfo/><DocRoot>Doc_0/Document.xml</DocRoot>"
            "<Signatures>/Doc_0/Signs/Signatures.xml</Signatures></DocBody>",
        ),
        "Doc_0/Signs/Signatures.xml": _xml("Signatures", '<Signature ID="1" BaseLoc="Sign_0/Signature.xml"/>'),
        "Doc_0/Signs/Sign_0/Signature.xml": _xml(
            "Signature",
            f'<SignedInfo><StampAnnot ID="1" {stamp}/><Seal><BaseLoc>Seal.esl</BaseLoc></Seal></SignedInfo>'
            "<SignedValue>SignedValue.dat</SignedValue>",
        ),
        "Doc_0/Signs/Sign_0/SignedValue.dat": a_signed_value(seal) if signed is None else signed,
    }


def a_jbig2(image: Image.Image) -> bytes:
    """A JBIG2 file with one region in group 4 coding, which the TIFF encoder makes."""
    out = io.BytesIO()
    inverted = image.convert("1").point(lambda v: 255 - v)
    inverted.save(out, "TIFF", compression="group4", tiffinfo={TiffImagePlugin.ROWSPERSTRIP: image.height})
    with Image.open(io.BytesIO(out.getvalue())) as tiff:
        assert isinstance(tiff, TiffImagePlugin.TiffImageFile)
        (start,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
    page = struct.pack(">IIIIBH", image.width, image.height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", image.width, image.height, 0, 0, 0, 1) + out.getvalue()[start : start + length]
    segments = ((48, page), (38, region), (49, b""), (51, b""))
    body = b"".join(
        struct.pack(">IBBBI", number, kind, 0, 0 if kind == 51 else 1, len(data)) + data
        for number, (kind, data) in enumerate(segments)
    )
    return b"\x97JB2\r\n\x1a\n\x01\x00\x00\x00\x01" + body
