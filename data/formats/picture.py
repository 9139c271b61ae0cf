"""A picture of an invoice: only its QR code is believed, which says number, date and one amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.formats.face.evidence import several_invoices
from data.formats.qr import LONGEST, invoice_payload, numbers_of, only_the_code, read_payload
from data.formats.sniff import Content
from fapiao.errors import UnreadableFile
from fapiao.identity import parse_qr
from fapiao.said import say
from fapiao.text import clean
from fapiao.verdict import Finding, Level

if TYPE_CHECKING:
    from data.formats.sandbox.parent import Sandbox
    from fapiao.invoice import Invoice

PICTURES = frozenset({Content.PNG, Content.JPEG})


def read_picture(data: bytes, sandbox: Sandbox) -> tuple[Invoice, tuple[Finding, ...]]:
    """Return what the code on a PNG or JPEG says, and that nothing else was read.

    Raises UnreadableFile where the picture is damaged or holds no code, UnusableIdentity where its codes are of several
    invoices, BadInput for a code that is none of an invoice.
    """
    answer = sandbox.ask(b"s", data)
    if "error" in answer:
        raise UnreadableFile(say("图片已损坏或太大"), say("请重新拍照或扫描，或换用 XML、OFD、PDF"))
    payloads = [p for p in answer.get("payloads", ()) if isinstance(p, str)]
    numbers = numbers_of(payloads)
    if len(numbers) > 1:
        raise several_invoices(numbers)
    payload = invoice_payload(payloads)
    read = read_payload(payload) if payload else None
    if read is None:
        if payloads:
            parse_qr(clean(payloads[0], limit=LONGEST))
        raise UnreadableFile(
            say("这张图片上读不出发票二维码"), say("请拍清发票左上角的二维码，或换用 XML、OFD、PDF 文件")
        )
    invoice, facts = read
    warnings = (Finding("file.qr", Level.WARN, say("二维码：{warning}", warning=w)) for w in facts.warnings)
    return invoice, (*warnings, only_the_code())
