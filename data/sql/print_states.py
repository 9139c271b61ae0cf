"""The print state of an invoice, kept on its row so that lists can show and narrow by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, update

from data.sql.reprint_rows import reprints_where
from data.sql.tables import INVOICE, REPRINT
from fapiao.invoice import Kind
from fapiao.reprint import Outcome, PrintState, print_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fapiao.reprint import Reprint


def print_state_of(connection: Connection, invoice_id: int, *, printed_before: bool) -> tuple[PrintState, int]:
    """Return the state and the number of papers made so far."""
    reprints = reprints_where(connection, REPRINT.c.invoice_id == invoice_id)
    return print_state(reprints, printed_before=printed_before), papers_of(reprints)


def papers_of(reprints: Sequence[Reprint]) -> int:
    """Count the papers that came out, or may have."""
    return sum(1 for r in reprints if r.is_burnt and r.outcome is not Outcome.LOST)


def keep_print_state(connection: Connection, invoice_id: int) -> None:
    """Write the state anew after one of the invoice's papers moved."""
    kind = connection.execute(select(INVOICE.c.kind).where(INVOICE.c.id == invoice_id)).scalar_one()
    state, copies = print_state_of(connection, invoice_id, printed_before=Kind(kind).is_paper)
    connection.execute(
        update(INVOICE).where(INVOICE.c.id == invoice_id), {"print_state": state.value, "copies": copies}
    )
