"""``doctor``: versions, store, ledger, printers, fonts, terminal, disk: one line each, with the cure."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fapiao.device import Readiness
from fapiao.errors import FapiaoError
from fapiao.said import in_words, say, spaced
from tui.commands.context import cases_of, cell, put, put_json
from tui.commands.printers import ability
from tui.log import log_path
from tui.logfile import defects

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from fapiao.cases import Cases

_LATELY = timedelta(days=1)
LEAST_FREE = 500 * 2**20
"""Bytes; below that the store may soon stop taking records, and with it printing."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line."""

    name: str
    ok: bool
    found: str
    cure: str = ""


def doctor(args: argparse.Namespace) -> int:
    """Print every check; exit code 1 where one needs a hand."""
    checks = list(checks_of(args))
    if args.json:
        put_json([{"name": c.name, "ok": c.ok, "found": c.found, "cure": c.cure or None} for c in checks])
    else:
        for check in checks:
            cure = f"  → {in_words(check.cure)}" if check.cure and not check.ok else ""
            put(f"{'✓' if check.ok else '✗'} {cell(check.name, 10)}{in_words(check.found)}{cure}")
    return 0 if all(c.ok for c in checks) else 1


def checks_of(args: argparse.Namespace) -> Iterator[Check]:
    """Yield every check, the ones that need no store first."""
    from importlib.metadata import version

    import textual

    yield Check(
        say("版本"),
        ok=True,
        found=f"fapiao-desk {version('fapiao-desk')}  Python {platform.python_version()}  Textual {textual.__version__}",
    )
    yield _terminal()
    yield _log()
    try:
        cases = cases_of(args)
    except FapiaoError as error:
        yield Check(say("库"), ok=False, found=error.message, cure=error.cure)
        return
    yield from _store(cases)
    yield from _printers(cases)
    yield from _fonts(cases)


def _terminal() -> Check:
    encoding = (sys.stdout.encoding or "").lower()
    term = os.environ.get("TERM", "")
    ok = encoding.replace("-", "") == "utf8" and term not in {"", "dumb"}
    return Check(
        say("终端"),
        ok,
        say("TERM={term}  编码 {encoding}", term=term or say("未设置"), encoding=encoding),
        say("请设置 TERM=xterm-256color 和 LANG=C.UTF-8"),
    )


def _log() -> Check:
    """Say where the log is, and which fault of the program it names last; one of an earlier day needs no hand."""
    path = log_path()
    found = defects(path)
    newest = say("没有程序错误")
    if found:
        newest = say("最近一处程序错误 {id}（{at}）", id=found[-1]["id"], at=found[-1]["at"][:16])
    fresh = bool(found) and datetime.now(UTC) - datetime.fromisoformat(found[-1]["at"]) < _LATELY
    return Check(
        say("日志"),
        not fresh,
        spaced((str(path), newest)),
        say("用 fapiao log 查看，或用 fapiao support --out 文件 交给支持"),
    )


def _store(cases: Cases) -> Iterator[Check]:
    facts = cases.care.facts()
    kind = say("练习") if facts.training else say("正式")
    yield Check(
        say("库"),
        ok=True,
        found=say(
            "{url}  {engine}  结构 {schema}  {kind}  {invoices:,} 张发票",
            url=facts.url,
            engine=facts.engine,
            schema=facts.schema,
            kind=kind,
            invoices=facts.invoices,
        ),
    )
    if facts.free_bytes is not None:
        free = facts.free_bytes
        yield Check(
            say("磁盘"),
            free >= LEAST_FREE,
            say("剩余 {free:.1f} GB", free=free / 2**30),
            say("请清理磁盘；满了就不能登记，也就不能打印"),
        )
    result = cases.records.check_ledger()
    head = result.checkpoint.head if result.checkpoint else ""
    found = (
        say("{entries:,} 条  链头 {head}", entries=result.entries, head=head)
        if result.ok
        else say("第 {first_bad} 条起不可信：{why}", first_bad=result.first_bad, why=result.why)
    )
    yield Check(say("账本"), result.ok, found, say("请停止打印，保留现场，从备份核对"))


def _printers(cases: Cases) -> Iterator[Check]:
    states = cases.printers.status()
    if not states:
        yield Check(say("打印机"), ok=False, found=say("没有"), cure=say("用 fapiao printers add 添加"))
    for state in states:
        ready = state.status.readiness in {Readiness.READY, Readiness.LOW, Readiness.UNASKABLE} and not state.blocked
        cure = say("请到待办处理未知结果") if state.blocked else say("请检查电源、网线和纸")
        parts = (state.printer.name, state.label, ability(state.printer), state.printer.device)
        yield Check(say("打印机"), ready, spaced(parts), cure)


def _fonts(cases: Cases) -> Iterator[Check]:
    for name, characters in cases.care.font_coverage():
        yield Check(
            say("字体"),
            characters > 0,
            say("{name}  {characters:,} 字", name=name, characters=characters),
            say("请重新安装程序"),
        )
