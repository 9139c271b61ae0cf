"""``reprint``."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.paper import PrintSettings
from fapiao.reprint import Outcome
from fapiao.said import say, spaced
from fapiao.text import clean
from fapiao.usecases.paper.order import Order
from fapiao.usecases.printers.desk_settings import check_settings
from tui import shapes
from tui.commands.context import cases_of, put, put_json, signed_in
from tui.commands.reasons import reason_named

if TYPE_CHECKING:
    import argparse

    from fapiao.usecases.paper.order import PaperResult

_EXIT = {Outcome.CONFIRMED: 0, Outcome.HANDED_OVER: 0, Outcome.UNKNOWN: 4}
_FAILED = 5


def reprint_invoice(args: argparse.Namespace) -> int:
    """Print; exit 0 confirmed or handed over, 3 refused, 4 unknown, 5 failed and nothing left us."""
    with signed_in(cases_of(args), args.operator, args.password_file) as cases:
        number = cases.invoices.find_one(args.number)
        printer = cases.printers.called(args.printer)
        settings = PrintSettings(args.printer, copies=args.copies, remark=clean(args.remark), stamp=args.stamp)
        if printer is not None:
            settings = replace(settings, paper=printer.paper)
        order = Order(
            number,
            check_settings(settings),
            secrets.token_hex(16),
            reason=reason_named(args.reason),
            applicant=clean(args.applicant, limit=60),
        )
        results = cases.paper.reprint(order)
    for result in results:
        _say(result, as_json=args.json)
    return max(_EXIT.get(r.outcome, _FAILED) for r in results)


def _say(result: PaperResult, *, as_json: bool) -> None:
    number = result.reprint.full_no
    if as_json:
        put_json(shapes.paper(result, number[-20:] if len(number) == 20 else number))
        return
    copy_no = say("第 {copy_no} 次", copy_no=result.reprint.copy_no)
    note = str(result.error) if result.error else result.attempt.note
    put(spaced((copy_no, number, result.outcome.label, result.attempt.printer, note)))
