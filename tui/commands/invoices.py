"""``import``, ``find``, ``show``, ``why``, ``reimbursed``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fapiao.amounts import money
from fapiao.errors import NotFound
from fapiao.hometime import HOME
from fapiao.people import Operator, Role, Session
from fapiao.text import clean, fit
from fapiao.usecases.invoices.find import find, find_one
from fapiao.usecases.invoices.import_files import ImportResult, import_bytes
from fapiao.usecases.invoices.import_paths import files_below, read_file
from fapiao.usecases.invoices.inspect import inspect_invoice
from fapiao.usecases.invoices.reimbursed import mark_reimbursed
from fapiao.verdict import Wish
from tui import shapes
from tui.commands.context import host_session, put, put_json, services_of
from tui.commands.reasons import reason_named

if TYPE_CHECKING:
    import argparse

    from fapiao.services import Services
    from fapiao.usecases.invoices.inspect import Inspection


def import_paths(args: argparse.Namespace) -> int:
    """Import files; one line a file. Exit code 1 where any was refused."""
    services = services_of(args)
    session = host_session(services)
    refused = taken = 0
    for given in args.paths:
        for path in files_below(Path(given).expanduser()):
            for line in import_bytes(services, session, str(path), read_file(path)):
                refused += line.result is ImportResult.REFUSED
                taken += line.result is not ImportResult.REFUSED
                if args.json:
                    put_json(shapes.imported(line))
                    continue
                words = (
                    str(line.error) if line.error else "；".join([*(f.message for f in line.findings), *line.conflicts])
                )
                put(f"{fit(line.result.label, 8)}{fit(line.code + line.number, 22)}{clean(line.path)}  {words}")
    if not args.json:
        put(f"共 {taken + refused} 个文件，收下 {taken}，拒绝 {refused}")
    return 1 if refused else 0


def find_invoices(args: argparse.Namespace) -> int:
    """Search; exit code 1 where nothing was found."""
    services = services_of(args)
    found = find(services, host_session(services), " ".join(args.words), limit=max(1, min(args.limit, 1000)))
    if args.json:
        put_json([shapes.row(r) for r in found.rows])
        return 0 if found.rows else 1
    for row in found.rows:
        day = row.issued_on.isoformat() if row.issued_on else ""
        put(
            f"{fit(day, 12)}{fit(row.code + row.number, 22)}{fit(row.buyer, 36)}"
            f"{fit(money(row.gross), 16, align='right')}  {row.status.label}  {row.print_state.value}"
        )
    put(f"共 {found.shown_count} 张" if found.rows else "没有符合的发票；核对号码，或先导入其文件")
    return 0 if found.rows else 1


def show(args: argparse.Namespace) -> int:
    """Print all facts of an invoice."""
    services = services_of(args)
    seen = inspect_invoice(services, host_session(services), _number(services, args.number))
    if args.json:
        put_json(shapes.shown(seen))
        return 0
    for line in _facts(seen):
        put(line)
    return 0


def _facts(seen: Inspection) -> list[str]:
    invoice, stored = seen.stored.invoice, seen.stored
    rows = [
        f"{invoice.face_title}  {invoice.code} {invoice.number}  {invoice.issued_on or '日期未知'}  {stored.status.label}",
        f"购买方  {invoice.buyer.name}  {invoice.buyer.tax_id}",
        f"销售方  {invoice.seller.name}  {invoice.seller.tax_id}",
        "  ".join(
            (
                f"合计 {money(invoice.net, none='未知')}",
                f"税额 {money(invoice.tax, none='未知')}",
                f"价税合计 {money(invoice.gross, none='未知')}",
                invoice.gross_words,
            )
        ),
    ]
    rows += [
        f"  {line.name}  {line.quantity.source}  {line.price.source}  {money(line.amount)}  {line.rate.source}"
        for line in invoice.lines or ()
    ]
    rows += [f"原件  {d.media.upper()}  {d.sha256[:12]}  {d.seal.note}" for d in stored.documents]
    rows += [f"出入  {c}" for c in stored.conflicts]
    rows += [
        f"第 {r.copy_no} 次  {r.at.astimezone(HOME):%Y-%m-%d %H:%M}  {r.operator}  {r.outcome.label}  {r.place}"
        for r in seen.history
    ]
    return rows


def why(args: argparse.Namespace) -> int:
    """Print the verdict with its rules."""
    services = services_of(args)
    reason = reason_named(args.reason)
    seen = inspect_invoice(
        services, _as_operator(services, args.operator), _number(services, args.number), Wish(reason=reason)
    )
    if args.json:
        put_json(shapes.verdict(seen))
        return 0
    put(f"{seen.verdict.operation.label}  第 {seen.verdict.copy_no} 次  {seen.verdict.decision.value}")
    for item in seen.verdict.findings:
        facts = " ".join(f"{k}={v}" for k, v in item.facts if v)
        put(f"  [{item.level.value}] {item.rule}: {item.message}  {facts}")
        if item.cure:
            put(f"      {item.cure}{f'（{item.who}）' if item.who else ''}")
    return 0


def _as_operator(services: Services, name: str | None) -> Session:
    if name is None:
        return Session(Operator("operator", "操作员", frozenset({Role.OPERATOR})), services.desk, services.now())
    with services.store.reading() as unit:
        known = unit.people.get(name)
    if known is None:
        raise NotFound(f"没有账户 {clean(name, limit=40)}", "用 fapiao users list 查看")
    return Session(known.operator, services.desk, services.now())


def _number(services: Services, text: str) -> str:
    return find_one(services, host_session(services), text)


def reimbursed(args: argparse.Namespace) -> int:
    """Set or clear the mark."""
    services = services_of(args)
    number = _number(services, args.number)
    mark_reimbursed(services, host_session(services), number, reimbursed=not args.clear)
    put(f"{number} {'已取消' if args.clear else '已标记'}报销")
    return 0
