"""Whether the ledger holds, asked behind a screen: the whole chain is walked in the background, the screen stands meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fapiao.usecases.records.ledger import CheckStoppedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from fapiao.ledger import Verification
    from screens.base import DeskScreen


def check_ledger(screen: DeskScreen[Any], show: Callable[[Verification], None]) -> None:
    """Walk the ledger and ``show`` what was found; a newer question of the same screen, or its end, stops it."""
    is_wanted = screen.newest("ledger")

    def work() -> Verification | None:
        try:
            return screen.desk.cases.records.check_ledger(is_wanted)
        except CheckStoppedError:
            return None

    def done(found: Verification | None) -> None:
        if found is not None and is_wanted():
            show(found)

    screen.background(work, done)
