"""Printers, and how faces lie on their papers."""

from __future__ import annotations

from fapiao.cases.bound import Room, ask, case
from fapiao.usecases.printers.choose import printer_called, printers
from fapiao.usecases.printers.desk_settings import load_settings, recalled, save_settings
from fapiao.usecases.printers.layouts import reset_layout, risks_of, set_layout, show_layout
from fapiao.usecases.printers.probe import probe
from fapiao.usecases.printers.register import add_printer
from fapiao.usecases.printers.ruler_page import apply_reading, offset_of, print_test_page
from fapiao.usecases.printers.site_stamp import remove_stamp, set_stamp, stamp_in_force
from fapiao.usecases.printers.status import printer_status


class PrinterCases(Room):
    """What is done with printers."""

    all = ask(printers)
    add = case(add_printer)
    status = ask(printer_status)
    probe = case(probe)
    load_settings = ask(load_settings)
    recalled = ask(recalled)
    save_settings = ask(save_settings)
    show_layout = case(show_layout)
    set_layout = case(set_layout)
    reset_layout = case(reset_layout)
    risks_of = ask(risks_of)
    offset_of = ask(offset_of)
    apply_reading = case(apply_reading)
    print_test_page = case(print_test_page)
    stamp = ask(stamp_in_force)
    set_stamp = case(set_stamp)
    remove_stamp = case(remove_stamp)
    called = ask(printer_called)
