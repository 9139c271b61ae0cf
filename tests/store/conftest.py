"""A store in a folder of its own, and invented invoices to put into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data.sql.store import SqlStore, create_store
from fapiao.invoice import Figure, Invoice, Kind, Line, Party
from fapiao.ledger import Draft, seal
from fapiao.paper import Paper
from fapiao.reprint import Attempt, AttemptState, PageKind, Reprint


class Made:
    """Makes invented records."""

    now = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

    def invoice(self, serial: int = 1, **facts: Any) -> Invoice:
        plain = Invoice(
            number=f"2642{serial:016d}",
            kind=Kind.DIGITAL_ORDINARY,
            issued_on=date(2026, 3, 18),
            gross=Decimal("106.00"),
            net=Decimal("100.00"),
            tax=Decimal("6.00"),
            buyer=Party("武汉虚拟采购集团有限公司", "91420199MAXXTE118Q"),
            seller=Party("武汉样例软件技术有限公司", "91420199MAXXTE011D", bank="样例银行"),
            lines=(Line("*软件*样例", quantity=Figure(Decimal(1), "1"), amount=Decimal("100.00")),),
        )
        return replace(plain, **facts)

    def reprint(self, invoice: Invoice, copy_no: int = 1, **facts: Any) -> Reprint:
        plain = Reprint(0, invoice.full_no, copy_no, "", "alice", "desk-1", self.now, Paper.A4_UPPER, key="k")
        return replace(plain, **facts)

    def test_page(self, **facts: Any) -> Reprint:
        plain = Reprint(
            0, "", 0, "", "alice", "desk-1", self.now, Paper.A4_UPPER, kind=PageKind.TEST, title="测试页 前台"
        )
        return replace(plain, **facts)

    def attempt(self, uuid: str = "u1", state: AttemptState = AttemptState.AUTHORISED, **facts: Any) -> Attempt:
        return replace(Attempt(uuid, "7K3P", state, "前台", "file:/out", self.now, "host:1:1"), **facts)

    def entries(self, store: SqlStore, count: int) -> None:
        """Append to the ledger."""
        with store.writing() as unit:
            for number in range(count):
                tail = unit.ledger.tail()
                draft = Draft("test", "alice", "desk-1", f"key-{tail.seq if tail else 0}-{number}", {"n": number})
                unit.ledger.append(seal(draft, tail, self.now, "k-1", b"s" * 32))
            unit.commit()

    def put(self, store: SqlStore, *invoices: Invoice) -> None:
        with store.writing() as unit:
            for one in invoices:
                unit.invoices.put(one, ())
            unit.commit()


@pytest.fixture(scope="session")
def made() -> Made:
    return Made()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'desk.db'}"


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    new = create_store(url)
    yield new
    new.close()
