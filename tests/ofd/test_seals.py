"""The pictures of electronic seals: out of the signed value or the seal file, scaled to their place, laid like ink."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from fapiao.errors import UnreadableFile
from ofdfile import a_path, a_seal, a_signed_value, a_square, an_ofd, der, stamped, unpacked
from printing.ofd.face import draw

RED, BLUE, WHITE, BLACK = (255, 0, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0)
WHOLE_PAGE = "M 0 0 L 100 0 L 100 60 L 0 60 C"
BLACK_PAGE = a_path(WHOLE_PAGE, 'Fill="true"', '<FillColor Value="0 0 0"/>')


def picture(kind="PNG", colour=RED, size=(20, 10)):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF"])
def test_a_picture_fills_the_place_of_the_stamp(look, kind):
    seen = look(an_ofd(files=stamped(a_seal(kind.lower(), picture(kind)))))

    r, g, b = seen.at(50, 30)
    assert (r > 240, g < 20, b < 20, seen.ink()) == (True, True, True, pytest.approx((30, 20, 70, 40), abs=0.15))


def test_a_seal_that_is_an_ofd_is_scaled_to_its_place(look):
    seal = an_ofd(a_square(boundary="0 0 20 20"), size="0 0 20 20")

    assert look(an_ofd(files=stamped(a_seal("ofd", seal)))).ink() == pytest.approx((30, 20, 70, 40), abs=0.15)


def test_a_seal_file_beside_the_signed_value(look):
    files = stamped(signed=b"") | {"Doc_0/Signs/Sign_0/Seal.esl": a_seal("png", picture())}

    assert look(an_ofd(files=files)).at(50, 30) == RED


def test_only_the_clip_of_a_stamp_shows(look):
    files = stamped(a_seal("png", picture()), stamp='PageRef="9" Boundary="30 20 40 20" Clip="0 0 10 20"')

    assert look(an_ofd(files=files)).ink() == pytest.approx((30, 20, 40, 40), abs=0.15)


def test_the_white_of_a_seal_hides_nothing(look):
    assert look(an_ofd(BLACK_PAGE, files=stamped(a_seal("png", picture(colour=WHITE))))).at(50, 30) == BLACK


def test_a_stamp_of_another_page_is_not_on_this_one(look):
    files = stamped(a_seal("png", picture()), stamp='PageRef="10" Boundary="30 20 40 20"')

    assert look(an_ofd(files=files)).blank


def test_signatures_that_nothing_names_are_found(look):
    files = stamped(a_seal("png", picture()))
    files.pop("OFD.xml")

    assert look(an_ofd(files=files)).at(50, 30) == RED


def test_a_signature_without_a_stamp_shows_nothing(look):
    files = stamped(a_seal("png", picture()))
    signature = "Doc_0/Signs/Sign_0/Signature.xml"
    files[signature] = files[signature].replace(b"StampAnnot", b"Other")

    assert look(an_ofd(files=files)).blank


@pytest.mark.parametrize(
    "signed",
    [
        b"",
        b"\x30",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x80\x00\x00",
        der(0x30, b""),
        a_signed_value(der(0x30, der(0x30, b""))),
        b"\x04\x01a",
    ],
)
def test_a_seal_that_cannot_be_read_is_reported(signed):
    assert draw(an_ofd(files=stamped(signed=signed))).unknown == ("签章外观",)


def test_a_stamp_without_a_place_is_reported():
    assert draw(an_ofd(files=stamped(a_seal("png", picture()), stamp='PageRef="9"'))).unknown == ("签章外观",)


def test_a_picture_of_another_format_is_reported():
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "TIFF")

    (word,) = draw(an_ofd(files=stamped(a_seal("tif", out.getvalue())))).unknown
    assert word.startswith("图像格式")


@pytest.mark.parametrize("kind", ["png", "ofd"])
def test_a_damaged_picture_is_refused(kind):
    whole = picture(size=(200, 200)) if kind == "png" else an_ofd(a_square())

    with pytest.raises(UnreadableFile):
        draw(an_ofd(files=stamped(a_seal(kind, whole[: len(whole) // 2]))))


def test_what_a_seal_holds_and_is_not_drawn_is_reported():
    seal = an_ofd('<VideoObject ID="1"/>')

    assert draw(an_ofd(files=stamped(a_seal("ofd", seal)))).unknown == ("图元 VideoObject",)


def test_a_seal_within_a_seal_is_not_followed(look):
    inner = an_ofd(a_square(), files=stamped(a_seal("ofd", an_ofd(a_square("0 0 255")))))

    colours = {c for _, c in look(an_ofd(files=stamped(a_seal("ofd", inner)))).picture.getcolors(1 << 20)}
    assert BLUE not in colours


def test_an_altered_sample_still_has_its_stamp(samples):
    members = unpacked((samples / "ofd" / "2020-电子普票-已篡改.ofd").read_bytes())

    assert draw((samples / "ofd" / "2020-电子普票-已篡改.ofd").read_bytes()).unknown == ()
    assert any(name.endswith("SignedValue.dat") for name in members)
