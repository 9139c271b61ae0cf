"""数电票 XML: root ``EInvoice``, as the tax platform delivers it (docs/invoices.md)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.formats.values import block, day, digits, figure, line, money, rate, red_link, tax_figure
from data.formats.xml.special import read_special
from fapiao.errors import UnreadableFile, UnusableIdentity
from fapiao.identity import check_identity, squeeze
from fapiao.invoice import Invoice, Kind, Line, Party
from fapiao.said import listed, say

if TYPE_CHECKING:
    from data.formats.xml.node import Node

_SPECIAL, _ORDINARY = "01", "02"
_TWENTY = re.compile(r"[0-9]{20}")


def read_einvoice(root: Node) -> Invoice:
    """Return the invoice. Raises UnreadableFile, UnusableIdentity, UnusableAmount."""
    data = root.child("EInvoiceData")
    if data is None:
        raise UnreadableFile(say("XML 里没有发票数据（EInvoiceData）"), say("请重新下载该文件"))
    number = _number(root)
    basic = data.child("BasicInformation")
    issued_on = day(root.get("TaxSupervisionInfo", "IssueTime")) or (day(basic.get("RequestTime")) if basic else None)
    variant = _variant(root)
    lines = tuple(_line(item) for item in data.all("IssuItemInformation"))
    special = read_special(data.child("SpecificInformation"), variant, lines)
    remark = block(_text(data, "AdditionalInformation", "Remark"))
    blue, confirmation = red_link(remark)
    is_blue = root.get("Header", "InherentLabel", "InIssuType", "LabelCode") != "N"
    return Invoice(
        number=number,
        kind=_kind(root),
        issued_on=issued_on,
        gross=money(_text(data, "BasicInformation", "TotalTax-includedAmount"), say("价税合计")),
        net=money(_text(data, "BasicInformation", "TotalAmWithoutTax"), say("合计金额")),
        tax=money(_text(data, "BasicInformation", "TotalTaxAm"), say("合计税额")),
        gross_words=line(_text(data, "BasicInformation", "TotalTax-includedAmountInChinese")),
        buyer=_party(data.child("BuyerInformation"), "Buyer"),
        seller=_party(data.child("SellerInformation"), "Seller"),
        lines=special.lines,
        tables=special.tables,
        variant=variant,
        remark=remark,
        issuer=line(_text(data, "BasicInformation", "Drawer")),
        payee=line(_text(data, "BasicInformation", "Payee")),
        checker=line(_text(data, "BasicInformation", "Checker")),
        red_of=special.red_of or ("" if is_blue else blue),
        red_confirmation=special.red_confirmation or ("" if is_blue else confirmation),
    )


def _number(root: Node) -> str:
    stated = [n.text for n in root.find_all("InvoiceNumber")] + [n.text for n in root.find_all("EIid")]
    numbers = dict.fromkeys(digits(text) for text in stated if text.strip())
    if not numbers:
        raise UnusableIdentity(say("XML 里没有发票号码"), say("请重新下载该文件"))
    if len(numbers) > 1:
        raise UnusableIdentity(
            say("XML 里的发票号码自相矛盾：{numbers}", numbers=listed(list(numbers)[:3])),
            say("请核对来源，不要使用该文件"),
        )
    number = squeeze(next(iter(numbers)))
    # The element says that this is a 数电票's number, so one that does not begin with a year is odd, not something else.
    return number if _TWENTY.fullmatch(number) else check_identity("", number, digital=True).number


def _kind(root: Node) -> Kind:
    label = root.find("GeneralOrSpecialVAT")
    code = label.get("LabelCode") if label else ""
    name = label.get("LabelName") if label else ""
    if code == _SPECIAL or "专用" in name:
        return Kind.DIGITAL_SPECIAL
    if code == _ORDINARY or "普通" in name or not code:
        return Kind.DIGITAL_ORDINARY
    raise UnreadableFile(
        say("不认识的票种 {code} {name}", code=line(code, 10), name=line(name, 20)), say("请联系管理员")
    )


def _variant(root: Node) -> str:
    for label in root.find_all("Label"):
        if "特定" in label.get("LabelType") and label.get("LabelName"):
            return line(label.get("LabelName"), 40)
    return ""


def _party(node: Node | None, prefix: str) -> Party:
    if node is None:
        return Party()
    return Party(
        name=line(node.get(f"{prefix}Name")),
        tax_id=digits(node.get(f"{prefix}IdNum")).upper(),
        address=line(node.get(f"{prefix}Addr")),
        phone=line(node.get(f"{prefix}TelNum"), 60),
        bank=line(node.get(f"{prefix}BankName")),
        account=line(node.get(f"{prefix}BankAccNum"), 60),
    )


def _line(item: Node) -> Line:
    return Line(
        name=line(item.get("ItemName")),
        spec=line(item.get("SpecMod")),
        unit=line(item.get("MeaUnits"), 60),
        quantity=figure(item.get("Quantity")),
        price=figure(item.get("UnPrice")),
        amount=money(item.get("Amount"), say("行金额")),
        rate=rate(item.get("TaxRate")),
        tax=tax_figure(item.get("ComTaxAm")),
    )


def _text(node: Node, *path: str) -> str:
    """Like ``get``, with the blanks that belong to the text."""
    found: Node | None = node
    for name in path:
        found = found.child(name) if found else None
    return found.text if found else ""
