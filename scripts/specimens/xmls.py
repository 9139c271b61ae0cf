"""XML in ten dialects: the tax platform's and its spellings, attachments, vouchers, pinyin names."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from fapiao.invoice import Invoice, Kind, Line, Party
from scripts.specimens import invented

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def xml_specimens(chance: random.Random) -> Iterator[tuple[str, bytes, Invoice]]:
    """Yield name, bytes and facts of one invoice in each dialect."""
    rows = invented.lines
    for name, wrapper in (("platform", ""), ("wrapped", "Envelope"), ("percent", ""), ("gbk", ""), ("utf16", "")):
        invoice = _plain(invented.digital(chance, Kind.DIGITAL_SPECIAL, rows(chance, 2, discounts=name == "percent")))
        text = _platform(invoice, percent=name == "percent")
        text = f"<{wrapper}>{text}</{wrapper}>" if wrapper else text
        encoding = {"gbk": "gb18030", "utf16": "utf-16"}.get(name, "utf-8")
        yield name, f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding), invoice
    old = invented.electronic(chance, Kind.E_ORDINARY, rows(chance, 3))
    yield "attachment", attachment(old).encode(), replace(old, title="")
    for name in ("inv", "einv"):
        make = invented.electronic if name == "inv" else invented.digital
        kind = Kind.E_ORDINARY if name == "inv" else Kind.DIGITAL_ORDINARY
        invoice = make(chance, kind, rows(chance, 2))
        yield name, _xbrl(invoice, name).encode(), _sparse(invoice)
    for name, group in (("pinyin", "MX"), ("pinyin-xm", "FYXM")):
        old = invented.electronic(chance, Kind.E_ORDINARY, rows(chance, 2))
        yield name, _pinyin(old, group).encode(), replace(old, title="")


def _plain(invoice: Invoice) -> Invoice:
    """Return the invoice as the platform's XML tells it."""
    return replace(invoice, qr="")


def _sparse(invoice: Invoice) -> Invoice:
    return replace(invoice, qr="", machine_no="", cipher="", title="")


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _platform(invoice: Invoice, *, percent: bool) -> str:
    code = "01" if invoice.kind is Kind.DIGITAL_SPECIAL else "02"

    def label(name: str, value: str, words: str) -> str:
        return f"<{name}><LabelCode>{value}</LabelCode><LabelName>{words}</LabelName></{name}>"

    def party(who: str, party: Party) -> str:
        return f"<{who}Information>{_element(f'{who}IdNum', party.tax_id)}{_element(f'{who}Name', party.name)}</{who}Information>"

    def row(line: Line) -> str:
        rate = line.rate.source if percent else f"{line.rate.value}"
        return (
            "<IssuItemInformation>"
            + _element("ItemName", line.name)
            + _element("SpecMod", line.spec)
            + _element("MeaUnits", line.unit)
            + _element("Quantity", line.quantity.source)
            + _element("UnPrice", line.price.source)
            + _element("Amount", f"{line.amount:.2f}")
            + _element("TaxRate", rate)
            + _element("ComTaxAm", line.tax.source)
            + _element("TotaltaxIncludedAmount", f"{(line.amount or 0) + (line.tax.value or Decimal(0)):.2f}")
            + "</IssuItemInformation>"
        )

    words = "增值税专用发票" if code == "01" else "普通发票"
    return (
        f"<EInvoice><Header><EIid>{invoice.number}</EIid><EInvoiceTag>SWEI3200</EInvoiceTag><Version>0.31</Version>"
        f"<InherentLabel>{label('InIssuType', 'Y', '蓝字')}{label('EInvoiceType', '01', '电子发票')}"
        f"{label('GeneralOrSpecialVAT', code, words)}</InherentLabel></Header><EInvoiceData>"
        + party("Seller", invoice.seller)
        + party("Buyer", invoice.buyer)
        + "<BasicInformation>"
        + _element("TotalAmWithoutTax", f"{invoice.net:.2f}")
        + _element("TotalTaxAm", f"{invoice.tax:.2f}")
        + _element("TotalTax-includedAmount", f"{invoice.gross:.2f}")
        + _element("TotalTax-includedAmountInChinese", invoice.gross_words)
        + _element("Drawer", invoice.issuer)
        + _element("RequestTime", f"{invoice.issued_on:%Y-%m-%d} 10:11:12")
        + "</BasicInformation>"
        + "".join(row(line) for line in invoice.lines or ())
        + f"<AdditionalInformation>{_element('Remark', invoice.remark)}</AdditionalInformation></EInvoiceData>"
        f"<TaxSupervisionInfo><InvoiceNumber>{invoice.number}</InvoiceNumber><IssueTime>{invoice.issued_on:%Y-%m-%d}</IssueTime>"
        "</TaxSupervisionInfo></EInvoice>"
    )


