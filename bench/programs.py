"""The programs that are started and timed: the real desk on a practice store, and the bare ones beside it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

FAPIAO = Path(sys.executable).with_name("fapiao")
DEMO = (str(FAPIAO), "demo")
BARE_TEXTUAL = (sys.executable, str(Path(__file__).with_name("bare_textual.py")))
BARE_PYTHON = (sys.executable, "-c", "pass")
FIRST_PAINT = "关闭程序"
"""Stands in the last line of the sign-in screen and of the bare program."""
OPEN = "账本 "
"""Stands on the sign-in screen once the store is open."""


def practice_environment(folder: Path) -> dict[str, str]:
    """Make a practice store below ``folder``; return the environment in which ``fapiao demo`` finds it."""
    from tui.practice import make_practice

    make_practice(_practice_folder(folder))
    return {"XDG_DATA_HOME": str(folder)}


def _practice_folder(data_home: str | Path) -> Path:
    return Path(data_home) / "fapiao-desk" / "practice"


def unprinted_numbers(env: Mapping[str, str], count: int) -> list[str]:
    """Return numbers of invoices that the practice store of ``env`` lets an operator print at once."""
    from data.sql.store import open_store
    from fapiao.stored import Query

    query = Query(print_state="unprinted", kinds=("digital_ordinary",), status=("normal",))
    store = open_store(str(_practice_folder(env["XDG_DATA_HOME"]) / "desk.db"))
    try:
        with store.reading() as unit:
            numbers = [row.full_no for row in unit.invoices.search(query, limit=10 * count)]
            stored = [unit.invoices.get(number) for number in numbers]
    finally:
        store.close()
    free = [s.invoice.full_no for s in stored if s and not s.reimbursed and not s.invoice.voucher_forbidden]
    return free[:count]
