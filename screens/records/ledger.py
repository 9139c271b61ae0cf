"""A screen that says whether the ledger holds: the whole chain is walked in a worker, the screen stands meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from fapiao.errors import FapiaoError
from fapiao.ledger import Verification
from fapiao.usecases.records.ledger import CheckStoppedError, ledger_check
from screens.base import DeskScreen


class LedgerScreen(DeskScreen):
    """Subclasses ask by ``check_ledger`` and show the answer in ``ledger_checked``."""

    @dataclass
    class Checked(Message):
        """The ledger was walked."""

        ledger: Verification

    @dataclass
    class Failed(Message):
        """It could not be read."""

        error: FapiaoError

    def ledger_checked(self, ledger: Verification) -> None:
        """Show what the check found."""

    @work(thread=True, group="ledger", exclusive=True, exit_on_error=False)
    def check_ledger(self) -> None:
        """Walk the ledger; a newer question, or the end of this screen, stops it."""
        worker = get_current_worker()
        try:
            ledger = ledger_check(self.desk.services, lambda: not worker.is_cancelled)
        except CheckStoppedError:
            return
        except FapiaoError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Checked(ledger))

    def on_ledger_screen_checked(self, event: Checked) -> None:
        """Hand it on."""
        self.ledger_checked(event.ledger)

    def on_ledger_screen_failed(self, event: Failed) -> None:
        """Say why there is no answer."""
        self.fail(event.error)
