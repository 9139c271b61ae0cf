"""``layout``: check a layout file; keep, show and take away the overlay of a printer and paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.paper import paper_named
from fapiao.said import in_words, say
from tui.bootstrap import check_layout
from tui.commands.context import cases_of, put, put_json

if TYPE_CHECKING:
    import argparse


def layout(args: argparse.Namespace) -> int:
    """``layout check|set|show|reset``."""
    if args.action == "check":
        return _check(args)
    paper = paper_named(args.paper)
    cases = cases_of(args)
    if args.action == "show":
        text = cases.printers.show_layout(args.printer, paper)
        if args.json:
            put_json({"printer": args.printer, "paper": paper.value, "overlay": text or None})
        else:
            put(
                text.rstrip()
                or say("# {printer} {paper}：自带的格式，没有改动", printer=args.printer, paper=paper.label)
            )
    elif args.action == "set":
        file = Path(args.file).expanduser()
        check_layout(file)
        warnings = cases.printers.set_layout(args.printer, paper, _read(file), file=file.name)
        _warn(warnings)
        put(say("{printer} {paper} 的发票格式已换成 {name}", printer=args.printer, paper=paper.label, name=file.name))
    else:
        cases.printers.reset_layout(args.printer, paper)
        put(say("{printer} {paper} 已恢复自带的格式", printer=args.printer, paper=paper.label))
    return 0


def _check(args: argparse.Namespace) -> int:
    file = Path(args.file).expanduser()
    warnings = check_layout(file)
    if args.json:
        put_json({"ok": True, "warnings": list(warnings)})
        return 0
    _warn(warnings)
    usable = say("{name} 可以使用", name=file.name)
    put(say("{name} 可以使用，有 {count} 处请留意", name=file.name, count=len(warnings)) if warnings else usable)
    return 0


def _warn(warnings: tuple[str, ...]) -> None:
    for warning in warnings:
        put(f"! {in_words(warning)}")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(say("读不到版式文件 {name}", name=file.name), say("请检查文件名和权限")) from error
