"""``reprint``."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.paper import PrintSettings
from fapiao.reprint import Outcome
from fapiao.said import say, spaced
from fapiao.text import clean
from fapiao.usecases.invoices.find import find_one
from fapiao.usecases.paper.order import Order
from fapiao.usecases.paper.recover import recover
from fapiao.usecases.paper.reprint import reprint
from fapiao.usecases.people.sign_in import sign_in, sign_out
from fapiao.usecases.printers.desk_settings import check_settings
from tui import shapes
from tui.commands.context import put, put_json, read_password, services_of
from tui.commands.reasons import reason_named
from tui.language import read_as

if TYPE_CHECKING:
    import argparse

    from fapiao.usecases.paper.order import PaperResult

_EXIT = {Outcome.CONFIRMED: 0, Outcome.HANDED_OVER: 0, Outcome.UNKNOWN: 4}
_FAILED = 5


def reprint_invoice(args: argparse.Namespace) -> int:
    """Print; exit 0 confirmed or handed over, 3 refused, 4 unknown, 5 failed and nothing left us."""
    services = services_of(args)
    recover(services)
    password = read_password(args.password_file) or ""
    session = sign_in(services, args.operator, password)
    read_as(services, session)
    try:
        number = find_one(services, session, args.number)
        with services.store.reading() as unit:
            printer = unit.printers.get(args.printer)
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
        results = reprint(services, session, order)
    finally:
        sign_out(services, session)
    for result in results:
        _say(result, as_json=args.json)
    return max(_EXIT.get(r.outcome, _FAILED) for r in results)


def _say(result: PaperResult, *, as_json: bool) -> None:
    number = result.reprint.full_no
    if as_json:
        put_json(shapes.paper(result, number[-20:] if len(number) == 20 else number))
        return
    copy_no = say("第 {copy_no} 次", copy_no=result.reprint.copy_no)
    told = str(result.error) if result.error else result.attempt.note
    put(spaced((copy_no, number, result.outcome.label, result.attempt.printer, told)))
