"""``import``, ``find``, ``show``, ``why``, ``reimbursed``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fapiao.amounts import money
from fapiao.hometime import HOME
from fapiao.said import in_turn, in_words, joined, say, spaced, words
from fapiao.text import clean, fit
from fapiao.usecases.invoices.import_files import ImportResult
from fapiao.usecases.invoices.import_paths import files_below, read_file
from fapiao.verdict import Decision
from tui import shapes
from tui.commands.context import as_operator, cases_of, cell, put, put_json
from tui.commands.reasons import reason_named

if TYPE_CHECKING:
    import argparse

    from fapiao.cases import Cases
    from fapiao.usecases.invoices.inspect import Inspection


def import_paths(args: argparse.Namespace) -> int:
    """Import files; one line a file. Exit code 1 where any was refused."""
    cases = cases_of(args)
    refused = taken = 0
    for given in args.paths:
        for path in files_below(Path(given).expanduser()):
            for line in cases.invoices.import_bytes(str(path), read_file(path)):
                refused += line.result is ImportResult.REFUSED
                taken += line.result is not ImportResult.REFUSED
                if args.json:
                    put_json(shapes.imported(line))
                    continue
                notes = str(line.error or "") or in_turn([*(f.message for f in line.findings), *line.conflicts])
                where = f"{cell(line.result.label, 8)}{fit(line.code + line.number, 22)}{clean(line.path)}"
                put(f"{where}  {in_words(notes)}")
    if not args.json:
        put(say("共 {files} 个文件，收下 {taken}，拒绝 {refused}", files=taken + refused, taken=taken, refused=refused))
    return 1 if refused else 0


def find_invoices(args: argparse.Namespace) -> int:
    """Search; exit code 1 where nothing was found."""
    cases = cases_of(args)
    found = cases.invoices.find(" ".join(args.words), limit=max(1, min(args.limit, 1000)))
    if args.json:
        put_json([shapes.row(r) for r in found.rows])
        return 0 if found.rows else 1
    for row in found.rows:
        day = row.issued_on.isoformat() if row.issued_on else ""
        put(
            f"{fit(day, 12)}{fit(row.code + row.number, 22)}{fit(row.buyer, 36)}"
            f"{fit(money(row.gross), 16, align='right')}  {in_words(row.status.label)}  {row.print_state.value}"
        )
    put(
        say("共 {count} 张", count=found.shown_count) if found.rows else say("没有符合的发票；核对号码，或先导入其文件")
    )
    return 0 if found.rows else 1


def show(args: argparse.Namespace) -> int:
    """Print all facts of an invoice."""
    cases = cases_of(args)
    seen = cases.invoices.inspect(_number(cases, args.number))
    if args.json:
        put_json(shapes.shown(seen))
        return 0
    for line in _facts(seen):
        put(line)
    return 0


def _facts(seen: Inspection) -> list[str]:
    invoice, stored = seen.stored.invoice, seen.stored
    rows = [
        spaced(
            (
                invoice.face_title,
                f"{invoice.code} {invoice.number}",
                str(invoice.issued_on or say("日期未知")),
                stored.status.label,
            )
        ),
        say("购买方  {name}  {tax_id}", name=invoice.buyer.name, tax_id=invoice.buyer.tax_id),
        say("销售方  {name}  {tax_id}", name=invoice.seller.name, tax_id=invoice.seller.tax_id),
        spaced(
            (
                say("合计 {net}", net=money(invoice.net, none=say("未知"))),
                say("税额 {tax}", tax=money(invoice.tax, none=say("未知"))),
                say("价税合计 {gross}", gross=money(invoice.gross, none=say("未知"))),
                invoice.gross_words,
            )
        ),
    ]
    rows += [
        f"  {line.name}  {line.quantity.source}  {line.price.source}  {money(line.amount)}  {line.rate.source}"
        for line in invoice.lines or ()
    ]
    rows += [
        say("原件  {media}  {sha256}  {note}", media=d.media.upper(), sha256=d.sha256[:12], note=d.seal.note)
        for d in stored.documents
    ]
    rows += [say("出入  {conflict}", conflict=conflict) for conflict in stored.conflicts]
    rows += [
        say(
            "第 {copy_no} 次  {at:%Y-%m-%d %H:%M}  {operator}  {outcome}  {place}",
            copy_no=r.copy_no,
            at=r.at.astimezone(HOME),
            operator=r.operator,
            outcome=r.outcome.label,
            place=r.place,
        )
        for r in seen.history
    ]
    return rows


def why(args: argparse.Namespace) -> int:
    """Print the verdict with its rules."""
    cases = cases_of(args)
    reason = reason_named(args.reason)
    asking = as_operator(cases, args.operator)
    order, seen = asking.invoices.verify(_number(cases, args.number), reason=reason)
    if seen.verdict.decision is not Decision.REFUSED:
        seen = seen.with_finding(asking.paper.check_face(seen, order))
    if args.json:
        put_json(shapes.verdict(seen))
        return 0
    put(
        say(
            "{operation}  第 {copy_no} 次  {decision}",
            operation=seen.verdict.operation.label,
            copy_no=seen.verdict.copy_no,
            decision=seen.verdict.decision.value,
        )
    )
    for item in seen.verdict.findings:
        facts = joined(" ", (f"{in_words(name)}={in_words(value)}" for name, value in item.facts if value))
        put(f"  [{item.level.value}] {item.rule}: {in_words(item.message)}  {facts}")
        if item.cure:
            put(f"      {in_words(item.cure)}{words('（{who}）', who=item.who) if item.who else ''}")
    return 0


def _number(cases: Cases, text: str) -> str:
    return cases.invoices.find_one(text)


def reimbursed(args: argparse.Namespace) -> int:
    """Set or clear the mark."""
    cases = cases_of(args)
    number = _number(cases, args.number)
    cases.invoices.mark_reimbursed(number, reimbursed=not args.clear)
    put(say("{number} 已取消报销", number=number) if args.clear else say("{number} 已标记报销", number=number))
    return 0
