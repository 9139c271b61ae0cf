"""Open the desk in this terminal, and say on the way out what ended it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from fapiao.errors import StoreMissing
from fapiao.said import in_words, say
from tui.app import FapiaoApp
from tui.bootstrap import open_log


def run_desk(url: str, desk: str) -> int:
    """Run the desk on the store at ``url``."""
    if "://" not in url and not Path(url).expanduser().is_file():
        raise StoreMissing(
            say("{url} 没有数据", url=url), say("请先执行 fapiao init --admin 用户名，或用 fapiao demo 练习")
        )

    log = open_log(desk)

    def open_services() -> object:
        from tui.bootstrap import open_services as open_store

        return open_store(url, desk, log)

    return _run(FapiaoApp(open_services, desk, log))  # type: ignore[arg-type]  # typed lazily, see bootstrap


def run_practice() -> int:
    """Run the practice desk on its own store, made at the first start."""
    from tui.practice_accounts import ACCOUNTS, DESK

    def open_services() -> object:
        from tui.practice import open_practice

        return open_practice()

    shown = [(name, password) for name, password, *_ in ACCOUNTS]
    return _run(FapiaoApp(open_services, DESK, open_log(DESK), training=True, accounts=shown))  # type: ignore[arg-type]  # typed lazily


def _run(app: FapiaoApp) -> int:
    app.run(mouse=False)
    if app.failure is not None:
        print(f"fapiao: {in_words(str(app.failure))}", file=sys.stderr)
        return app.failure.exit_code
    return app.return_code or os.EX_OK
