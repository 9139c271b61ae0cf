"""What a reading of an invoice is compared with, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.amounts import plain

if TYPE_CHECKING:
    from fapiao.invoice import Invoice, Line


def facts_of(invoice: Invoice) -> dict[str, str]:
    """Return the fields of an invoice as texts, by name; what it does not say is empty."""
    found = {
        "kind": invoice.kind.value,
        "number": invoice.number,
        "code": invoice.code,
        "date": invoice.issued_on.isoformat() if invoice.issued_on else "",
        "buyer.name": _bare(invoice.buyer.name),
        "buyer.tax_id": invoice.buyer.tax_id,
        "buyer.address": _bare(invoice.buyer.address),
        "buyer.account": invoice.buyer.account,
        "seller.name": _bare(invoice.seller.name),
        "seller.tax_id": invoice.seller.tax_id,
        "seller.account": invoice.seller.account,
        "net": plain(invoice.net) or "",
        "tax": plain(invoice.tax) or "",
        "other": plain(invoice.other) or "",
        "gross": plain(invoice.gross) or "",
        "gross_words": _bare(invoice.gross_words),
        "check_code": invoice.check_code,
        "machine_no": invoice.machine_no,
        "cipher": invoice.cipher,
        "issuer": invoice.issuer,
        "payee": invoice.payee,
        "checker": invoice.checker,
        "remark": _bare(invoice.remark),
        "variant": invoice.variant,
        "red_of": invoice.red_of,
        "lines": "" if invoice.lines is None else str(len(invoice.lines)),
    }
    for index, row in enumerate(invoice.lines or ()):
        found |= {f"line {index + 1}.{name}": text for name, text in _line(row).items()}
    for table in invoice.tables:
        for index, cells in enumerate(table.rows):
            for column, text in zip(table.columns, cells, strict=True):
                found[f"{table.title} {index + 1}.{column}"] = _bare(text)
    return found


def _line(row: Line) -> dict[str, str]:
    return {
        "name": row.name,
        "spec": row.spec,
        "unit": row.unit,
        "quantity": row.quantity.source,
        "price": row.price.source,
        "amount": plain(row.amount) or "",
        "rate": row.rate.source,
        "tax": plain(row.tax.value) or row.tax.source,
    } | dict(row.extras)


def _bare(text: str) -> str:
    return "".join(text.split())