def attachment(invoice: Invoice) -> str:
    """Return the ``original_invoice.xml`` that 2020 OFDs carry."""

    def party(who: str, party: Party) -> str:
        return (
            f"<fp:{who}>"
            + _element(f"fp:{who}Name", party.name)
            + _element(f"fp:{who}TaxID", party.tax_id)
            + _element(f"fp:{who}AddrTel", f"{party.address} {party.phone}")
            + _element(f"fp:{who}FinancialAccount", f"{party.bank} {party.account}")
            + f"</fp:{who}>"
        )

    def goods(line: Line) -> str:
        names = (
            "Item",
            "Specification",
            "MeasurementDimension",
            "Price",
            "Quantity",
            "Amount",
            "TaxScheme",
            "TaxAmount",
        )
        texts = (
            line.name,
            line.spec,
            line.unit,
            line.price.source,
            line.quantity.source,
            f"{line.amount:.2f}",
            line.rate.source,
            line.tax.source,
        )
        return (
            "<fp:GoodsInfo>"
            + "".join(_element(f"fp:{n}", t) for n, t in zip(names, texts, strict=True))
            + "</fp:GoodsInfo>"
        )

    head = {
        "InvoiceCode": invoice.code,
        "InvoiceNo": invoice.number,
        "IssueDate": f"{invoice.issued_on:%Y年%m月%d日}",
        "InvoiceCheckCode": invoice.check_code,
        "MachineNo": invoice.machine_no,
        "TaxControlCode": invoice.cipher,
        "TaxInclusiveTotalAmount": f"{invoice.gross:.2f}",
        "TaxInclusiveTotalAmountWithWords": invoice.gross_words,
        "TaxTotalAmount": f"{invoice.tax:.2f}",
        "TaxExclusiveTotalAmount": f"{invoice.net:.2f}",
        "Note": invoice.remark,
        "InvoiceClerk": invoice.issuer,
        "Payee": invoice.payee,
        "Checker": invoice.checker,
        "GraphCode": invoice.qr,
    }
    return (
        f'{_HEAD}<fp:eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019">'
        + "".join(_element(f"fp:{name}", text) for name, text in head.items())
        + party("Buyer", invoice.buyer)
        + party("Seller", invoice.seller)
        + f"<fp:GoodsInfos>{''.join(goods(line) for line in invoice.lines or ())}</fp:GoodsInfos></fp:eInvoice>"
    )


