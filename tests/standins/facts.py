"""Invented invoices, papers and people for tests of rules: whole by default, each part changed by name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from fapiao.identity import Identity, build_qr
from fapiao.invoice import Figure, Invoice, Kind, Line, Party, Status
from fapiao.paper import Paper
from fapiao.people import Operator, Role
from fapiao.reprint import Attempt, AttemptState, Evidence, Reprint
from fapiao.stored import StoredInvoice

NOW = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
"""10:30 in Shanghai."""
NUMBER = "26422000000099000501"
BUYER = Party("武汉甲乙测试有限公司", "91420199MAXXVTE118")
SELLER = Party("武汉丙丁测试有限公司", "91350100M000100Y43")


def an_invoice(number: str = NUMBER, **changes: Any) -> Invoice:
    """A 数电普票 of 100.00 + 6.00, issued 2026-03-18, with a QR payload that agrees with it."""
    facts: dict[str, Any] = {
        "number": number,
        "kind": Kind.DIGITAL_ORDINARY,
        "issued_on": date(2026, 3, 18),
        "gross": Decimal("106.00"),
        "net": Decimal("100.00"),
        "tax": Decimal("6.00"),
        "gross_words": "壹佰零陆圆整",
        "buyer": BUYER,
        "seller": SELLER,
        "issuer": "张三",
        "lines": (
            Line(
                "*信息技术服务*软件维护",
                unit="次",
                quantity=Figure(Decimal(1), "1"),
                price=Figure(Decimal(100), "100.00"),
                amount=Decimal("100.00"),
                rate=Figure(Decimal("0.06"), "6%"),
                tax=Figure(Decimal("6.00"), "6.00"),
            ),
        ),
    } | changes
    if "qr" not in facts and not facts.get("code"):
        facts["qr"] = build_qr(
            Kind.DIGITAL_ORDINARY,
            Identity("", number),
            f"{facts['gross']:.2f}",
            facts["issued_on"] or date(2026, 3, 18),
        )
    return Invoice(**facts)


def stored(invoice: Invoice | None = None, **changes: Any) -> StoredInvoice:
    """That invoice as the store knows it: normal, not reimbursed, no file."""
    facts: dict[str, Any] = {"id": 1, "invoice": invoice or an_invoice(), "status": Status.NORMAL}
    return StoredInvoice(**(facts | changes))


def an_attempt(state: AttemptState = AttemptState.CONFIRMED, **changes: Any) -> Attempt:
    """One try on printer A4."""
    facts: dict[str, Any] = {
        "uuid": "00000000-0000-4000-8000-000000000001",
        "code": "7F3A",
        "state": state,
        "printer": "A4",
        "machine": "m1",
        "at": NOW,
        "holder": "host:1:1",
        "evidence": Evidence.PRINTED if state is AttemptState.CONFIRMED else Evidence.NOTHING,
    }
    return Attempt(**(facts | changes))


def a_paper(copy_no: int = 1, *attempts: Attempt | AttemptState, **changes: Any) -> Reprint:
    """One paper with those tries."""
    facts: dict[str, Any] = {
        "id": copy_no,
        "full_no": NUMBER,
        "copy_no": copy_no,
        "serial": f"1-{copy_no:06d}",
        "operator": "xiaoli",
        "desk": "front-1",
        "at": NOW,
        "paper": Paper.A4_UPPER,
        "attempts": tuple(an_attempt(a) if isinstance(a, AttemptState) else a for a in attempts),
    }
    return Reprint(**(facts | changes))


def somebody(*roles: Role, name: str = "xiaoli", **changes: Any) -> Operator:
    """An account with those roles."""
    return Operator(name, roles=frozenset(roles), **changes)
