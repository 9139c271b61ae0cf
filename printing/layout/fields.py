"""What a field shows: named sources, invoice -> text. A layout picks from these; nothing is evaluated."""

from collections.abc import Callable
from decimal import Decimal

from fapiao.invoice import Invoice, Kind, Line, Party

Source = Callable[[Invoice], str]

_GROUP = 5
_DIGITAL_PAPER = frozenset({Kind.DIGITAL_PAPER_SPECIAL, Kind.DIGITAL_PAPER_ORDINARY})
TABLE = "table:"
"""Begins a source that is a column of the invoice's own tables: ``table:车次``."""


def yen(amount: Decimal | None) -> str:
    """Return ``¥1234.50``; empty for None. Faces carry no thousands separators."""
    return "" if amount is None else f"¥{amount:.2f}"


def amount_text(amount: Decimal | None) -> str:
    """Return ``1234.50``; empty for None."""
    return "" if amount is None else f"{amount:.2f}"


def date_zh(invoice: Invoice) -> str:
    """Return ``2026年03月18日``."""
    return f"{invoice.issued_on:%Y}年{invoice.issued_on:%m}月{invoice.issued_on:%d}日" if invoice.issued_on else ""


def check_code(invoice: Invoice) -> str:
    """Return the 校验码 in groups of five, as faces print it; on 数电纸质发票 it is the 20-digit number (docs/invoices.md)."""
    if invoice.kind in _DIGITAL_PAPER and invoice.check_code in {"", invoice.number}:
        return invoice.number if invoice.paper_number else ""
    code = invoice.check_code
    return " ".join(code[i : i + _GROUP] for i in range(0, len(code), _GROUP))


def tax(invoice: Invoice) -> str:
    """Return the total tax; ``***`` where the lines say so and there is no figure."""
    if invoice.tax is not None:
        return yen(invoice.tax)
    return next((line.tax.source for line in invoice.lines or () if line.tax.source), "")


def remark(invoice: Invoice) -> str:
    """Return the remark, followed by facts that have no place of their own on any face and that it does not tell."""
    parts = [invoice.remark.strip("\n")] if invoice.remark.strip() else []
    facts = (
        ("被红冲蓝字发票号码：", invoice.red_of),
        ("红字发票信息确认单编号：", invoice.red_confirmation),
        ("数电票号码：", _hidden_number(invoice)),
    )
    parts += [label + value for label, value in facts if value and value not in invoice.remark]
    forbidden = "纸质打印件不能作为报销入账归档依据"
    if invoice.voucher_forbidden and forbidden not in invoice.remark:
        parts.append(f"仅供电子报销入账查阅和电子归档使用，{forbidden}")
    return "\n".join(parts)


def _hidden_number(invoice: Invoice) -> str:
    """Return the 20 digits where the face shows the number of the stock and a 校验码 of its own."""
    return invoice.number if invoice.paper_number and check_code(invoice) != invoice.number else ""


def _contact(party: Party) -> str:
    return " ".join(part for part in (party.address, party.phone) if part)


def _bank(party: Party) -> str:
    return " ".join(part for part in (party.bank, party.account) if part)


SOURCES: dict[str, Source] = {
    "title": lambda i: i.face_title,
    "variant": lambda i: i.variant,
    "code": lambda i: i.paper_code or i.code,
    "number": lambda i: i.paper_number or i.number,
    "date": date_zh,
    "check_code": check_code,
    "machine_no": lambda i: i.machine_no,
    "cipher": lambda i: i.cipher,
    "buyer_name": lambda i: i.buyer.name,
    "buyer_id": lambda i: i.buyer.tax_id,
    "buyer_contact": lambda i: _contact(i.buyer),
    "buyer_bank": lambda i: _bank(i.buyer),
    "seller_name": lambda i: i.seller.name,
    "seller_id": lambda i: i.seller.tax_id,
    "seller_contact": lambda i: _contact(i.seller),
    "seller_bank": lambda i: _bank(i.seller),
    "net": lambda i: yen(i.net),
    "tax": tax,
    "other": lambda i: yen(i.other) if i.other else "",
    "gross_words": lambda i: i.gross_words,
    "gross": lambda i: yen(i.gross),
    "remark": remark,
    "issuer": lambda i: i.issuer,
    "payee": lambda i: i.payee,
    "checker": lambda i: i.checker,
    "page_no": lambda _: "",
}
"""``page_no`` is filled in by the page that it stands on."""


def is_source(name: str) -> bool:
    """Tell whether a layout may name ``name`` as a source."""
    return name in SOURCES or name.startswith(TABLE)


def value(invoice: Invoice, source: str) -> str:
    """Return the text of ``source``: one of SOURCES, or a column of a table that has a single row."""
    if not source.startswith(TABLE):
        return SOURCES[source](invoice)
    wanted = source.removeprefix(TABLE)
    for table in invoice.tables:
        if wanted in table.columns and len(table.rows) == 1:
            return dict(zip(table.columns, table.rows[0], strict=False)).get(wanted, "")
    return ""


def line_text(line: Line, key: str) -> str:
    """Return what a row shows in the column ``key``."""
    if key.startswith("extra:"):
        wanted = key.removeprefix("extra:")
        return next((value for label, value in line.extras if is_label(label, wanted)), "")
    return _LINE_SOURCES[key](line)


_LINE_SOURCES: dict[str, Callable[[Line], str]] = {
    "name": lambda line: line.name,
    "spec": lambda line: line.spec,
    "unit": lambda line: line.unit,
    "quantity": lambda line: line.quantity.source,
    "price": lambda line: line.price.source,
    "amount": lambda line: amount_text(line.amount),
    "rate": lambda line: line.rate.source,
    "tax": lambda line: amount_text(line.tax.value) if line.tax.value is not None else line.tax.source,
}


LINE_LABELS = {
    "name": "项目名称",
    "spec": "规格型号",
    "unit": "单位",
    "quantity": "数量",
    "price": "单价",
    "amount": "金额",
    "rate": "税率",
    "tax": "税额",
}


def is_label(label: str, wanted: str) -> bool:
    """Tell whether a row's label is the column ``wanted``; 车辆类型 and 类型 are one column."""
    return label == wanted or label.endswith(wanted)
