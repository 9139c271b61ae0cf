"""Every stored page on every paper: the paper's size, the face whole inside its place, the marks and nothing else outside."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest
import segno
import zxingcpp
from PIL import Image, ImageChops
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from everyface import FACES
from fapiao.errors import FaceError
from fapiao.identity import build_qr, check_identity
from fapiao.invoice import Kind, Media
from fapiao.paper import Paper, PrinterProfile
from fapiao.ports.faces import FaceJob
from ofdfile import a_text, an_ofd
from printing.layout.sheets import Sheet, sheet, whole_sheet
from printing.pdf.orientation import place, turned
from printing.pdf.originals import page_file

MM = 72 / 25.4
DPI = 203
SHEETS = (Paper.A4_UPPER, Paper.A4_LOWER, Paper.A4_2UP, Paper.A5)
ROLLS = (Paper.ROLL_57, Paper.ROLL_76, Paper.ROLL_80)
PAYLOAD = build_qr(Kind.DIGITAL_ORDINARY, check_identity("", "26422000000099000701"), "955.00", date(2026, 11, 5))
MOST = 0.005
"""Share of the face by which a paper may differ from its original."""


def symbol() -> Image.Image:
    out = io.BytesIO()
    segno.make(PAYLOAD, error="m").save(out, kind="png", scale=4, border=4)
    return Image.open(out).convert("L")


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def a_pdf(
    width: float, height: float, *, rotate: int = 0, crop: float = 0.0, unit: float = 1.0, pages: int = 1
) -> bytes:
    """A page that is ``width`` x ``height`` mm as it is read, with its QR, a frame to its edges, lines and words."""
    across, up = (height, width) if rotate % 180 else (width, height)
    w, h = ((side + 2 * crop) * MM / unit for side in (across, up))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(w, h), invariant=True)
    inset = (crop * MM + 4) / unit
    for _ in range(pages):
        canvas.rect(inset, inset, w - 2 * inset, h - 2 * inset)
        canvas.drawImage(
            ImageReader(symbol()), inset + 10, h - inset - 10 - 22 * MM / unit, 22 * MM / unit, 22 * MM / unit
        )
        canvas.setFont("Courier", 9 / unit)
        for row in range(12):
            canvas.drawString(w / 2 - 60, h - inset - (24 + 14 * row) / unit, f"26422000000099000701  {row:04}")
        canvas.showPage()
    canvas.save()
    with pikepdf.open(out) as pdf:
        for page in pdf.pages:
            page.obj.Rotate = rotate
            if crop:
                page.obj.CropBox = pikepdf.Array([crop * MM, crop * MM, w - crop * MM, h - crop * MM])
            if unit != 1:
                page.obj.UserUnit = unit
        done = io.BytesIO()
        pdf.save(done)
    return done.getvalue()


def an_ofd_page(width: float, height: float, corner: float = 0.0) -> bytes:
    """The same as an OFD; ``corner`` is where its page box begins."""
    frame = (
        f'<PathObject ID="5" Boundary="{corner + 2} {corner + 2} {width - 4} {height - 4}" LineWidth="0.3">'
        f"<AbbreviatedData>M 0 0 L {width - 4} 0 L {width - 4} {height - 4} L 0 {height - 4} C</AbbreviatedData></PathObject>"
    )
    code = f'<ImageObject ID="7" ResourceID="20" Boundary="{corner + 6} {corner + 6} 22 22" CTM="22 0 0 22 0 0"/>'
    media = '<MultiMedias><MultiMedia ID="20" Type="Image"><MediaFile>qr.png</MediaFile></MultiMedia></MultiMedias>'
    return an_ofd(
        frame + code + a_text("发票号码：26422000000099000701", 'Font="1" Size="4"', 'X="40" Y="10"'),
        size=f"{corner} {corner} {width} {height}",
        resources=media,
        files={"Doc_0/Res/qr.png": png(symbol())},
    )


ORIGINALS = {
    "210x140": (Media.PDF, lambda: a_pdf(210, 140)),
    "215x139": (Media.PDF, lambda: a_pdf(215, 139)),
    "210x148": (Media.PDF, lambda: a_pdf(210, 148.5)),
    "A4": (Media.PDF, lambda: a_pdf(210, 297)),
    "two-pages": (Media.PDF, lambda: a_pdf(210, 140, pages=2)),
    "turned-90": (Media.PDF, lambda: a_pdf(210, 140, rotate=90)),
    "turned-270": (Media.PDF, lambda: a_pdf(241, 140, rotate=270)),
    "cropped": (Media.PDF, lambda: a_pdf(210, 140, crop=20)),
    "unit-2": (Media.PDF, lambda: a_pdf(210, 140, unit=2.0)),
    "1654pt": (Media.PDF, lambda: a_pdf(583.5, 389)),
    "narrow": (Media.PDF, lambda: a_pdf(100, 140)),
    "ofd-210x140": (Media.OFD, lambda: an_ofd_page(210, 140)),
    "ofd-215x139.7": (Media.OFD, lambda: an_ofd_page(215, 139.7)),
    "ofd-A4": (Media.OFD, lambda: an_ofd_page(210, 297)),
    "ofd-corner": (Media.OFD, lambda: an_ofd_page(210, 140, 15)),
    "ofd-583x389": (Media.OFD, lambda: an_ofd_page(583.5, 389)),
}
CASES = [(name, paper) for name in ORIGINALS for paper in SHEETS]


@pytest.fixture
def job(mark):
    def make(name: str, paper: Paper, **changes):
        media, made = ORIGINALS[name]
        invoice = replace(FACES["digital"], qr=PAYLOAD, gross=Decimal("955.00"))
        return FaceJob(invoice, paper, replace(mark, slip=""), original=made(), original_media=media, **changes)

    return make


def rasterised(pdf: bytes, page: int, dpi: float, box: tuple[float, float, float, float] | None = None) -> Image.Image:
    """A page as poppler shows it; ``box`` (left, bottom, right, top in points) alone."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if box is not None:
            document.pages[page].obj.CropBox = pikepdf.Array(list(box))
            document.pages[page].obj.MediaBox = pikepdf.Array(list(box))
        out = io.BytesIO()
        document.save(out)
        dpi *= float(document.pages[page].obj.get("/UserUnit", 1))  # which poppler does not know
    number = str(page + 1)
    done = subprocess.run(
        ["pdftoppm", "-r", f"{dpi:.4f}", "-cropbox", "-gray", "-f", number, "-l", number, "-"],
        input=out.getvalue(), capture_output=True, check=True,
    )  # fmt: skip
    return Image.open(io.BytesIO(done.stdout)).convert("L")


