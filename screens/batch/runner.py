"""The run of a batch behind its screen: started once, stopped after the current sheet, told by words and an end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from fapiao.errors import FapiaoError
    from fapiao.usecases.batch.run import BatchRun, Progress
    from screens.base import DeskScreen


class BatchRunner:
    """Prints what is missing. The screen may be left by a closed terminal; the run then ends after its sheet."""

    def __init__(self, screen: DeskScreen[None]) -> None:
        self._screen = screen
        self._stop = threading.Event()

    def start(
        self,
        batch_id: int,
        progressed: Callable[[Progress], None],
        ended: Callable[[BatchRun], None],
        failed: Callable[[FapiaoError], None],
    ) -> None:
        """Run the batch of that id in the background."""
        self._stop.clear()
        screen, cases, app = self._screen, self._screen.desk.cases, self._screen.app

        def work() -> BatchRun:
            return cases.batch.run(
                batch_id,
                lambda progress: screen.later(progressed, progress),
                lambda: self._stop.is_set() or not app.is_running,
            )

        screen.background(work, ended, failed)

    def stop(self) -> None:
        """Stop after the sheet that is being made."""
        self._stop.set()
