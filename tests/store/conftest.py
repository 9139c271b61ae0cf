"""A store in a folder of its own, and invented invoices to put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from data.store import SqlStore, create_store
from fapiao.invoice import Figure, Invoice, Kind, Line, Party
from fapiao.paper import Paper
from fapiao.reprint import Attempt, AttemptState, Reprint

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'desk.db'}"


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    made = create_store(url)
    yield made
    made.close()


def invoice(serial: int = 1, **facts: object) -> Invoice:
    """An invented 数电票."""
    plain = Invoice(
        number=f"2642{serial:016d}",
        kind=Kind.DIGITAL_ORDINARY,
        issued_on=date(2026, 3, 18),
        gross=Decimal("106.00"),
        net=Decimal("100.00"),
        tax=Decimal("6.00"),
        buyer=Party("武汉虚拟采购集团有限公司", "91420199MAXXTE118Q"),
        seller=Party("武汉样例软件技术有限公司", "91420199MAXXTE011D", bank="样例银行", account="0000420100000000001"),
        lines=(Line("*软件*样例", quantity=Figure(Decimal(1), "1"), amount=Decimal("100.00")),),
    )
    from dataclasses import replace

    return replace(plain, **facts)  # type: ignore[arg-type]


def reprint(full_no: str, copy_no: int = 1, key: str = "k") -> Reprint:
    return Reprint(0, full_no, copy_no, "", "alice", "desk-1", NOW, Paper.A4_UPPER, key=key)


def attempt(uuid: str, state: AttemptState = AttemptState.AUTHORISED) -> Attempt:
    return Attempt(uuid, "7K3P", state, "前台", "file:/out", NOW, "host:1:1")


@pytest.fixture
def put(store: SqlStore) -> Callable[..., Invoice]:
    def _put(*made: Invoice) -> Invoice:
        with store.writing() as unit:
            for one in made:
                unit.invoices.put(one, ())
            unit.commit()
        return made[0]

    return _put
