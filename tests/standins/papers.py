"""Small artefacts and tickets for device tests."""

from __future__ import annotations

import hashlib
import io
import uuid

from fapiao.device import Ticket
from fapiao.paper import Paper
from fapiao.ports.faces import Artefact

NUMBER = "24420000000123456789"


def a_ticket(paper: Paper = Paper.A4_UPPER, *, attempt: str = "", copy_no: int = 2) -> Ticket:
    """A ticket of a made-up attempt."""
    return Ticket(
        attempt=attempt or str(uuid.uuid4()),
        title=f"{NUMBER} 第{copy_no}次",
        number=NUMBER,
        copy_no=copy_no,
        operator="op1",
        paper=paper,
    )


def a_pdf(pages: int = 1) -> Artefact:
    """A PDF of that many pages."""
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    drawing = canvas.Canvas(out, pagesize=(595.3, 841.9), invariant=1)
    for number in range(pages):
        drawing.drawString(72, 720, f"invoice page {number + 1}")
        drawing.showPage()
    drawing.save()
    data = out.getvalue()
    return Artefact(data, "application/pdf", hashlib.sha256(data).hexdigest(), pages)


def a_receipt(lines: int = 12) -> Artefact:
    """ESC/POS bytes: Chinese lines, feed, cut."""
    body = "".join(f"第{n:02d}行 电子发票（普通发票） ￥{n}.00\n" for n in range(1, lines + 1))
    data = b"\x1b@\x1c&" + body.encode("gb18030") + b"\x1c.\n\n\n\x1dV\x00"
    return Artefact(data, "application/vnd.escpos", hashlib.sha256(data).hexdigest(), 1, length_mm=lines * 4.0 + 20)
