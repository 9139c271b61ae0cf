"""The site stamp on paper: outside the frame, in ink that is no seal's, on pages, originals and rolls."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from data.formats.readers import FileReaders
from fapiao.errors import BadInput
from fapiao.paper import Paper, PrinterProfile
from fapiao.ports.faces import FaceJob
from fapiao.stamp import MOST_ACROSS, MOST_DOWN, Stamp
from printing.fonts.faces import path
from printing.layout.sheets import sheet
from printing.receipt.stampdots import picture


def drawn(colour="#d00000", size=(640, 160), mode="RGB", kind="PNG"):
    """A picture of the words in a frame, as an office would upload it."""
    image = Image.new(mode, size, "white" if mode == "RGB" else (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    pen.rectangle((10, 10, size[0] - 10, size[1] - 10), outline=colour, width=8)
    pen.text((40, 20), "与原件一致", colour, ImageFont.truetype(path("kai"), 110))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


@pytest.fixture(scope="module")
def readers():
    return FileReaders()


@pytest.fixture
def stamp():
    return Stamp.of("与原件一致", picture(drawn()))


_DPI = 200


def ink_of(artefact):
    """Left, top, right, bottom in mm of everything blue on the first page; None where nothing is."""
    red, _, blue = pypdfium2.PdfDocument(artefact.data)[0].render(scale=_DPI / 72).to_pil().convert("RGB").split()
    box = ImageChops.subtract(blue, red).point(lambda level: 255 if level > 60 else 0).getbbox()
    return box and tuple(edge * 25.4 / _DPI for edge in box)


def dots(stamp):
    image = Image.frombytes("1", (stamp.across, stamp.down), stamp.rows).convert("L")
    return sum(image.tobytes()) // 255 / (stamp.across * stamp.down)


@pytest.mark.parametrize("paper", [Paper.A4_UPPER, Paper.A4_LOWER, Paper.A5])
def test_it_stands_in_the_band_of_the_marks(renderer, sample, mark, stamp, paper):
    artefact = renderer.render(FaceJob(sample(1), paper, mark, stamp=stamp))

    left, top, right, bottom = ink_of(artefact)
    band = sheet(paper).band
    assert band[0] <= left < right <= band[2] + 0.2
    assert band[1] - 0.2 <= top < bottom <= band[3] + 0.2


def test_it_stands_outside_a_stored_face_too(renderer, sample, mark, samples, stamp):
    original = next((samples / "pdf").glob("01-*.pdf")).read_bytes()

    artefact = renderer.render(FaceJob(sample(1), Paper.A4_UPPER, mark, original=original, stamp=stamp))

    assert ink_of(artefact)[1] >= sheet(Paper.A4_UPPER).band[1] - 0.2


def test_a_page_without_it_has_none_of_its_ink(renderer, sample, mark):
    assert ink_of(renderer.render(FaceJob(sample(1), Paper.A4_UPPER, mark))) is None


def test_its_ink_is_no_seal_s_red(readers, renderer, sample, mark, stamp):
    artefact = renderer.render(FaceJob(sample(1), Paper.A4_UPPER, mark, stamp=stamp))

    assert readers.read_page(artefact.data).red_mm2 == 0


@pytest.mark.parametrize("colour", ["#d00000", "#000000", "#003399"])
@pytest.mark.parametrize(("mode", "kind"), [("RGB", "PNG"), ("RGBA", "PNG"), ("RGB", "JPEG")])
def test_any_colour_on_white_or_nothing_gives_the_same_dots(colour, mode, kind):
    found = Stamp.of("与原件一致", picture(drawn(colour, mode=mode, kind=kind)))

    assert (found.across, found.down) == pytest.approx((621, 141), abs=4)
    assert dots(found) == pytest.approx(0.28, abs=0.03)


def test_a_large_picture_is_brought_down(stamp):
    found = Stamp.of("", picture(drawn(size=(3000, 2000))))

    assert found.across <= MOST_ACROSS
    assert found.down <= MOST_DOWN


@pytest.mark.parametrize(
    "data",
    [b"", b"P4\n1 1\n\x80", b"\x89PNG\r\n\x1a\n", drawn()[:200], drawn("#ffffff")],
    ids=["nothing", "another format", "a head alone", "a torn file", "white on white"],
)
def test_what_is_no_picture_of_a_stamp_is_said_to_be_none(data):
    with pytest.raises(BadInput):
        picture(data)


@pytest.mark.parametrize("paper", [Paper.ROLL_80, Paper.ROLL_57, Paper.ROLL_76])
def test_a_roll_carries_it_after_the_foot(renderer, sample, mark, stamp, paper):
    profile = PrinterProfile.for_paper(paper)
    job = FaceJob(replace(sample(1), qr=""), paper, mark, profile=profile)

    plain, artefact = renderer.render(job), renderer.render(replace(job, stamp=stamp))

    assert len(artefact.data) > len(plain.data)
    assert renderer.read_roll(artefact).text == renderer.read_roll(plain).text


def test_the_preview_names_it(renderer, sample, mark, stamp):
    shown = renderer.preview(FaceJob(sample(1), Paper.A4_UPPER, mark, stamp=stamp), 78)

    assert "［站点印章 与原件一致］" in shown[-1]
