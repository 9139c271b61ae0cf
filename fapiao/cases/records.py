"""What was printed, and what waits for a person."""

from __future__ import annotations

from fapiao.cases.bound import Room, ask, case
from fapiao.usecases.records.day import day_figures, day_tallies
from fapiao.usecases.records.export import export_records, exported
from fapiao.usecases.records.history import records, tallies
from fapiao.usecases.records.ledger import ledger_check
from fapiao.usecases.records.record import last_printed, read_record
from fapiao.usecases.records.scan import attach_file, attach_scan, file_scan, scans_of
from fapiao.usecases.records.slip import check_slip
from fapiao.usecases.records.worklist import count_worklist, worklist


class RecordCases(Room):
    """What is done with records."""

    listed = case(records)
    tallies = case(tallies)
    read = case(read_record)
    last_printed = case(last_printed)
    day_figures = case(day_figures)
    day_tallies = case(day_tallies)
    export = ask(export_records)
    exported = ask(exported)
    worklist = case(worklist)
    count_worklist = case(count_worklist)
    scans_of = case(scans_of)
    attach_scan = case(attach_scan)
    attach_file = case(attach_file)
    file_scan = case(file_scan)
    check_slip = case(check_slip)
    check_ledger = ask(ledger_check)
