"""Accounting vouchers of the Ministry of Finance (电子凭证会计数据标准) as XBRL instances, known by their namespace.

``inv`` is an e-invoice, ``rai`` a rail ticket, ``atr`` an air itinerary, ``einv`` a 数电票; banks and others are not
invoices (docs/invoices.md). Elements of the same meaning differ a little between the taxonomies, so each fact has names.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from data.formats.face.evidence import not_an_invoice
from data.formats.kinds import kind_of
from data.formats.values import block, day, digits, figure, line, money, party, rate, red_link, tax_figure
from fapiao.identity import check_identity
from fapiao.invoice import Invoice, Kind, Line, Party, Table
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.formats.xml.node import Node

_TAXONOMY = re.compile(r"^http://xbrl\.mof\.gov\.cn/taxonomy/[0-9-]+/([a-z_]+)$")
_GOODS = (
    "InformationOfTaxableGoodsOrServicesDetailItemsTuple",
    "InformationOfTaxableGoodsOrServicesTuple",
    "DetailInformationOfTaxableGoodsOrServicesTuple",
)
_OTHERS = {
    "bker": say("银行回单"),
    "bkrs": say("银行对账单"),
    "efi": say("财政票据"),
    "ntrev": say("财政票据"),
    "ctp": say("完税或缴税凭证"),
}
"""What the other vouchers of the standard are, as far as that is known."""
_RAIL = {
    "DepartureStation": "出发站",
    "DestinationStation": "到达站",
    "TrainNumber": "车次",
    "TravelDate": "乘车日期",
    "DepartureTime": "开车时间",
    "Carriage": "车厢",
    "Seat": "席位",
    "SeatLevel": "席别",
    "Name": "姓名",
    "IdNumber": "有效身份证件号",
    "ETicketNumber": "电子客票号",
    "TypeOfBusiness": "业务类型",
}
_AIR = {
    "DepartureStation": "出发站",
    "DestinationStation": "到达站",
    "Carrier": "承运人",
    "Flight": "航班号",
    "Class": "座位等级",
    "CarrierDate": "日期",
    "DepartureTime": "时间",
    "FareBasis": "客票级别",
    "FreeBaggageAllowance": "免费行李",
}


def taxonomy_of(root: Node) -> str:
    """Return the short name of the taxonomy, ``inv``, ``rai``, ``atr`` ...; empty for other XML."""
    names = (_TAXONOMY.match(namespace.strip()) for namespace in sorted(root.namespaces))
    return next((match[1] for match in names if match), "")


def read_xbrl(root: Node) -> Invoice:
    """Return the invoice. Raises UnreadableFile for a voucher that is none, UnusableIdentity, UnusableAmount."""
    readers = {"inv": _invoice, "einv": _invoice, "rai": _rail, "atr": _air}
    taxonomy = taxonomy_of(root)
    for name, reader in readers.items():
        if _is_named(taxonomy, name):
            return reader(_getter(root), root)
    looks = next((words for name, words in _OTHERS.items() if _is_named(taxonomy, name)), "")
    raise not_an_invoice(looks or say("会计凭证（{taxonomy}）", taxonomy=line(taxonomy, 20)))


def is_other_voucher(root: Node) -> bool:
    """Tell whether this is a voucher of the standard that is no invoice, such as a bank's."""
    taxonomy = taxonomy_of(root)
    return bool(taxonomy) and not any(_is_named(taxonomy, name) for name in ("inv", "einv", "rai", "atr"))


def _is_named(taxonomy: str, name: str) -> bool:
    return taxonomy == name or taxonomy.startswith(f"{name}_")


def _getter(root: Node) -> Callable[..., str]:
    texts: dict[str, str] = {}
    for node in root.walk():
        if not node.children and node.text.strip():
            texts.setdefault(node.name, node.text)

    def get(*names: str) -> str:
        return next((texts[name] for name in names if name in texts), "")

    return get


