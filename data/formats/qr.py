"""An invoice's QR payload as the facts it carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.identity import looks_like_qr, parse_qr
from fapiao.invoice import Invoice
from fapiao.said import say
from fapiao.text import clean
from fapiao.verdict import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fapiao.identity import QrFacts

LONGEST = 300


def invoice_payload(payloads: Iterable[str]) -> str:
    """Return the first payload that is an invoice's, as it stands in the picture; empty where there is none."""
    return next((clean(p, limit=LONGEST) for p in payloads if looks_like_qr(p[:LONGEST])), "")


def numbers_of(payloads: Iterable[str]) -> list[str]:
    """Return the full numbers of all invoice payloads, each once."""
    found: dict[str, None] = {}
    for payload in payloads:
        read = read_payload(clean(payload, limit=LONGEST))
        if read is not None:
            found[read[0].full_no] = None
    return list(found)


def only_the_code() -> Finding:
    """Return what is to be said where a code is all that could be read of a file."""
    return Finding(
        "file.only_code",
        Level.INFO,
        say("仅有二维码上的内容：号码、日期和一个金额"),
        say("有 XML、OFD 或 PDF 原件时请一并导入"),
    )


def read_payload(payload: str) -> tuple[Invoice, QrFacts] | None:
    """Return the facts of a payload; None where it is no readable invoice payload."""
    try:
        facts = parse_qr(payload)
    except BadInput:
        return None
    invoice = Invoice(
        number=facts.identity.number,
        code=facts.identity.code,
        kind=facts.kind,
        issued_on=facts.issued_on,
        gross=facts.gross,
        net=facts.net,
        check_code=facts.check_code if facts.check_code.isdigit() else "",
        qr=payload,
    )
    return invoice, facts
