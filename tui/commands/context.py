"""What handlers share: the open store, who acts, and how facts are printed."""

from __future__ import annotations

import getpass
import json
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fapiao.errors import BadInput
from fapiao.people import GRANTABLE, Operator, Role, Session
from fapiao.said import in_words, say
from fapiao.text import clean, fit
from tui.bootstrap import open_services, store_url

if TYPE_CHECKING:
    import argparse

    from fapiao.services import Services

_PASSWORD_LIMIT = 1024


def services_of(args: argparse.Namespace) -> Services:
    """Open the store named on the command line, in the environment, or by default."""
    return open_services(store_url(args.store))


def host_session(services: Services) -> Session:
    """Return the session of whoever has a shell on the host: administers and audits, never prints."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    operator = Operator(clean(user, limit=32), "", frozenset({Role.ADMIN, Role.AUDITOR}), GRANTABLE)
    return Session(operator, services.desk, services.now(), via_host=True)


def read_password(path: str | None) -> str | None:
    """Return the first line of a password file that only its owner reads. Raises BadInput."""
    if path is None:
        return None
    file = Path(path).expanduser()
    try:
        mode = file.stat().st_mode
        text = file.read_text(encoding="utf-8")[:_PASSWORD_LIMIT]
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(say("读不了密码文件 {name}", name=file.name), say("请核对路径和权限")) from error
    if stat.S_ISREG(mode) and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadInput(say("密码文件 {name} 可被别人读取", name=file.name), say("请执行 chmod 600 {file}", file=file))
    password = text.splitlines()[0] if text.strip() else ""
    if not password:
        raise BadInput(say("密码文件 {name} 是空的", name=file.name), say("第一行写密码"))
    return password


def put_json(value: Any) -> None:
    """Print one JSON value on one line."""
    print(json.dumps(value, ensure_ascii=False))


def put(text: str = "") -> None:
    """Print a line for people, in their language; what data it holds went through ``text.clean`` where it entered."""
    print(in_words(text))


def complain(text: str) -> None:
    """Print a line on standard error: what was passed over while the rest goes on."""
    print(f"fapiao: {in_words(text)}", file=sys.stderr)


def cell(text: str, cells: int, *, align: str = "left") -> str:
    """Return one column of a table, in the reader's language before it is cut."""
    return fit(in_words(text), cells, align=align)
