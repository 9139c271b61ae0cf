"""What handlers share: the open store, who acts, and how facts are printed."""

from __future__ import annotations

import getpass
import json
import os
import stat
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fapiao.cases import Cases
from fapiao.errors import BadInput
from fapiao.people import GRANTABLE, Operator, Role, Session
from fapiao.said import in_words, say
from fapiao.text import clean, fit
from tui.bootstrap import desk_name, open_services, store_url
from tui.language import read_as

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

_PASSWORD_LIMIT = 1024


def cases_of(args: argparse.Namespace) -> Cases:
    """Open the store named on the command line, in the environment, or by default; acts as whoever has the shell."""
    return host_cases(Cases(open_services(store_url(args.store))))


def host_cases(cases: Cases) -> Cases:
    """Return the same for whoever has a shell on the host: administers and audits, never prints."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    operator = Operator(clean(user, limit=32), "", frozenset({Role.ADMIN, Role.AUDITOR}), GRANTABLE)
    return cases.of(Session(operator, desk_name(), cases.care.now(), via_host=True))


@contextmanager
def signed_in(cases: Cases, operator: str, password_file: str | None) -> Iterator[Cases]:
    """Sign somebody in who prints, by name and password file, and out again at the end."""
    if not operator or not password_file:
        raise BadInput(say("打印要说明是谁"), say("请写 --operator 用户 --password-file 文件"))
    cases.paper.recover()
    mine = cases.of(cases.people.sign_in(clean(operator), read_password(password_file) or ""))
    read_as(mine)
    try:
        yield mine
    finally:
        mine.people.sign_out()


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


def as_operator(cases: Cases, name: str | None) -> Cases:
    """Return the cases as the account ``name`` would ask them; without one, as any operator."""
    if name is not None:
        return cases.of(cases.people.as_account(name))
    anybody = Operator("operator", say("操作员"), frozenset({Role.OPERATOR}))
    return cases.of(Session(anybody, desk_name(), cases.care.now()))
