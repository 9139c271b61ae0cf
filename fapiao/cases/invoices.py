"""Invoices: found, looked at, taken in, given out."""

from __future__ import annotations

from fapiao.cases.bound import Room, case
from fapiao.usecases.invoices.compare import record_comparison
from fapiao.usecases.invoices.download import download
from fapiao.usecases.invoices.find import find, find_one
from fapiao.usecases.invoices.import_files import import_below, import_bytes
from fapiao.usecases.invoices.inspect import inspect_invoice
from fapiao.usecases.invoices.reimbursed import mark_reimbursed
from fapiao.usecases.invoices.set_aside import set_aside, take_back
from fapiao.usecases.invoices.verify import verify


class InvoiceCases(Room):
    """What is done with invoices."""

    find = case(find)
    find_one = case(find_one)
    inspect = case(inspect_invoice)
    verify = case(verify)
    import_bytes = case(import_bytes)
    import_below = case(import_below)
    mark_reimbursed = case(mark_reimbursed)
    record_comparison = case(record_comparison)
    set_aside = case(set_aside)
    take_back = case(take_back)
    download = case(download)
