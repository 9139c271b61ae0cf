"""``preview``: the paper as it would print, as text or as a PNG file; counts nothing."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.paper import paper_named
from fapiao.said import say
from tui.commands.context import as_operator, cases_of, put

if TYPE_CHECKING:
    import argparse

_COLUMNS = 100


def preview(args: argparse.Namespace) -> int:
    """Show the face in lines, or write a page of the paper with its marks as a picture."""
    cases = cases_of(args)
    asking = as_operator(cases, args.operator) if args.operator else cases
    order, seen = asking.invoices.verify(asking.invoices.find_one(args.number))
    if args.paper:
        order = replace(order, settings=replace(order.settings, paper=paper_named(args.paper)))
    if not args.png:
        for line in asking.paper.preview(seen, order, _COLUMNS):
            put(line)
        return 0
    pages = asking.paper.draw_pages(seen, order)
    picture = asking.paper.page_png(pages, args.page - 1)
    path = _write(Path(args.png).expanduser(), picture)
    put(say("已写入 {name}：第 {page}/{count} 页；预览不计次数", name=path.name, page=args.page, count=pages.count))
    return 0


def _write(path: Path, data: bytes) -> Path:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as sink:
            sink.write(data)
    except FileExistsError:
        raise BadInput(say("已经有 {name}", name=path.name), say("请换一个文件名")) from None
    except OSError as error:
        raise BadInput(
            say("写不进 {name}（{reason}）", name=path.name, reason=error.strerror), say("请换一个文件夹")
        ) from error
    return path
