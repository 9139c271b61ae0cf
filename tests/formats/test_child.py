"""The child process: pictures of every kind, pages read back, and what happens when it dies or hangs."""

from __future__ import annotations

import io
import os
import signal
import struct
from pathlib import Path

import pikepdf
import pytest
import segno
from PIL import Image, TiffImagePlugin

from data.formats.readers import FileReaders
from data.formats.sandbox.limits import PIXELS
from data.formats.sandbox.parent import Sandbox
from fapiao.errors import UnreadableFile
from fapiao.invoice import SealState
from ofd.jbig2 import as_pdf

PDF = Path(__file__).resolve().parents[1] / "samples" / "pdf"
PAYLOAD = "01,31,,26422000000099000101,6100.00,20260318,,F119"


@pytest.fixture(scope="module")
def sandbox():
    made = Sandbox()
    yield made
    made.close()


def symbol(scale: int = 4, border: int = 4) -> Image.Image:
    buffer = io.BytesIO()
    segno.make(PAYLOAD, error="m").save(buffer, kind="png", scale=scale, border=border)
    return Image.open(buffer).convert("1")


def saved(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def jbig2(image: Image.Image, *, pages_known: bool = True) -> bytes:
    """A JBIG2 file with one region in group 4 coding, which the TIFF encoder makes."""
    buffer = io.BytesIO()
    inverted = image.point(lambda v: 255 - v)
    inverted.save(buffer, "TIFF", compression="group4", tiffinfo={TiffImagePlugin.ROWSPERSTRIP: image.height})
    with Image.open(io.BytesIO(buffer.getvalue())) as tiff:
        (start,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
    coded = buffer.getvalue()[start : start + length]
    page = struct.pack(">IIIIBH", image.width, image.height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", image.width, image.height, 0, 0, 0, 1) + coded
    segments = ((48, page), (38, region), (49, b""), (51, b""))
    body = b"".join(
        struct.pack(">IBBBI", number, kind, 0, 0 if kind == 51 else 1, len(data)) + data
        for number, (kind, data) in enumerate(segments)
    )
    head = b"\x97JB2\r\n\x1a\n" + (b"\x01\x00\x00\x00\x01" if pages_known else b"\x03")
    return head + body


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF"])
def test_pictures_of_every_kind(sandbox, kind) -> None:
    assert sandbox.ask(b"q", saved(symbol().convert("L"), kind)) == {"payloads": [PAYLOAD]}


def test_a_bare_symbol_of_one_pixel_a_module(sandbox) -> None:
    assert sandbox.ask(b"q", saved(symbol(1, 0), "PNG")) == {"payloads": [PAYLOAD]}


def test_a_transparent_picture_is_laid_on_paper(sandbox) -> None:
    black = symbol().convert("L")
    image = Image.new("RGBA", black.size, (0, 0, 0, 0))
    image.putalpha(black.point(lambda v: 255 - v))

    assert sandbox.ask(b"q", saved(image, "PNG")) == {"payloads": [PAYLOAD]}


@pytest.mark.parametrize("pages_known", [True, False])
def test_a_jbig2_picture(sandbox, pages_known) -> None:
    assert sandbox.ask(b"q", jbig2(symbol(), pages_known=pages_known)) == {"payloads": [PAYLOAD]}


@pytest.mark.parametrize("data", [b"\x97JB2\r\n\x1a\n\x00" + b"\x00" * 40, b"\x97JB2\r\n\x1a\n\x03" + b"\x00" * 40])
def test_a_broken_jbig2_picture_is_refused(data) -> None:
    with pytest.raises(ValueError, match=r"sequential|size"):
        as_pdf(data, PIXELS)


def test_a_picture_beyond_the_limit_is_left_alone(sandbox) -> None:
    side = int(PIXELS**0.5) + 50

    assert sandbox.ask(b"q", saved(Image.new("1", (side, side)), "PNG")) == {"payloads": []}


def test_what_is_no_picture_has_no_payload(sandbox) -> None:
    assert sandbox.ask(b"q", b"no picture") == {"payloads": []}


def test_a_page_is_read_back() -> None:
    page = FileReaders().read_page((PDF / "01-数电专票.pdf").read_bytes())

    assert page.payloads == (PAYLOAD,)
    assert page.pages == 1
    assert "武汉样例软件技术有限公司" in page.text
    assert "26422000000099000101" in page.text


def test_a_signed_pdf_is_said_to_be_unverified() -> None:
    with pikepdf.open(PDF / "01-数电专票.pdf") as pdf:
        signature = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            SubFilter=pikepdf.Name("/adbe.pkcs7.detached"),
            Contents=pikepdf.String(b"\x30\x00"),
            ByteRange=pikepdf.Array([0, 1, 2, 3]),
        )
        field = pdf.make_indirect(
            pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("s"), V=pdf.make_indirect(signature))
        )
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
        signed = io.BytesIO()
        pdf.save(signed)

    (reading,) = FileReaders().read("x.pdf", signed.getvalue())

    assert reading.seal.state is SealState.UNVERIFIED
    assert "adbe.pkcs7.detached" in reading.seal.note


def test_a_voucher_within_a_pdf_speaks_first() -> None:
    xml = (PDF.parent / "xml" / "02-数电普票-个人无税号.xml").read_bytes().replace("样例开票员".encode(), "甲".encode())
    with pikepdf.open(PDF / "02-数电普票.pdf") as pdf:
        pdf.attachments["0"] = pikepdf.AttachedFileSpec(pdf, xml)
        made = io.BytesIO()
        pdf.save(made)

    (reading,) = FileReaders().read("x.pdf", made.getvalue())

    assert reading.invoice is not None
    assert reading.invoice.issuer == "甲"


@pytest.mark.parametrize("name", ["05-口令加密.pdf", "07-截断.pdf"])
def test_a_page_that_cannot_be_read_back_is_an_error(name) -> None:
    with pytest.raises(UnreadableFile):
        FileReaders().read_page((PDF / name).read_bytes())


def test_a_page_without_text_gives_its_qr_code() -> None:
    page = FileReaders().read_page((PDF / "04-仅图像-数电普票.pdf").read_bytes())

    assert page.text.strip() == ""
    assert len(page.payloads) == 1


def test_a_killed_child_costs_one_file() -> None:
    sandbox = Sandbox()
    sandbox.ask(b"q", b"")
    assert sandbox._child is not None
    os.killpg(sandbox._child.pid, signal.SIGKILL)
    sandbox._child.wait()

    assert sandbox.ask(b"q", saved(symbol(), "PNG")) == {"payloads": [PAYLOAD]}
    sandbox.close()


def test_a_fork_that_crashes_costs_one_file(sandbox) -> None:
    with pytest.raises(UnreadableFile, match="损坏"):
        sandbox.ask(b"?", b"no such job")

    assert sandbox.ask(b"q", saved(symbol(), "PNG")) == {"payloads": [PAYLOAD]}


def test_a_child_that_takes_too_long_is_ended() -> None:
    sandbox = Sandbox(wall_seconds=0.0)

    with pytest.raises(UnreadableFile):
        sandbox.ask(b"q", b"x" * 5_000_000)

    assert sandbox._child is None
