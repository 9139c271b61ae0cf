"""A printer with an unknown outcome prints nothing until a person has looked, or a supervisor lets it go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.errors import PrinterBlocked
from fapiao.reprint import AttemptState
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.paper import Printer
    from fapiao.ports.store import Unit
    from fapiao.reprint import Attempt, Reprint


def blocking(unit: Unit) -> Iterator[tuple[Reprint, Attempt]]:
    """Yield what blocks its machine: unknown outcomes that nobody settled and nobody overrode."""
    for reprint, attempt in unit.reprints.in_states([AttemptState.UNKNOWN]):
        if attempt.seen is None and not reprint.override_by:
            yield reprint, attempt


def require_unblocked(unit: Unit, printer: Printer) -> None:
    """Raise PrinterBlocked while an unknown outcome on this machine waits for a person."""
    for reprint, attempt in blocking(unit):
        if attempt.machine == printer.machine:
            raise PrinterBlocked(
                say(
                    "{printer} 有一张结果未知（{what}，尾码 {code}）",
                    printer=printer.name,
                    what=reprint.label,
                    code=attempt.code,
                ),
                say("请先到待办处理：看出纸口，输入尾码或回答；或请主管解除"),
            )
