"""A desk with its services, and a pile of invoices that nobody has printed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from deskdriver import Driver
from fapiao.batch import LineState
from fapiao.invoice import Invoice
from fapiao.services import Services
from practicedesk import digital, make_desk

Steps = Callable[[Driver], Awaitable[None]]


G, W = LineState.GOOD, LineState.WAITING


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return make_desk(tmp_path)


@pytest.fixture
def pile(services: Services) -> list[Invoice]:
    """Invoices in hand."""
    return [digital(services, nth) for nth in range(5)]
