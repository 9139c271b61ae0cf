"""One invented invoice in every XML dialect, with any figure of it changed by name."""

from __future__ import annotations

from dataclasses import dataclass, replace

MOF = "http://xbrl.mof.gov.cn/taxonomy"


@dataclass(frozen=True)
class Sheet:
    """The texts of an invoice of two lines; the second is a discount."""

    number: str = "26422000000099000771"
    day: str = "2026-03-18"
    net: str = "270.00"
    tax: str = "16.20"
    gross: str = "286.20"
    words: str = "贰佰捌拾陆圆贰角"
    amount: str = "300.00"
    quantity: str = "3"
    price: str = "100.00"
    rate: str = "0.06"
    line_tax: str = "18.00"
    qr_amount: str = "286.20"
    seller: str = "武汉示范商贸有限公司"

    @property
    def discount(self) -> tuple[str, str]:
        """Amount and tax of the second line."""
        return "-30.00", "-1.80"


GOOD = Sheet()
MUTATIONS = {
    "net": replace(GOOD, net="271.00"),
    "tax": replace(GOOD, tax="16.30"),
    "gross": replace(GOOD, gross="268.20"),
    "words": replace(GOOD, words="贰佰陆拾捌圆贰角"),
    "words that cannot be read": replace(GOOD, words="贰佰捌拾某圆贰角"),
    "line amount": replace(GOOD, amount="310.00"),
    "line tax": replace(GOOD, line_tax="18.50"),
    "rate": replace(GOOD, rate="0.13"),
    "rate beyond reason": replace(GOOD, rate="600%"),
    "price": replace(GOOD, price="110.00"),
    "year of the number": replace(GOOD, number="25422000000099000771"),
}


def item(sheet: Sheet, nth: int, inside: str = "") -> str:
    """One row with the element names of a 数电票."""
    amount, tax = (sheet.amount, sheet.line_tax) if nth == 1 else sheet.discount
    figures = f"<Quantity>{sheet.quantity}</Quantity><UnPrice>{sheet.price}</UnPrice>" if nth == 1 else ""
    row = (
        f"<ItemName>*信息技术服务*维护</ItemName>{figures}<Amount>{amount}</Amount><TaxRate>{sheet.rate}</TaxRate>"
        f"<ComTaxAm>{tax}</ComTaxAm>"
    )
    return f"<{inside}>{row}</{inside}>" if inside else row


def digital(
    sheet: Sheet = GOOD,
    *,
    root: str = "EInvoice",
    items: str = "",
    total: str = "TotalTax-includedAmount",
    label: str = "<LabelCode>02</LabelCode><LabelName>普通发票</LabelName>",
    special: str = "",
    extra: str = "",
) -> str:
    """数电票 XML."""
    rows = items or "".join(f"<IssuItemInformation>{item(sheet, n)}</IssuItemInformation>" for n in (1, 2))
    return (
        f"<{root}><Header><EIid>{sheet.number}</EIid><InherentLabel><GeneralOrSpecialVAT>{label}</GeneralOrSpecialVAT>"
        f"</InherentLabel>{extra}</Header><EInvoiceData>"
        f"<SellerInformation><SellerIdNum>91420199MAXXTE118Q</SellerIdNum><SellerName>{sheet.seller}</SellerName>"
        "</SellerInformation><BuyerInformation><BuyerName>个人</BuyerName></BuyerInformation><BasicInformation>"
        f"<TotalAmWithoutTax>{sheet.net}</TotalAmWithoutTax><TotalTaxAm>{sheet.tax}</TotalTaxAm>"
        f"<{total}>{sheet.gross}</{total}><{total}InChinese>{sheet.words}</{total}InChinese>"
        f"<RequestTime>{sheet.day} 10:00:00</RequestTime></BasicInformation>{rows}{special}</EInvoiceData>"
        f"<TaxSupervisionInfo><InvoiceNumber>{sheet.number}</InvoiceNumber><IssueTime>{sheet.day}</IssueTime>"
        f"</TaxSupervisionInfo></{root}>"
    )


def nested(sheet: Sheet = GOOD) -> str:
    """Rows one level deeper than they should be."""
    inner = item(sheet, 1, "Item") + item(sheet, 2, "Item")
    return digital(sheet, items=f"<IssuItemInformation>{inner}</IssuItemInformation>")


def side_by_side(sheet: Sheet = GOOD) -> str:
    """Rows without an element of their own."""
    return digital(sheet, items=f"<IssuItemInformation>{item(sheet, 1)}{item(sheet, 2)}</IssuItemInformation>")


def wrapped(sheet: Sheet = GOOD) -> str:
    """A platform's envelope, with prefixed names in another case."""
    inner = digital(sheet, root="e:Einvoice").replace("EInvoiceData", "EinvoiceData")
    return f'<ns:Response xmlns:ns="urn:x" xmlns:e="urn:e"><ns:Body>{inner}</ns:Body></ns:Response>'


