"""数电票 XML: root ``EInvoice``, as the tax platform delivers it and as other programs write it again (docs/formats.md)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.formats.values import block, day, digits, figure, line, money, rate, red_link, tax_figure
from data.formats.xml.names import Texts, containers_of, find, plain, rows
from data.formats.xml.special import read_special
from data.formats.xml.variant import variant_of
from fapiao.errors import UnreadableFile, UnusableIdentity
from fapiao.identity import check_identity, squeeze
from fapiao.invoice import Invoice, Kind, Line, Party
from fapiao.said import listed, say

if TYPE_CHECKING:
    from data.formats.xml.node import Node

_SPECIAL, _ORDINARY = frozenset({"01", "1"}), frozenset({"02", "2"})
_TWENTY = re.compile(r"[0-9]{20}")
ITEMS = ("issuiteminformation", "issueiteminformation", "iteminformation")
"""Plain names with which the elements of goods begin."""
ITEM_MARK = "itemname"


def read_einvoice(root: Node) -> Invoice:
    """Return the invoice. Raises UnreadableFile, UnusableIdentity, UnusableAmount."""
    data = find(root, "einvoicedata") or (root if find(root, "basicinformation") else None)
    if data is None:
        raise UnreadableFile(say("XML 里没有发票数据（EInvoiceData）"), say("请重新下载该文件"))
    block_node = find(data, "specificinformation")
    apart = containers_of(data, ITEMS) | ({id(block_node)} if block_node else set())
    head, around = Texts(data, apart), Texts(root, apart | {id(data)} if data is not root else apart)
    stated = around.get("IssueTime") or head.get("RequestTime", "IssueTime", "IssueDate")
    issued_on = day(around.get("IssueTime")) or day(head.get("RequestTime", "IssueTime", "IssueDate"))
    variant = variant_of(root, block_node)
    special = read_special(block_node, variant, tuple(einvoice_line(row) for row in rows(data, ITEMS, ITEM_MARK)))
    remark = block(head.get("Remark"))
    blue, confirmation = red_link(remark)
    kind, is_guess = kind_of_label(root)
    label = find(root, "inissutype")
    is_blue = (Texts(label).get("LabelCode", "InIssuType") if label else "").strip() != "N"
    return Invoice(
        number=_number(root, apart),
        kind=kind,
        kind_guessed=is_guess,
        issued_on=issued_on,
        gross=money(head.get("TotalTax-includedAmount"), say("价税合计")),
        net=money(head.get("TotalAmWithoutTax"), say("合计金额")),
        tax=money(head.get("TotalTaxAm"), say("合计税额")),
        gross_words=line(head.get("TotalTax-includedAmountInChinese")),
        buyer=einvoice_party(head, "Buyer"),
        seller=einvoice_party(head, "Seller"),
        lines=special.lines,
        tables=special.tables,
        variant=variant,
        remark=remark,
        issuer=line(head.get("Drawer")),
        payee=line(head.get("Payee")),
        checker=line(head.get("Checker")),
        red_of=special.red_of or ("" if is_blue else blue),
        red_confirmation=special.red_confirmation or ("" if is_blue else confirmation),
        sources=() if issued_on or not stated.strip() else ((say("开票日期"), line(stated, 40)),),
    )


def kind_of_label(root: Node) -> tuple[Kind, bool]:
    """Return the kind and whether it is a guess: where no label says 专用 or 普通. Raises UnreadableFile for others."""
    label = find(root, "generalorspecialvat")
    texts = Texts(label) if label else None
    code = texts.get("LabelCode", "GeneralOrSpecialVAT").strip() if texts else ""
    name = texts.get("LabelName").strip() if texts else ""
    if code in _SPECIAL or "专用" in name + code:
        return Kind.DIGITAL_SPECIAL, False
    if code in _ORDINARY or "普通" in name + code:
        return Kind.DIGITAL_ORDINARY, False
    if not code and not name:
        return Kind.DIGITAL_ORDINARY, True
    raise UnreadableFile(
        say("不认识的票种 {code} {name}", code=line(code, 10), name=line(name, 20)), say("请联系管理员")
    )


def einvoice_party(head: Texts, prefix: str) -> Party:
    """Return a party by the names that a 数电票 gives its fields."""
    return Party(
        name=line(head.get(f"{prefix}Name")),
        tax_id=digits(head.get(f"{prefix}IdNum")).upper(),
        address=line(head.get(f"{prefix}Addr")),
        phone=line(head.get(f"{prefix}TelNum"), 60),
        bank=line(head.get(f"{prefix}BankName")),
        account=line(head.get(f"{prefix}BankAccNum"), 60),
    )


def einvoice_line(item: Node) -> Line:
    """Return one row of goods. Raises UnusableAmount."""
    texts = Texts(item)
    return Line(
        name=line(texts.get("ItemName")),
        spec=line(texts.get("SpecMod")),
        unit=line(texts.get("MeaUnits"), 60),
        quantity=figure(texts.get("Quantity")),
        price=figure(texts.get("UnPrice", "UnitPrice")),
        amount=money(texts.get("Amount"), say("行金额")),
        rate=rate(texts.get("TaxRate")),
        tax=tax_figure(texts.get("ComTaxAm")),
    )


def _number(root: Node, apart: set[int]) -> str:
    numbers: dict[str, None] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in apart:
            continue
        if plain(node.name) in {"invoicenumber", "eiid"} and not node.children and node.text.strip():
            numbers[digits(node.text)] = None
        waiting.extend(reversed(node.children))
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
