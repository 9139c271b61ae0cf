"""``stamp``: the site stamp, such as 与原件一致: upload, show, take away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.said import say
from tui.commands.context import cases_of, put, put_json

if TYPE_CHECKING:
    import argparse


def stamp(args: argparse.Namespace) -> int:
    """``stamp set|show|remove``."""
    cases = cases_of(args)
    if args.action == "set":
        kept = cases.printers.set_stamp(args.words, _read(Path(args.file).expanduser()))
        put(
            say(
                "站点印章“{words}”已采用（{across}x{down} 点）；只印在票面之外",
                words=kept.words,
                across=kept.across,
                down=kept.down,
            )
        )
    elif args.action == "remove":
        cases.printers.remove_stamp()
        put(say("站点印章已去掉"))
    else:
        found = cases.printers.stamp()
        if args.json:
            put_json({"words": found.words, "dots": [found.across, found.down]} if found else {"words": None})
        else:
            put(
                say("站点印章“{words}”（{across}x{down} 点）", words=found.words, across=found.across, down=found.down)
                if found
                else say("没有站点印章")
            )
    return 0


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(say("读不到图片 {name}", name=file.name), say("请检查文件名和权限")) from error
