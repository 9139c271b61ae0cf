"""``reprint``, ``records``, ``printers``."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fapiao.amounts import money
from fapiao.eligibility import HOME
from fapiao.errors import BadInput
from fapiao.identity import squeeze
from fapiao.paper import Printer, PrinterProfile, PrintSettings
from fapiao.reprint import Outcome
from fapiao.store import RecordFilter
from fapiao.text import clean, fit
from fapiao.usecases.administer import add_printer, paper_named
from fapiao.usecases.desk_settings import check_settings
from fapiao.usecases.find import find_one
from fapiao.usecases.order import Order
from fapiao.usecases.printer_status import printer_status
from fapiao.usecases.records import records, to_csv
from fapiao.usecases.recover import recover
from fapiao.usecases.reprint import reprint
from fapiao.usecases.sign_in import sign_in, sign_out
from tui import shapes
from tui.commands.context import host_session, put, put_json, read_password, services_of
from tui.commands.reasons import reason_named

if TYPE_CHECKING:
    import argparse

    from fapiao.usecases.order import PaperResult

_EXIT = {Outcome.CONFIRMED: 0, Outcome.HANDED_OVER: 0, Outcome.UNKNOWN: 4}
_FAILED = 5


def reprint_invoice(args: argparse.Namespace) -> int:
    """Print; exit 0 confirmed or handed over, 3 refused, 4 unknown, 5 failed and nothing left us."""
    services = services_of(args)
    recover(services)
    password = read_password(args.password_file) or ""
    session = sign_in(services, args.operator, password)
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
    tail = f"  {result.error}" if result.error else ""
    note = f"  {result.attempt.note}" if result.attempt.note and not result.error else ""
    put(f"第 {result.reprint.copy_no} 次  {number}  {result.outcome.label}  {result.attempt.printer}{note}{tail}")


def records_list(args: argparse.Namespace) -> int:
    """Print or save the history."""
    services = services_of(args)
    rows = records(services, host_session(services), RecordFilter(full_no=squeeze(args.number), limit=100_000))
    if args.csv:
        try:
            Path(args.csv).write_text(to_csv(rows), encoding="utf-8", newline="")
        except OSError as error:
            raise BadInput(f"写不了 {Path(args.csv).name}（{error.strerror}）", "请换一个位置") from error
    if args.json:
        put_json([shapes.record(r) for r in rows])
    elif not args.csv:
        for row in rows:
            item = row.reprint
            put(
                f"{item.at.astimezone(HOME):%Y-%m-%d %H:%M}  {fit(row.code + row.number, 22)}第 {item.copy_no} 次  "
                f"{fit(item.operator, 12)}{fit(item.desk, 12)}{fit(item.outcome.label, 10)}{money(row.gross)}  {item.place}"
            )
    return 0


def printers(args: argparse.Namespace) -> int:
    """``printers add`` and ``printers list``."""
    services = services_of(args)
    if args.action == "add":
        paper = paper_named(args.paper)
        profile = PrinterProfile.for_paper(paper)
        if args.charset:
            profile = PrinterProfile(
                args.charset, profile.columns, profile.dots, profile.cutter, profile.native_qr, profile.raster
            )
        wanted = Printer(args.name, args.device, paper, args.backup, args.machine, profile)
        kept = add_printer(services, host_session(services), wanted)
        if args.json:
            put_json({"name": kept.name, "device": kept.device, "paper": kept.paper.value, "machine": kept.machine})
        else:
            put(f"打印机 {kept.name} 已记下：{kept.device}  {kept.paper.label}")
        return 0
    states = printer_status(services)
    if args.json:
        put_json(
            [
                {
                    "name": s.printer.name,
                    "device": s.printer.device,
                    "paper": s.printer.paper.value,
                    "backup": s.printer.backup or None,
                    "machine": s.printer.machine,
                    "state": s.status.readiness.value,
                    "reasons": list(s.status.reasons),
                }
                for s in states
            ]
        )
        return 0
    for state in states:
        put(
            f"{fit(state.printer.name, 16)}{fit(state.printer.paper.label, 14)}{fit(state.label, 20)}{state.printer.device}"
        )
    if not states:
        put("还没有打印机；用 fapiao printers add 名称 --device URL --paper 纸张 添加")
    return 0