def _xbrl(invoice: Invoice, name: str) -> str:
    date = "2021-09-30" if name == "inv" else "2023-12-31"

    def party(who: str, party: Party) -> str:
        found = _element(f"v:NameOf{who}", party.name)
        found += _element(f"v:TaxpayerIdentificationNumberUnifiedSocialCreditCodeOf{who}", party.tax_id)
        if party.address:
            found += _element(f"v:AddressPhoneNumberOf{who}", f"{party.address} {party.phone}")
            found += _element(f"v:DepositBankAndAccountNumberOf{who}", f"{party.bank} {party.account}")
        return found

    def goods(line: Line) -> str:
        names = (
            "NameOfTaxableGoodsOrServices",
            "Specification",
            "UnitOfGoodsOrServices",
            "QuantityOfGoodsOrServices",
            "UnitPriceOfGoodsOrServices",
            "AmountExcludingTax",
            "TaxRate",
            "TaxAmount",
        )
        texts = (
            line.name,
            line.spec,
            line.unit,
            line.quantity.source,
            line.price.source,
            f"{line.amount:.2f}",
            line.rate.source,
            line.tax.source,
        )
        tag = "v:InformationOfTaxableGoodsOrServicesDetailItemsTuple"
        return f"<{tag}>" + "".join(_element(f"v:{n}", t) for n, t in zip(names, texts, strict=True)) + f"</{tag}>"

    head = {
        "TypeOfInvoice": "电子发票（普通发票）" if not invoice.code else "增值税电子普通发票",
        "CodeOfInvoice": invoice.code,
        "NumberOfInvoice": invoice.number,
        "DateOfIssue": f"{invoice.issued_on:%Y-%m-%d}",
        "TotalAmountExcludingTax": f"{invoice.net:.2f}",
        "TotalTaxAmount": f"{invoice.tax:.2f}",
        "TaxIncludedAmountInFigures": f"{invoice.gross:.2f}",
        "TaxIncludedAmountInWords": invoice.gross_words,
        "Remarks": invoice.remark,
        "Issuer": invoice.issuer,
        "Payee": invoice.payee,
        "Reviewer": invoice.checker,
        "IdentifyingCode": invoice.check_code,
    }
    return (
        f'{_HEAD}<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:v="http://xbrl.mof.gov.cn/taxonomy/{date}/{name}">'
        + "".join(_element(f"v:{key}", text) for key, text in head.items() if text)
        + party("Purchaser", invoice.buyer)
        + party("Seller", invoice.seller)
        + "".join(goods(line) for line in invoice.lines or ())
        + "</xbrl>"
    )


def _pinyin(invoice: Invoice, group: str) -> str:
    def goods(line: Line) -> str:
        texts = {
            "SPMC": line.name,
            "GGXH": line.spec,
            "DW": line.unit,
            "SPSL": line.quantity.source,
            "DJ": line.price.source,
            "JE": f"{line.amount:.2f}",
            "SLV": line.rate.source,
            "SE": line.tax.source,
        }
        return f"<{group}>" + "".join(_element(name, text) for name, text in texts.items()) + f"</{group}>"

    head = {
        "FPDM": invoice.code,
        "FPHM": invoice.number,
        "KPRQ": f"{invoice.issued_on:%Y%m%d}",
        "JSHJXX": f"{invoice.gross:.2f}",
        "HJJE": f"{invoice.net:.2f}",
        "HJSE": f"{invoice.tax:.2f}",
        "JSHJDX": invoice.gross_words,
        "GFMC": invoice.buyer.name,
        "GFSH": invoice.buyer.tax_id,
        "GFDZDH": f"{invoice.buyer.address} {invoice.buyer.phone}",
        "GFYHZH": f"{invoice.buyer.bank} {invoice.buyer.account}",
        "XFMC": invoice.seller.name,
        "XFSH": invoice.seller.tax_id,
        "XFDZDH": f"{invoice.seller.address} {invoice.seller.phone}",
        "XFYHZH": f"{invoice.seller.bank} {invoice.seller.account}",
        "BZ": invoice.remark,
        "KPR": invoice.issuer,
        "SKR": invoice.payee,
        "FHR": invoice.checker,
        "JYM": invoice.check_code,
        "JQBH": invoice.machine_no,
        "MMQ": invoice.cipher,
    }
    return (
        f"{_HEAD}<business><FPXX>"
        + "".join(_element(name, text) for name, text in head.items())
        + f"<MXS>{''.join(goods(line) for line in invoice.lines or ())}</MXS></FPXX></business>"
    )
