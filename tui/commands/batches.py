"""``batch``: print a list of numbers; resume what stopped; list, show, manifest."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fapiao.batch import Batch, BatchLine, LineState, Unfound, tally
from fapiao.errors import BadInput, FapiaoError, NotFound
from fapiao.hometime import HOME
from fapiao.paper import PrintSettings, paper_named
from fapiao.reprint import Outcome
from fapiao.said import in_turn, in_words, say, spaced
from fapiao.text import fit
from fapiao.usecases.batch.manifest import to_csv, to_text
from tui import shapes
from tui.commands.context import cases_of, cell, complain, put, put_json, signed_in
from tui.commands.reasons import reason_named

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from fapiao.cases import Cases
    from fapiao.usecases.batch.run import BatchRun, LineResult

_EXIT = {Outcome.CONFIRMED: 0, Outcome.HANDED_OVER: 0, Outcome.UNKNOWN: 4}
_FAILED = 5
_NOTED = frozenset({LineState.WAITING, LineState.NOT_FOUND})
"""States of a line whose note says why there is no paper."""
_PARTLY = 2
"""Some lines of the files were no invoices, or the batch had no room for them."""


def batch(args: argparse.Namespace) -> int:
    """``batch FILE...`` and ``batch resume|list|show|manifest``."""
    first, *rest = args.words
    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "resume": _resume,
        "show": _show,
        "manifest": _manifest,
    }
    if first == "list" and not rest:
        return _list(args)
    if first in actions:
        args.batch = _id(rest)
        return actions[first](args)
    return _print(args)


def _id(words: list[str]) -> int:
    if len(words) != 1 or not words[0].isascii() or not words[0].isdigit() or len(words[0]) > 9:
        raise BadInput(say("请写一个批号"), say("用 fapiao batch list 查看"))
    return int(words[0])


def _print(args: argparse.Namespace) -> int:
    """Make a batch of the numbers in the files and run it; the exit code is that of the worst line."""
    if not args.printer:
        raise BadInput(say("没有说用哪台打印机"), say("请写 --printer 名称"))
    with signed_in(cases_of(args), args.operator, args.password_file) as cases:
        full_nos: list[str | Unfound] = []
        problems: list[tuple[str, FapiaoError]] = []
        for name in args.words:
            found = cases.batch.numbers_of(Path(name).expanduser())
            full_nos += found.given
            problems += found.problems
        for place, problem in problems:
            complain(f"{place}: {problem}")
        reason = reason_named(args.reason)
        made = cases.batch.make(full_nos, _settings(cases, args), reason, args.applicant)
        for full_no in made.known:
            complain(say("{full_no} 写了两次，只打一张", full_no=full_no))
        if made.left_out:
            complain(made.sentence)
        partly = _PARTLY if problems or made.left_out else 0
        return max(partly, _run(cases, made.batch.id, as_json=args.json))


def _settings(cases: Cases, args: argparse.Namespace) -> PrintSettings:
    printer = cases.printers.called(args.printer)
    plain = PrintSettings(args.printer)
    if args.paper:
        return replace(plain, paper=paper_named(args.paper))
    return replace(plain, paper=printer.paper) if printer else plain


def _resume(args: argparse.Namespace) -> int:
    """Print what is missing of a batch."""
    with signed_in(cases_of(args), args.operator, args.password_file) as cases:
        kept, _ = cases.batch.open_lines(args.batch)
        if args.printer or args.paper or args.reason or args.applicant:
            args.printer = args.printer or kept.settings.printer
            new = _settings(cases, args)
            same = new.printer == kept.settings.printer and not args.paper
            settings = kept.settings if same else replace(kept.settings, printer=new.printer, paper=new.paper)
            cases.batch.change(
                kept.id,
                settings=settings,
                reason=reason_named(args.reason),
                applicant=args.applicant,
            )
        return _run(cases, kept.id, as_json=args.json)


def _run(cases: Cases, batch_id: int, *, as_json: bool) -> int:
    with _stopping() as stop:
        run = cases.batch.run(batch_id, should_stop=stop.is_set)
    for result in run.results:
        _say(run, result, as_json=as_json)
    _, lines = cases.batch.open_lines(batch_id)
    for line in lines:
        if as_json and not line.full_no:
            put_json({"batch": batch_id, "line": line.seq, "number": line.number, **shapes.error(NotFound(line.note))})
    if not as_json:
        put(_headline(run.batch, lines))
    return max((_code(result) for result in run.results), default=_FAILED if run.batch.note else 0)


def _code(result: LineResult) -> int:
    if result.paper is not None:
        return _EXIT.get(result.paper.outcome, _FAILED)
    return result.error.exit_code if result.error else _FAILED


def _say(run: BatchRun, result: LineResult, *, as_json: bool) -> None:
    line, paper, error = result.line, result.paper, result.error
    if as_json:
        where = {"batch": run.batch.id, "line": line.seq}
        shape = (
            shapes.paper(paper, line.number)
            if paper
            else {"number": line.number, **shapes.error(error)}
            if error
            else {}
        )
        put_json(where | shape)
        return
    came = say("没有打")
    if paper:
        came = say("第 {copy_no} 次  {outcome}", copy_no=paper.reprint.copy_no, outcome=paper.outcome.label)
    put(f"{line.seq:>4}  {line.code}{line.number}  {in_words(spaced((came, str(error or ''))))}")


def _list(args: argparse.Namespace) -> int:
    """The batches that matter now."""
    cases = cases_of(args)
    rows = cases.batch.listed()
    if args.json:
        put_json([_head(row.batch) | {"lines": row.lines} for row in rows])
        return 0
    for row in rows:
        item = row.batch
        put(
            say(
                "{id:>5}  {state}{at:%m-%d %H:%M}  {operator}{lines:>4} 张  {printer}{note}",
                id=item.id,
                state=cell(item.state.label, 8),
                at=item.at.astimezone(HOME),
                operator=fit(item.operator, 12),
                lines=row.lines,
                printer=fit(item.settings.printer, 14),
                note=item.note,
            )
        )
    if not rows:
        put(say("没有批量"))
    return 0


def _show(args: argparse.Namespace) -> int:
    """One batch with its lines."""
    cases = cases_of(args)
    kept, lines = cases.batch.open_lines(args.batch)
    kept = cases.batch.as_it_stands(kept)
    if args.json:
        put_json(_head(kept) | {"lines": [_line(line) for line in lines]})
        return 0
    put(_headline(kept, lines))
    for line in lines:
        copy_no = say("第 {copy_no} 次", copy_no=line.newest.copy_no) if line.newest else ""
        note = line.note if line.is_missing or not line.full_no else ""
        put(
            f"{line.seq:>4}  {fit(line.code + line.number, 22)}{cell(line.state.label, 10)}{cell(copy_no, 8)}{in_words(note)}".rstrip()
        )
    return 0


def _manifest(args: argparse.Namespace) -> int:
    """The manifest, checked against the ledger; exit 1 where the two differ."""
    cases = cases_of(args)
    kept, rows = cases.batch.manifest(args.batch)
    if args.csv:
        try:
            Path(args.csv).write_text(to_csv(rows), encoding="utf-8", newline="")
        except OSError as error:
            raise BadInput(
                say("写不了 {name}（{reason}）", name=Path(args.csv).name, reason=error.strerror), say("请换一个位置")
            ) from error
    else:
        put(to_text(kept, rows).rstrip("\n"))
    differences = cases.batch.check_manifest(rows)
    for difference in differences:
        complain(difference)
    if not differences:
        put(say("清单与账本一致"))
    return 1 if differences else 0


def _headline(kept: Batch, lines: tuple[BatchLine, ...]) -> str:
    head = say("第 {batch_id} 批 {state}：{counted}", batch_id=kept.id, state=kept.state.label, counted=_counted(lines))
    return in_turn((head, kept.note)) if kept.note else head


def _counted(lines: tuple[BatchLine, ...]) -> str:
    counts = tally(lines)
    counted = say(
        "共 {lines} 张，已打 {good}，缺 {missing}", lines=counts.lines, good=counts.good, missing=counts.missing
    )
    if counts.not_found:
        counted = say("{counted}，{not_found} 张找不到", counted=counted, not_found=counts.not_found)
    if counts.unknown:
        return say("{counted}，{unknown} 张结果未知", counted=counted, unknown=counts.unknown)
    return counted


def _head(kept: Batch) -> dict[str, Any]:
    return {
        "batch": kept.id,
        "state": kept.state.value,
        "operator": kept.operator,
        "desk": kept.desk,
        "at": kept.at.isoformat(),
        "printer": kept.settings.printer,
        "paper": kept.settings.paper.value,
        "reason": kept.reason.value if kept.reason else None,
        "note": kept.note or None,
    }


def _line(line: BatchLine) -> dict[str, Any]:
    paper = line.newest
    return {
        "line": line.seq,
        "number": line.number,
        "code": line.code or None,
        "state": line.state.value,
        "reprint": paper.serial if paper else None,
        "copy_no": paper.copy_no if paper else None,
        "note": (line.note or None) if line.state in _NOTED else None,
    }


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """An event that the signals of a leaving person set: the batch stops after the current sheet."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
