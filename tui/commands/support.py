"""``log`` and ``support``: what the program did and where it failed, for whoever looks after it."""

from __future__ import annotations

import json
import zipfile
from importlib.metadata import distributions, version
from pathlib import Path
from typing import TYPE_CHECKING

from fapiao.errors import BadInput, FapiaoError
from fapiao.said import say
from tui.commands.context import cases_of, put
from tui.commands.doctor import checks_of
from tui.log import log_path
from tui.logfile import LINES, followed, last_lines

if TYPE_CHECKING:
    import argparse


def log(args: argparse.Namespace) -> int:
    """Print the newest lines of the log; with ``--follow`` go on as more come."""
    path = log_path()
    for line in last_lines(path, args.lines or LINES):
        put(line)
    if args.follow:
        for line in followed(path):
            put(line)
    return 0


def support(args: argparse.Namespace) -> int:
    """Write what helps to look into a fault: versions, checks, schema, log. No invoice, no name, no password is in it."""
    target = Path(args.out).expanduser()
    parts = {
        "versions.json": _json({d.metadata["Name"]: d.version for d in distributions() if d.metadata["Name"]}),
        "doctor.json": _json([{"name": c.name, "ok": c.ok, "found": c.found} for c in checks_of(args)]),
        "schema.json": _json(_schema(args)),
        "log.jsonl": "\n".join(last_lines(log_path(), LINES * 10)),
    }
    try:
        with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as bundle:
            for name, text in parts.items():
                bundle.writestr(name, text)
    except FileExistsError:
        raise BadInput(say("{name} 已经在了", name=target.name), say("请换一个文件名")) from None
    except OSError as error:
        raise BadInput(say("写不了 {name}", name=target.name), say("请核对文件夹和权限")) from error
    target.chmod(0o600)
    put(say("已写好 {name}：版本、检查、结构、日志；没有发票资料", name=target.name))
    return 0


def _schema(args: argparse.Namespace) -> dict[str, str | int | bool]:
    try:
        facts = cases_of(args).care.facts()
    except FapiaoError as error:
        return {"error": error.code}
    return {
        "program": version("fapiao-desk"),
        "engine": facts.engine,
        "schema": facts.schema,
        "training": facts.training,
        "invoices": facts.invoices,
        "entries": facts.entries,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