def _invoice(get: Callable[..., str], root: Node) -> Invoice:
    identity = check_identity(
        get("CodeOfInvoice", "InvoiceCode"), get("NumberOfInvoice", "InvoiceNumber", "UniqueCodeOfInvoice")
    )
    title = get("TypeOfInvoice", "TypeOfVoucher")
    remark = block(get("Remarks", "Remark"))
    blue, confirmation = red_link(remark)
    credit = "UnifiedSocialCreditCode"
    buyer, seller = (
        party(
            get(f"NameOf{who}"),
            get(
                f"TaxpayerIdentificationNumber{credit}Of{who}",
                f"{credit}Of{who}",
                f"{credit}TaxpayerIdentificationNumberOf{who}",
            ),
            get(f"AddressPhoneNumberOf{who}"),
            get(f"DepositBankAndAccountNumberOf{who}"),
        )
        for who in ("Purchaser", "Seller")
    )
    return Invoice(
        number=identity.number,
        code=identity.code,
        kind=kind_of(identity.code, title),
        issued_on=day(get("DateOfIssue", "IssueDate")),
        gross=money(get("TaxIncludedAmountInFigures", "TotalTaxIncludedAmount"), say("价税合计")),
        net=money(get("TotalAmountExcludingTax"), say("合计金额")),
        tax=money(get("TotalTaxAmount"), say("合计税额")),
        gross_words=line(get("TaxIncludedAmountInWords")),
        buyer=buyer,
        seller=seller,
        lines=tuple(_line(item) for name in _GOODS for item in root.find_all(name)),
        remark=remark,
        issuer=line(get("Issuer", "Drawer")),
        payee=line(get("Payee")),
        checker=line(get("Reviewer", "Checker")),
        check_code=digits(get("IdentifyingCode", "CheckCode")),
        machine_no=digits(get("NumberOfInvoiceMachine")),
        red_of=blue,
        red_confirmation=confirmation,
    )


def _line(item: Node) -> Line:
    get = _getter(item)
    return Line(
        name=line(get("NameOfTaxableGoodsOrServices", "ItemName")),
        spec=line(get("Specification", "SpecificationModel")),
        unit=line(get("UnitOfGoodsOrServices", "Unit"), 60),
        quantity=figure(get("QuantityOfGoodsOrServices", "Quantity")),
        price=figure(get("UnitPriceOfGoodsOrServices", "UnitPrice")),
        amount=money(get("AmountExcludingTax", "Amount"), say("行金额")),
        rate=rate(get("TaxRate")),
        tax=tax_figure(get("TaxAmount")),
    )


def _rail(get: Callable[..., str], _root: Node) -> Invoice:
    identity = check_identity("", get("ElectronicInvoiceRailwayETicketNumber"), digital=True)
    refunded = money(get("AmountRefunded"), say("退款金额"))
    return Invoice(
        number=identity.number,
        kind=Kind.RAIL,
        issued_on=day(get("DateOfIssue")),
        gross=money(get("Fare"), say("票价")) if refunded is None or get("Fare").strip() else refunded,
        net=money(get("TotalAmountExcludingTax"), say("金额")),
        tax=money(get("TaxAmount"), say("税额")),
        buyer=_buyer(get),
        tables=(_table("铁路电子客票", _RAIL, [get]),),
        red_of=digits(get("NumberOfOriginalInvoice")),
    )


def _air(get: Callable[..., str], root: Node) -> Invoice:
    identity = check_identity("", get("ElectronicInvoiceAirTransportReceiptNumber"), digital=True)
    segments = [_getter(s) for s in root.find_all("DetailInformationOfAirTicketTuple")]
    parts = [money(get(name), say("票价")) for name in ("Fare", "FuelSurcharge")]
    net = sum((p for p in parts if p is not None), Decimal(0)) if any(p is not None for p in parts) else None
    others = [money(get(name), say("基金")) for name in ("CivilAviationDevelopmentFund", "OtherTaxes")]
    passenger = {"PassengerName": "旅客姓名", "ValidIdNumber": "有效身份证件号", "ETicketNumber": "电子客票号码"}
    return Invoice(
        number=identity.number,
        kind=Kind.AIR,
        issued_on=day(get("IssueDate")),
        gross=money(get("TotalAmount"), say("合计")),
        net=net,
        tax=money(get("VatTaxAmount"), say("增值税税额")),
        other=sum((o for o in others if o is not None), Decimal(0)) if any(o is not None for o in others) else None,
        buyer=_buyer(get),
        seller=Party(line(get("NameOfSeller", "IssueParty"))),
        tables=(_table("旅客", passenger, [get]), _table("航段", _AIR, segments)),
        check_code=digits(get("VerificationCode")),
        remark=block(get("Endorsement")),
    )


def _buyer(get: Callable[..., str]) -> Party:
    return Party(line(get("NameOfPurchaser")), digits(get("UnifiedSocialCreditCodeOfPurchaser")).upper())


def _table(title: str, labels: dict[str, str], rows: list[Callable[..., str]]) -> Table:
    return Table(title, tuple(labels.values()), tuple(tuple(line(get(name)) for name in labels) for get in rows))
