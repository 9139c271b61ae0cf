"""One file per group of commands; each handler takes parsed arguments and returns the exit code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.commands import (
    administration,
    batches,
    doctor,
    invoices,
    layouts,
    papers,
    previews,
    printers,
    records,
    stamps,
    support,
)

if TYPE_CHECKING:
    import argparse

HANDLERS: dict[str, Callable[[argparse.Namespace], int]] = {
    "import": invoices.import_paths,
    "find": invoices.find_invoices,
    "show": invoices.show,
    "why": invoices.why,
    "preview": previews.preview,
    "reimbursed": invoices.reimbursed,
    "reprint": papers.reprint_invoice,
    "batch": batches.batch,
    "records": records.records_list,
    "attach": records.attach,
    "printers": printers.printers,
    "layout": layouts.layout,
    "stamp": stamps.stamp,
    "init": administration.init,
    "users": administration.users,
    "policy": administration.policy,
    "ledger": administration.ledger,
    "doctor": doctor.doctor,
    "log": support.log,
    "support": support.support,
}
