"""An OFD file: attachment, vouchers, tags, document data, the page's text, its QR code, its seal (docs/invoices.md)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.formats.face.fields import read_pages
from data.formats.face.rows import Page
from data.formats.face.runs import joined
from data.formats.face.titles import title_of
from data.formats.kinds import kind_of
from data.formats.layers import Layers
from data.formats.ofd.tags import TagReader
from data.formats.ofd.text import OfdText, read_text
from data.formats.refused import unreadable
from data.formats.sandbox.limits import IMAGES
from data.formats.seal import examine
from data.formats.values import FORBIDDEN, day, digits, line, money, party
from data.formats.xml.dialects import read_tree
from data.formats.xml.xbrl import is_other_voucher
from fapiao.errors import UnreadableFile
from fapiao.identity import check_identity
from fapiao.invoice import Invoice, Media
from fapiao.said import say
from ofd.limits import PACKAGE
from ofd.package import Package
from ofd.refused import Refused
from ofd.utf8 import in_utf8

if TYPE_CHECKING:
    from data.formats.face.runs import Run
    from data.formats.sandbox.parent import Sandbox
    from data.formats.seal import Examination
    from ofd.zip_members import Budget

_IMAGES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".jb2", ".gbig2", ".jbig2")
_MOST_RUNS = 5000
"""Pieces of text that are looked at; a face has a few hundred."""


@dataclass(frozen=True, slots=True)
class OfdFacts:
    """What an OFD tells."""

    invoice: Invoice
    layers: Layers
    examination: Examination


def read_ofd(data: bytes, sandbox: Sandbox, budget: Budget | None = None) -> OfdFacts:
    """Return the facts. Raises UnreadableFile, UnusableIdentity or UnusableAmount."""
    package = _package(data, budget)
    layers = Layers(Media.OFD)
    payloads = _payloads(package, sandbox)
    payload = payloads[0] if payloads else ""
    text = read_text(in_utf8(package) or data, sandbox)
    pages = [joined(runs) for page in text.pages if (runs := page.runs[:_MOST_RUNS])]
    face = Page(pages[0] if pages else [])
    title = title_of(face.runs) or _digital_title(face.runs)
    for _, tree in package.attachments():
        layers.add(say("附件"), lambda tree=tree: _attachment(tree, title))  # type: ignore[misc]  # mypy infers no defaults
    layers.add(say("标签"), lambda: TagReader(package, text.pages).read(title, payload))
    layers.add(say("文档属性"), lambda: _document_data(text, title, payload))
    text_layer = layers.add(say("票面"), lambda: read_pages(pages, payload) if pages else None)
    layers.add_qr(payloads)
    if len(layers.found) > 1 and text_layer is not None:
        _let_data_speak(layers, text_layer)
    invoice = layers.merged()
    if FORBIDDEN.search(face.bare):
        invoice = replace(invoice, voucher_forbidden=True)
    return OfdFacts(_with_gross(invoice), layers, examine(package))


def _package(data: bytes, budget: Budget | None) -> Package:
    """Return the members, read within the budget of the zip that the OFD came in. Raises UnreadableFile."""
    try:
        package = Package(data, PACKAGE if budget is None else budget.left)
        if budget is not None:
            budget.take(package.size)
    except Refused as refused:
        raise unreadable(refused) from None
    return package


def _let_data_speak(layers: Layers, text_layer: Invoice) -> None:
    """Lines that were read off the page are worth less than lines that stand in the data."""
    if any(other.lines for other in layers.found if other is not text_layer):
        layers.found[layers.found.index(text_layer)] = replace(text_layer, lines=None)


def _attachment(tree: object, title: str) -> Invoice | None:
    from data.formats.xml.node import Node

    assert isinstance(tree, Node)
    if is_other_voucher(tree):
        return read_tree(tree)
    try:
        return read_tree(tree, title)
    except UnreadableFile:
        return None


def _digital_title(runs: list[Run]) -> str:
    return next((line(r.text, 60) for r in runs if "发票" in r.text and ("（" in r.text or "(" in r.text)), "")


def _document_data(text: OfdText, title: str, payload: str) -> Invoice | None:
    """Return what ``CustomDatas`` of OFD.xml says."""
    texts = {"".join(name.split()).rstrip("：:"): value for name, value in text.custom}
    number = texts.get("发票号码", "")
    if not number.strip():
        return None
    identity = check_identity(texts.get("发票代码", ""), number)
    buyer, seller = (
        party(
            texts.get(f"{who}名称", ""),
            texts.get(f"{who}纳税人识别号", ""),
            texts.get(f"{who}地址、电话", ""),
            texts.get(f"{who}开户行及账号", ""),
        )
        for who in ("购买方", "销售方")
    )
    return Invoice(
        number=identity.number,
        code=identity.code,
        kind=kind_of(identity.code, title, payload),
        issued_on=day(texts.get("开票日期", "")),
        gross=money(texts.get("价税合计", ""), say("价税合计")),
        net=money(texts.get("合计金额", ""), say("合计金额")),
        tax=money(texts.get("合计税额", ""), say("合计税额")),
        buyer=buyer,
        seller=seller,
        check_code=digits(texts.get("校验码", "")),
        machine_no=digits(texts.get("机器编号", "")),
    )


def _payloads(package: Package, sandbox: Sandbox) -> list[str]:
    """Return the payloads of the QR codes among the pictures."""
    found: dict[str, None] = {}
    pictures = [n for n in package.members if posixpath.splitext(n.casefold())[1] in _IMAGES]
    for name in pictures[:IMAGES]:
        picture = package.members[name]
        if not picture:
            continue
        try:
            answer = sandbox.ask(b"q", picture)
        except UnreadableFile:
            continue
        found |= dict.fromkeys(p for p in answer.get("payloads", ()) if isinstance(p, str))
    return [p for p in found if p.startswith("01,")] or list(found)


def _with_gross(invoice: Invoice) -> Invoice:
    """Some issuers tag only the ¥ of the total: it is the sum then."""
    if invoice.gross is None and invoice.net is not None and invoice.tax is not None:
        return replace(invoice, gross=invoice.net + invoice.tax + (invoice.other or 0))
    return invoice
