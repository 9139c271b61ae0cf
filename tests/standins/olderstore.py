"""What an older program wrote: rows without the columns that came later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.sql import invoices

if TYPE_CHECKING:
    import pytest

    from fapiao.invoice import Invoice

_LATER = frozenset({"doubt"})
_COLUMNS = invoices._columns


def write_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let invoices be put without the columns of later migrations."""
    monkeypatch.setattr(invoices, "_columns", _without_later)


def _without_later(invoice: Invoice) -> dict[str, Any]:
    return {name: value for name, value in _COLUMNS(invoice).items() if name not in _LATER}
