"""OFDs in three styles: 2020 with an attachment, 2024 with custom tags, and a page alone."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import segno

from fapiao.invoice import Kind
from scripts.specimens import invented
from scripts.specimens.faces import sheets_of
from scripts.specimens.xmls import attachment

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from fapiao.invoice import Invoice
    from scripts.specimens.strokes import Sheet, Text

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_POINT = 0.3528


def ofd_specimens(chance: random.Random) -> Iterator[tuple[str, bytes, Invoice]]:
    """Yield name, bytes and facts of an invoice of each kind in each style."""
    rows = invented.lines
    for style in ("attachment", "tags", "page"):
        if style != "tags":
            for name, kind in (("e-ordinary", Kind.E_ORDINARY), ("e-special", Kind.E_SPECIAL)):
                invoice = invented.electronic(chance, kind, rows(chance, 2))
                yield f"{style}-{name}", _ofd(invoice, style), invoice
            discounted = invented.electronic(chance, Kind.E_ORDINARY, rows(chance, 1, discounts=True))
            yield f"{style}-discount", _ofd(discounted, style), discounted
        if style != "attachment":
            for name, kind in (("special", Kind.DIGITAL_SPECIAL), ("ordinary", Kind.DIGITAL_ORDINARY)):
                invoice = invented.digital(chance, kind, rows(chance, 2))
                yield f"{style}-{name}", _ofd(invoice, style), invoice


def page_ofd(*sheets: Sheet) -> bytes:
    """Return an OFD that holds nothing but pages."""
    return _packed(sheets, {}, {})


def _ofd(invoice: Invoice, style: str) -> bytes:
    sheets = sheets_of(invoice)
    extra: dict[str, str] = {}
    if style == "attachment":
        extra["Doc_0/Attachs/original_invoice.xml"] = attachment(invoice)
    tags = _tags(invoice) if style == "tags" else {}
    return _packed(sheets, extra, tags)


def _tags(invoice: Invoice) -> dict[str, str]:
    """Return what is tagged: element name to the text of the object that it points at."""
    return {
        "InvoiceNo": invoice.number,
        "IssueDate": f"{invoice.issued_on:%Y年%m月%d日}",
        "BuyerName": invoice.buyer.name,
        "BuyerTaxID": invoice.buyer.tax_id,
        "SellerName": invoice.seller.name,
        "SellerTaxID": invoice.seller.tax_id,
        "TaxExclusiveTotalAmount": f"¥{invoice.net:.2f}",
        "TaxTotalAmount": f"¥{invoice.tax:.2f}",
        "TaxInclusiveTotalAmount": f"¥{invoice.gross:.2f}",
        "InvoiceClerk": invoice.issuer,
    }


def _packed(sheets: Sequence[Sheet], extra: dict[str, str], tags: dict[str, str]) -> bytes:
    members: dict[str, bytes] = {}
    ids: dict[str, int] = {}
    pages = ""
    for index, sheet in enumerate(sheets):
        pages += f'<ofd:Page ID="{100 + index}" BaseLoc="Pages/Page_{index}/Content.xml"/>'
        body = "".join(_object(text, 1000 * (index + 1) + at, ids) for at, text in enumerate(sheet.texts))
        if sheet.code:
            x, y = sheet.code_at
            body += (
                f'<ofd:ImageObject ID="{900 + index}" Boundary="{x} {y} 20 20" CTM="20 0 0 20 0 0" ResourceID="50"/>'
            )
        members[f"Doc_0/Pages/Page_{index}/Content.xml"] = _part(
            "Page",
            f"<ofd:Area><ofd:PhysicalBox>0 0 {sheet.width} {sheet.height}</ofd:PhysicalBox></ofd:Area>"
            f'<ofd:Content><ofd:Layer ID="{800 + index}">{body}</ofd:Layer></ofd:Content>',
        )
    code = next((s.code for s in sheets if s.code), "")
    media = ""
    if code:
        out = io.BytesIO()
        segno.make_qr(code, error="m").save(out, kind="png", scale=4, border=2)
        members["Doc_0/Res/code.png"] = out.getvalue()
        media = '<ofd:MultiMedias><ofd:MultiMedia ID="50" Type="Image"><ofd:MediaFile>code.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    fonts = '<ofd:Fonts><ofd:Font ID="1" FontName="宋体"/></ofd:Fonts>'
    members["Doc_0/Res.xml"] = _part("Res", fonts + media, 'BaseLoc="Res"')
    more = ""
    if tags:
        refs = "".join(
            f'<ofd:{name}><ofd:ObjectRef PageRef="100">{ids[text]}</ofd:ObjectRef></ofd:{name}>'
            for name, text in tags.items()
            if text in ids
        )
        members["Doc_0/Tags/CustomTag.xml"] = _part("root", refs, 'version="1.0"')
        members["Doc_0/Tags/CustomTags.xml"] = _part(
            "CustomTags", '<ofd:CustomTag TypeID="root"><ofd:FileLoc>CustomTag.xml</ofd:FileLoc></ofd:CustomTag>'
        )
        more += "<ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags>"
    if extra:
        members["Doc_0/Attachs/Attachments.xml"] = _part(
            "Attachments",
            '<ofd:Attachment ID="70" Name="original_invoice" Format="xml"><ofd:FileLoc>original_invoice.xml</ofd:FileLoc></ofd:Attachment>',
        )
        more += "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
        members |= {name: text.encode() for name, text in extra.items()}
    members["Doc_0/Document.xml"] = _part(
        "Document",
        f"<ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID><ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{pages}</ofd:Pages>{more}",
    )
    root = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    members["OFD.xml"] = _part("OFD", root, 'Version="1.0" DocType="OFD"')
    return _zipped(members)


def _object(text: Text, number: int, ids: dict[str, int]) -> str:
    size = text.size * _POINT
    widths = [size if ord(c) > 0x2000 else size / 2 for c in text.text]
    width = sum(widths)
    x = text.x - {"l": 0.0, "c": width / 2, "r": width}[text.align]
    ids.setdefault(text.text, number)
    deltas = " ".join(f"{w:.3f}" for w in widths[:-1])
    delta = f' DeltaX="{deltas}"' if deltas else ""
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{x:.3f} {text.y - size:.3f} {width:.3f} {size * 1.3:.3f}" Font="1" Size="{size:.3f}">'
        f'<ofd:TextCode X="0" Y="{size:.3f}"{delta}>{escape(text.text)}</ofd:TextCode></ofd:TextObject>'
    )


def _part(name: str, body: str, attributes: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} {_NS} {attributes}>{body}</ofd:{name}>'.encode()


def _zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()
