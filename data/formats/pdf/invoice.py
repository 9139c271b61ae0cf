"""A PDF: an embedded voucher, the page's text by geometry, its QR code, signs of a signature."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.formats.face.evidence import several_invoices
from data.formats.face.fields import read_pages
from data.formats.face.runs import Run
from data.formats.layers import Layers
from data.formats.qr import invoice_payload, numbers_of, only_the_code
from data.formats.xml.dialects import read_tree
from data.formats.xml.node import parse
from fapiao.errors import BadInput, UnreadableFile
from fapiao.invoice import Invoice, Media, Seal, SealState
from fapiao.ports.readers import PageFacts, PlacedText
from fapiao.said import say
from fapiao.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.formats.sandbox.parent import Sandbox

_TAIL = 4096
_MOST_RUNS = 5000
"""Pieces of text that are looked at; a face has a few hundred."""
_REPLACED = {"\x02": "-", "\ufffe": "-"}
"""What pdfium writes for a hyphen at a line's end."""


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a PDF tells."""

    invoice: Invoice
    layers: Layers
    seal: Seal


def read_pdf(data: bytes, sandbox: Sandbox) -> PdfFacts:
    """Return the facts. Raises UnreadableFile (damaged, cut off, password), UnusableIdentity, UnusableAmount."""
    answer = _ask(b"t", data, sandbox)
    layers = Layers(Media.PDF)
    payloads = _texts(answer.get("payloads"))
    payload = invoice_payload(payloads)
    numbers = numbers_of(payloads)
    if len(numbers) > 1:
        raise several_invoices(numbers)
    for attachment in _texts(answer.get("attachments")):
        layers.add(say("附件"), lambda attachment=attachment: _attachment(attachment))  # type: ignore[misc]  # as in ofd
    pages = _pages(answer.get("pages"))
    if pages:
        layers.add(say("票面"), lambda: read_pages(pages, payload))
        layers.need_text()
    layers.add_qr(payloads)
    if payload and layers.found and all(_is_bare(invoice) for invoice in layers.found):
        layers.findings.append(only_the_code())
    if not layers.found and not pages:
        raise UnreadableFile(say("这个 PDF 没有文字，也读不出二维码"), say("请换用 XML、OFD 或更清楚的 PDF"))
    return PdfFacts(layers.merged(), layers, _seal(_texts(answer.get("signatures"))))


def read_back(data: bytes, sandbox: Sandbox) -> PageFacts:
    """Return what the pages say. Raises UnreadableFile."""
    answer = _ask(b"p", data, sandbox)
    text = str(answer.get("text", ""))
    for wrong, right in _REPLACED.items():
        text = text.replace(wrong, right)
    payloads = tuple(clean(p) for p in _texts(answer.get("payloads")))
    red = float(answer.get("red", 0.0))
    pages = _pages(answer.get("pages"))
    return PageFacts(
        clean(text, multiline=True, limit=1_000_000),
        payloads,
        int(answer.get("count", 1)),
        red,
        tuple(_placed(answer.get("pages"))),
        _said(pages, invoice_payload(payloads)),
    )


def _placed(pages: Any) -> Iterator[PlacedText]:
    for number, page in enumerate(pages if isinstance(pages, list) else ()):
        for text, x0, y0, x1, y1, _ in page[:_MOST_RUNS]:
            yield PlacedText(number, float(x0), float(y0), float(x1), float(y1), clean(str(text)))


def _said(pages: list[list[Run]], payload: str) -> Invoice | None:
    """Return what the pages say as an invoice; None where they say none, such as a picture."""
    try:
        return read_pages(pages, payload) if pages else None
    except BadInput:
        return None


def _ask(job: bytes, data: bytes, sandbox: Sandbox) -> dict[str, Any]:
    tail = data[-_TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise UnreadableFile(say("PDF 文件不完整（被截断）"), say("请重新下载该文件"))
    answer = sandbox.ask(job, data)
    if answer.get("error") == "password":
        raise UnreadableFile(say("PDF 有打开口令"), say("请先用口令去掉保护，或换用 XML、OFD 文件"))
    if "error" in answer:
        raise UnreadableFile(say("PDF 已损坏"), say("请重新下载该文件"))
    return answer


def _is_bare(invoice: Invoice) -> bool:
    """Tell whether a layer says no more than a code does."""
    return not invoice.buyer.name and not invoice.seller.name and not invoice.tables and invoice.lines is None


def _attachment(encoded: str) -> Invoice | None:
    try:
        return read_tree(parse(base64.b64decode(encoded)))
    except (UnreadableFile, binascii.Error):
        return None


def _texts(value: object) -> list[str]:
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []


def _pages(pages: Any) -> list[list[Run]]:
    """Return the pages that have text."""
    found = []
    for page in pages if isinstance(pages, list) else ():
        runs = [
            Run(str(text), float(x0), float(y0), float(x1), float(y1), tuple(map(float, edges)))
            for text, x0, y0, x1, y1, edges in page[:_MOST_RUNS]
        ]
        if runs:
            found.append(runs)
    return found


def _seal(kinds: list[str]) -> Seal:
    if not kinds:
        return Seal()
    return Seal(
        SealState.UNVERIFIED,
        "",
        say("PDF 含数字签名（{kind}），未验", kind=clean(kinds[0], limit=40) or say("类型不明")),
    )
