"""The JSON shapes of the command line (docs/command-line.md): other programs depend on them.

Amounts are strings, dates ISO, null where unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fapiao.amounts import plain
from fapiao.doubts.all import doubts_of
from fapiao.usecases.records.history import reprint_shape

if TYPE_CHECKING:
    from fapiao.errors import FapiaoError
    from fapiao.invoice import Line, Party
    from fapiao.ledger import Verification
    from fapiao.stored import Row
    from fapiao.usecases.invoices.import_files import Imported
    from fapiao.usecases.invoices.inspect import Inspection
    from fapiao.usecases.paper.order import PaperResult
    from fapiao.verdict import Finding

Shape = dict[str, Any]


def error(problem: FapiaoError) -> Shape:
    """An error."""
    shape: Shape = {"code": problem.code, "message": problem.message, "cure": problem.cure}
    if rule := getattr(problem, "rule", ""):
        shape["rule"] = rule
    if fields := problem.fields:
        shape["fields"] = fields
    return {"error": shape}


def finding(item: Finding) -> Shape:
    """One finding of a verdict or a file."""
    return {
        "rule": item.rule,
        "level": item.level.value,
        "facts": dict(item.facts),
        "message": item.message,
        "cure": item.cure or None,
        "who": item.who or None,
    }


def imported(line: Imported) -> Shape:
    """One file of an import."""
    findings = [finding(f) for f in line.findings]
    findings += [
        {"rule": "file.conflict", "level": "warn", "facts": {}, "message": c, "cure": None, "who": None}
        for c in line.conflicts
    ]
    return {
        "path": line.path,
        "result": line.result.value,
        "number": line.number or None,
        "code": line.code or None,
        "kind": line.kind or None,
        "findings": findings,
        "error": error(line.error)["error"] if line.error else None,
    }


def row(item: Row) -> Shape:
    """One line of a search."""
    return {
        "number": item.number,
        "code": item.code or None,
        "kind": item.kind,
        "issued_on": item.issued_on.isoformat() if item.issued_on else None,
        "buyer": item.buyer or None,
        "seller": item.seller or None,
        "gross": plain(item.gross),
        "status": item.status.value,
        "print_state": item.print_state.value,
        "matched": item.matched or None,
        "doubt": item.doubt or None,
        "set_aside": item.set_aside,
    }


def _party(party: Party) -> Shape:
    return {"name": party.name or None, "tax_id": party.tax_id or None}


def _line(line: Line) -> Shape:
    return {
        "name": line.name,
        "spec": line.spec or None,
        "unit": line.unit or None,
        "quantity": line.quantity.source or None,
        "price": line.price.source or None,
        "amount": plain(line.amount),
        "rate": line.rate.source or None,
        "tax": plain(line.tax.value) if line.tax.value is not None else line.tax.source or None,
        "extras": dict(line.extras),
    }


def shown(seen: Inspection) -> Shape:
    """All facts and history of an invoice."""
    stored = seen.stored
    invoice = stored.invoice
    return {
        "number": invoice.number,
        "code": invoice.code or None,
        "kind": invoice.kind.value,
        "variant": invoice.variant or None,
        "issued_on": invoice.issued_on.isoformat() if invoice.issued_on else None,
        "buyer": _party(invoice.buyer),
        "seller": _party(invoice.seller),
        "net": plain(invoice.net),
        "tax": plain(invoice.tax),
        "other": plain(invoice.other),
        "gross": plain(invoice.gross),
        "gross_words": invoice.gross_words or None,
        "lines": None if invoice.lines is None else [_line(line) for line in invoice.lines],
        "tables": [
            {"title": t.title, "columns": list(t.columns), "rows": [list(r) for r in t.rows]} for t in invoice.tables
        ],
        "remark": invoice.remark or None,
        "issuer": invoice.issuer or None,
        "check_code": invoice.check_code or None,
        "machine_no": invoice.machine_no or None,
        "qr": invoice.qr or None,
        "red_of": invoice.red_of or None,
        "red_by": list(stored.red_by),
        "status": stored.status.value,
        "reimbursed": stored.reimbursed,
        "print_state": seen.verdict.state.value,
        "conflicts": list(stored.conflicts),
        "set_aside": stored.set_aside or None,
        "doubts": [
            {"rule": d.rule, "weight": d.weight.value, "message": d.message, "facts": dict(d.facts)}
            for d in doubts_of(invoice)
        ],
        "files": [
            {
                "sha256": d.sha256,
                "media": d.media.value,
                "seal": d.seal.state.value,
                "note": d.seal.note,
                "name": d.name,
                "parked": d.parked or None,
            }
            for d in stored.documents
        ],
        "reprints": [reprint_shape(r) for r in seen.history],
    }


def verdict(seen: Inspection) -> Shape:
    """The answer of ``why``."""
    return {
        "verdict": seen.verdict.decision.value,
        "operation": seen.verdict.operation.value,
        "copy_no": seen.verdict.copy_no,
        "findings": [finding(f) for f in seen.verdict.findings],
    }


def paper(result: PaperResult, number: str) -> Shape:
    """What one reprint came to."""
    attempt = result.attempt
    return {
        "reprint": result.reprint.serial,
        "number": number,
        "copy_no": result.reprint.copy_no,
        "outcome": result.outcome.value,
        "evidence": int(attempt.evidence),
        "seen": attempt.seen.value if attempt.seen else None,
        "printer": attempt.printer,
        "artefact": {"sha256": attempt.sha256 or None, "path": result.path or None},
        **({"error": error(result.error)["error"]} if result.error else {}),
    }


def verification(result: Verification) -> Shape:
    """The answer of ``ledger verify``."""
    return {
        "ok": result.ok,
        "entries": result.entries,
        "first_bad": result.first_bad,
        "why": result.why or None,
        "head": result.checkpoint.hash if result.checkpoint else None,
    }