def size_of(pdf: bytes, page: int) -> tuple[float, float]:
    """Width and height as they are read, mm."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = document.pages[page]
        left, bottom, right, top = map(float, found.cropbox)
        unit = float(found.obj.get("/UserUnit", 1)) / MM
        width, height = (right - left) * unit, (top - bottom) * unit
        return (height, width) if int(found.obj.get("/Rotate", 0)) % 180 else (width, height)


def is_its_sheet(target: Sheet, paper: Paper) -> bool:
    """Tell whether a paper may come out on ``target``: its own sheet, or the whole one that its half is of."""
    return target is sheet(paper) or (sheet(paper).cut > 0 and target is whole_sheet())


@pytest.mark.parametrize(("name", "paper"), CASES)
def test_the_face_lies_whole_in_its_place_and_the_marks_outside(renderer, job, name, paper):
    wanted = job(name, paper)
    stored = page_file(wanted)

    artefact = renderer.render(wanted)

    document = pypdfium2.PdfDocument(artefact.data)
    assert len(document) == len(pypdfium2.PdfDocument(stored))
    for page in range(len(document)):
        width, height = size_of(stored, page)
        fit = place(width, height, sheet(paper))
        target = fit.sheet
        assert is_its_sheet(target, paper)
        x, y, end_x, end_y = fit.x, fit.y, fit.x + width * fit.scale, fit.y + height * fit.scale
        left, top = target.face
        assert size_of(artefact.data, page) == pytest.approx(target.size, abs=0.05)
        assert left - 0.1 <= x < end_x <= left + target.place[0] + 0.2
        assert top - 0.1 <= y < end_y <= top + target.place[1] + 0.2
        assert fit.scale > 0.95 or width > 210 or height > 140 * (1 if paper is Paper.A5 else 2)

        band = target.band
        assert band[3] <= y + 0.1 or band[1] >= end_y - 0.2
        text = "".join(document[page].get_textpage().get_text_bounded().split())
        assert "1-000043" in text
        under = rasterised(artefact.data, page, DPI, _points(target.size, (0, band[1], target.size[0], band[3])))
        assert under.point(lambda v: 255 if v < 128 else 0).getbbox() is not None


@pytest.mark.parametrize(("name", "paper"), CASES)
def test_the_face_is_the_original_to_the_pixel(renderer, job, name, paper):
    wanted = job(name, paper)
    stored = page_file(wanted)

    artefact = renderer.render(wanted)

    width, height = size_of(stored, 0)
    fit = place(width, height, sheet(paper))
    box = (fit.x, fit.y, fit.x + width * fit.scale, fit.y + height * fit.scale)
    before = rasterised(stored, 0, 150)
    after = rasterised(artefact.data, 0, 150 / fit.scale, _points(fit.sheet.size, box))
    assert abs(before.width - after.width) <= 2
    assert abs(before.height - after.height) <= 2
    assert _difference(before, after) < MOST


@pytest.mark.parametrize(("name", "paper"), [case for case in CASES if case[0] not in {"1654pt", "ofd-583x389"}])
def test_the_code_decodes_at_the_printers_resolution(renderer, job, name, paper):
    artefact = renderer.render(job(name, paper))

    found = zxingcpp.read_barcodes(rasterised(artefact.data, 0, DPI))
    assert PAYLOAD in [code.text for code in found]


@pytest.mark.parametrize("name", ORIGINALS)
def test_a_stored_page_does_not_go_on_a_form(renderer, job, name):
    with pytest.raises(FaceError, match="套打"):
        renderer.render(job(name, Paper.FORM))


@pytest.mark.parametrize("paper", ROLLS)
@pytest.mark.parametrize("name", ["210x140", "ofd-210x140", "A4"])
def test_a_roll_says_the_facts_and_carries_the_code(renderer, job, name, paper):
    facts = renderer.read_roll(renderer.render(job(name, paper)))

    assert PAYLOAD in facts.payloads
    assert "26422000000099000701" in "".join(facts.text.split())


@pytest.mark.parametrize("paper", [*SHEETS, *ROLLS])
@pytest.mark.parametrize("name", FACES)
def test_every_kind_is_typeset_on_every_paper(renderer, mark, name, paper):
    invoice = FACES[name]
    artefact = renderer.render(FaceJob(invoice, paper, replace(mark, slip=""), PrinterProfile.for_paper(paper)))

    if paper.is_roll:
        assert invoice.qr in renderer.read_roll(artefact).payloads
        return
    sizes = {size_of(artefact.data, page) for page in range(artefact.pages)}
    assert all(size == pytest.approx(paper.size_mm, abs=0.05) for size in sizes)
    found = zxingcpp.read_barcodes(rasterised(artefact.data, 0, DPI))
    assert invoice.qr in [code.text for code in found]


@pytest.mark.parametrize("second", ORIGINALS)
def test_two_on_a_sheet_lie_each_on_its_half(renderer, job, second):
    jobs = [job("210x140", Paper.A4_2UP), job(second, Paper.A4_2UP)]

    artefact = renderer.impose_pairs(jobs)

    width, height = size_of(page_file(jobs[1]), 0)
    alone = place(width, height, sheet(Paper.A4_UPPER)).sheet is whole_sheet() or second == "two-pages"
    pages = len(pypdfium2.PdfDocument(artefact.data))
    assert pages == (1 if not alone else 1 + len(pypdfium2.PdfDocument(page_file(jobs[1]))))
    assert size_of(artefact.data, 0) == pytest.approx((210, 297), abs=0.05)
    half = Paper.A4_UPPER if alone else Paper.A4_LOWER
    fit = place(width, height, sheet(half))
    box = (fit.x, fit.y, fit.x + width * fit.scale, fit.y + height * fit.scale)
    before = rasterised(page_file(jobs[1]), 0, 150)
    after = rasterised(artefact.data, 1 if alone else 0, 150 / fit.scale, _points(fit.sheet.size, box))
    assert _difference(before, after) < MOST


def _points(size: tuple[float, float], box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Left, bottom, right, top in points, of a box in millimetres from the top left."""
    left, top, right, bottom = box
    return left * MM, (size[1] - bottom) * MM, right * MM, (size[1] - top) * MM


def _difference(before: Image.Image, after: Image.Image) -> float:
    """Share of pixels that differ by more than a quarter of black, at the best of nine offsets of one pixel."""
    size = min(before.width, after.width) - 2, min(before.height, after.height) - 2
    middle = before.crop((1, 1, 1 + size[0], 1 + size[1]))
    shares = []
    for dx in range(3):
        for dy in range(3):
            moved = after.crop((dx, dy, dx + size[0], dy + size[1]))
            dark = ImageChops.difference(middle, moved).point(lambda v: 255 if v > 64 else 0)
            shares.append(dark.histogram()[255] / (size[0] * size[1]))
    return min(shares)


def test_a_difference_would_be_seen():
    page = Image.new("L", (200, 200), 255)
    other = page.copy()
    other.paste(0, (50, 50, 70, 70))

    assert _difference(page, page) == 0
    assert _difference(page, other) > MOST
    assert turned((0, 0, 1, 1), 0)[0] == (1, 0, 0, 1, 0, 0)