def einv(sheet: Sheet = GOOD) -> str:
    """The voucher of the Ministry of Finance, with the names of a 数电票."""
    rows = "".join(f"<e:IssuItemInformation>{item(sheet, n)}</e:IssuItemInformation>" for n in (1, 2))
    return (
        f'<xbrl xmlns:e="{MOF}/2023-12-31/einv"><e:InvoiceNumber>{sheet.number}</e:InvoiceNumber>'
        f"<e:RequestTime>{sheet.day} 10:00:00</e:RequestTime><e:SellerName>{sheet.seller}</e:SellerName>"
        f"<e:TotalAmWithoutTax>{sheet.net}</e:TotalAmWithoutTax><e:TotalTaxAm>{sheet.tax}</e:TotalTaxAm>"
        f"<e:TotalTaxIncludedAmount>{sheet.gross}</e:TotalTaxIncludedAmount>"
        f"<e:TotalTaxIncludedAmountInChinese>{sheet.words}</e:TotalTaxIncludedAmountInChinese>{rows}</xbrl>"
    )


def xbrl(sheet: Sheet = GOOD) -> str:
    """The voucher with its own names."""
    rows = ""
    for amount, tax in ((sheet.amount, sheet.line_tax), sheet.discount):
        first = amount == sheet.amount
        figures = (
            f"<i:QuantityOfGoodsOrServices>{sheet.quantity}</i:QuantityOfGoodsOrServices>"
            f"<i:UnitPriceOfGoodsOrServices>{sheet.price}</i:UnitPriceOfGoodsOrServices>"
        )
        rows += (
            "<i:InformationOfTaxableGoodsOrServicesDetailItemsTuple><i:NameOfTaxableGoodsOrServices>*维护*维护"
            f"</i:NameOfTaxableGoodsOrServices>{figures if first else ''}<i:AmountExcludingTax>{amount}"
            f"</i:AmountExcludingTax><i:TaxRate>{sheet.rate}</i:TaxRate><i:TaxAmount>{tax}</i:TaxAmount>"
            "</i:InformationOfTaxableGoodsOrServicesDetailItemsTuple>"
        )
    return (
        f'<xbrl xmlns:i="{MOF}/2021-09-30/inv"><i:NumberOfInvoice>{sheet.number}</i:NumberOfInvoice>'
        "<i:TypeOfInvoice>电子发票（普通发票）</i:TypeOfInvoice>"
        f"<i:DateOfIssue>{sheet.day}</i:DateOfIssue><i:NameOfSeller>{sheet.seller}</i:NameOfSeller>"
        f"<i:TotalAmountExcludingTax>{sheet.net}</i:TotalAmountExcludingTax>"
        f"<i:TotalTaxAmount>{sheet.tax}</i:TotalTaxAmount>"
        f"<i:TaxIncludedAmountInFigures>{sheet.gross}</i:TaxIncludedAmountInFigures>"
        f"<i:TaxIncludedAmountInWords>{sheet.words}</i:TaxIncludedAmountInWords>{rows}</xbrl>"
    )


def pinyin(sheet: Sheet = GOOD) -> str:
    """Elements named in pinyin initials."""
    rows = ""
    for amount, tax in ((sheet.amount, sheet.line_tax), sheet.discount):
        figures = f"<SPSL>{sheet.quantity}</SPSL><DJ>{sheet.price}</DJ>" if amount == sheet.amount else ""
        rows += f"<MX><SPMC>*维护*维护</SPMC>{figures}<JE>{amount}</JE><SLV>{sheet.rate}</SLV><SE>{tax}</SE></MX>"
    return (
        f"<business><FPHM>{sheet.number}</FPHM><FPMC>电子发票（普通发票）</FPMC><KPRQ>{sheet.day}</KPRQ>"
        f"<XSF_MC>{sheet.seller}</XSF_MC>"
        f"<HJJE>{sheet.net}</HJJE><HJSE>{sheet.tax}</HJSE><JSHJ>{sheet.gross}</JSHJ><JSHJDX>{sheet.words}</JSHJDX>"
        f"{rows}</business>"
    )


def attachment(sheet: Sheet = GOOD) -> str:
    """``original_invoice.xml`` with a QR payload."""
    rows = ""
    for amount, tax in ((sheet.amount, sheet.line_tax), sheet.discount):
        figures = f"<Price>{sheet.price}</Price><Quantity>{sheet.quantity}</Quantity>" if amount == sheet.amount else ""
        rows += (
            f"<GoodsInfo><Item>*维护*维护</Item>{figures}<Amount>{amount}</Amount><TaxScheme>{sheet.rate}</TaxScheme>"
            f"<TaxAmount>{tax}</TaxAmount></GoodsInfo>"
        )
    day = sheet.day.replace("-", "")
    return (
        f'<fp:eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019"><InvoiceNo>{sheet.number}</InvoiceNo>'
        f"<IssueDate>{sheet.day}</IssueDate><Seller><SellerName>{sheet.seller}</SellerName></Seller>"
        f"<TaxInclusiveTotalAmount>{sheet.gross}</TaxInclusiveTotalAmount><TaxTotalAmount>{sheet.tax}</TaxTotalAmount>"
        f"<TaxExclusiveTotalAmount>{sheet.net}</TaxExclusiveTotalAmount>"
        f"<TaxInclusiveTotalAmountWithWords>{sheet.words}</TaxInclusiveTotalAmountWithWords>"
        f"<GraphCode>01,32,,{GOOD.number},{sheet.qr_amount},{day},,</GraphCode><GoodsInfos>{rows}</GoodsInfos>"
        "</fp:eInvoice>"
    )


DIALECTS = {
    "数电票": digital,
    "items one level deeper": nested,
    "items side by side": side_by_side,
    "an envelope": wrapped,
    "einv": einv,
    "inv": xbrl,
    "pinyin": pinyin,
    "attachment of 2020": attachment,
}
