"""Many papers in order."""

from __future__ import annotations

from fapiao.cases.bound import Room, ask, case
from fapiao.usecases.batch.answer import answer_stack, reopen
from fapiao.usecases.batch.check import check_lines
from fapiao.usecases.batch.claim import as_it_stands, close_batch
from fapiao.usecases.batch.draft import add_invoices, change_batch, make_batch, open_lines, take_out
from fapiao.usecases.batch.listing import count_batches, list_batches
from fapiao.usecases.batch.manifest import check_manifest, manifest, save_manifest
from fapiao.usecases.batch.number_file import numbers_of
from fapiao.usecases.batch.print_manifest import print_manifest
from fapiao.usecases.batch.run import run_batch


class BatchCases(Room):
    """What is done with batches."""

    listed = case(list_batches)
    count = case(count_batches)
    open_lines = case(open_lines)
    add = case(add_invoices)
    make = case(make_batch)
    take_out = case(take_out)
    change = case(change_batch)
    check = case(check_lines)
    run = case(run_batch)
    close = case(close_batch)
    as_it_stands = ask(as_it_stands)
    answer_stack = case(answer_stack)
    reopen = case(reopen)
    numbers_of = case(numbers_of)
    manifest = case(manifest)
    check_manifest = ask(check_manifest)
    save_manifest = case(save_manifest)
    print_manifest = case(print_manifest)
