"""The code on a copy: there, outside the face, and it decodes from paper as scanners see it."""

from __future__ import annotations

from datetime import UTC, datetime

import pypdfium2
import pytest
import zxingcpp

from everyface import DIGITAL
from fapiao.paper import Paper, PrinterProfile
from fapiao.ports.faces import FaceJob, Mark
from printing.renderer import PaperRenderer

SLIP = "FD1*26422000000099000101*2*1-000043*2611240400*ABCD*0123ABCD"
MARK = Mark("1-000043", "7F3A", 2, datetime(2026, 11, 24, 4, tzinfo=UTC), "张敏", "武汉一号台", again=True, slip=SLIP)
FACE_BOTTOM_MM = {Paper.A4_UPPER: (0.0, 140.0), Paper.A4_LOWER: (157.0, 297.0)}


def codes(data: bytes, dpi: int):
    page = pypdfium2.PdfDocument(data)[0]
    return zxingcpp.read_barcodes(page.render(scale=dpi / 72, grayscale=True).to_pil())


@pytest.mark.parametrize("paper", [Paper.A4_UPPER, Paper.A4_LOWER])
@pytest.mark.parametrize("dpi", [300, 600])
def test_the_code_decodes_beside_the_invoices_own(paper, dpi):
    artefact = PaperRenderer().render(FaceJob(DIGITAL, paper, MARK))

    assert {code.text for code in codes(artefact.data, dpi)} == {SLIP, DIGITAL.qr}


@pytest.mark.parametrize("paper", [Paper.A4_UPPER, Paper.A4_LOWER])
def test_the_code_stands_outside_the_face(paper):
    artefact = PaperRenderer().render(FaceJob(DIGITAL, paper, MARK))

    (slip,) = [code for code in codes(artefact.data, 300) if code.text == SLIP]
    top, bottom = FACE_BOTTOM_MM[paper]
    corners = (slip.position.top_left, slip.position.bottom_right)
    assert not [c for c in corners if top < c.y / 300 * 25.4 < bottom]


def test_the_roll_carries_it_too():
    artefact = PaperRenderer().render(FaceJob(DIGITAL, Paper.ROLL_80, MARK, PrinterProfile()))

    assert set(PaperRenderer().read_roll(artefact).payloads) == {SLIP, DIGITAL.qr}
