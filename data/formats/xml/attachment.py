"""``original_invoice.xml`` of 2020 e-invoices: root ``eInvoice``, with the few fields ofdkit does not keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.formats.kinds import is_guess, kind_of
from data.formats.values import block, day, digits, figure, line, money, party, payload, rate, red_link, tax_figure
from data.formats.xml.names import Texts, containers_of, rows
from fapiao.identity import check_identity
from fapiao.invoice import Invoice, Line
from fapiao.said import say

if TYPE_CHECKING:
    from data.formats.xml.node import Node

_CIPHER_ROWS = 4
_ROWS = ("goodsinfo",)


def read_attachment(root: Node, title: str = "") -> Invoice:
    """Return the invoice. Raises UnusableIdentity, UnusableAmount."""
    head = Texts(root, containers_of(root, _ROWS))
    get = head.get
    issued_on = day(get("IssueDate"))
    identity = check_identity(get("InvoiceCode"), get("InvoiceNo"))
    remark = block(get("Note"))
    qr = payload(get("GraphCode"))
    blue, confirmation = red_link(remark)
    buyer, seller = (
        party(get(f"{who}Name"), get(f"{who}TaxID"), get(f"{who}AddrTel"), get(f"{who}FinancialAccount"))
        for who in ("Buyer", "Seller")
    )
    return Invoice(
        number=identity.number,
        code=identity.code,
        kind=kind_of(identity.code, title, qr),
        kind_guessed=is_guess(identity.code, title, qr),
        issued_on=issued_on,
        gross=money(get("TaxInclusiveTotalAmount"), say("价税合计")),
        net=money(get("TaxExclusiveTotalAmount"), say("合计金额")),
        tax=money(get("TaxTotalAmount"), say("合计税额")),
        gross_words=line(get("TaxInclusiveTotalAmountWithWords")),
        buyer=buyer,
        seller=seller,
        lines=tuple(_line(Texts(goods)) for goods in rows(root, _ROWS, "item")),
        remark=remark,
        issuer=line(get("InvoiceClerk")),
        payee=line(get("Payee")),
        checker=line(get("Checker")),
        check_code=digits(get("InvoiceCheckCode")),
        machine_no=digits(get("MachineNo")),
        cipher=cipher_rows(get("TaxControlCode")),
        qr=qr,
        title=line(title, 60),
        red_of=blue,
        red_confirmation=confirmation,
        sources=() if issued_on or not get("IssueDate") else ((say("开票日期"), line(get("IssueDate"), 40)),),
    )


def cipher_rows(text: str) -> str:
    """Break an unbroken 密码区 into its four rows; other texts stay as they are."""
    bare = "".join(text.split())
    if len(bare) % _CIPHER_ROWS or not bare or "\n" in text.strip():
        return block(text)
    width = len(bare) // _CIPHER_ROWS
    return block("\n".join(bare[i : i + width] for i in range(0, len(bare), width)))


def _line(goods: Texts) -> Line:
    return Line(
        name=line(goods.get("Item")),
        spec=line(goods.get("Specification")),
        unit=line(goods.get("MeasurementDimension"), 60),
        quantity=figure(goods.get("Quantity")),
        price=figure(goods.get("Price")),
        amount=money(goods.get("Amount"), say("行金额")),
        rate=rate(goods.get("TaxScheme")),
        tax=tax_figure(goods.get("TaxAmount")),
    )
