"""Walk the ledger and say whether it holds (``fapiao ledger verify``, history screen)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.ledger import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fapiao.ledger import Entry, Verification
    from fapiao.services import Services


class CheckStoppedError(Exception):
    """Nobody waits for the answer any more."""


def ledger_check(services: Services, is_wanted: Callable[[], bool] = lambda: True) -> Verification:
    """Verify the whole chain with this host's keys: about 40 µs an entry, so screens ask in a worker.

    Raises CheckStoppedError soon after ``is_wanted`` says no.
    """
    with services.store.reading() as unit:
        return verify(_while(is_wanted, unit.ledger.entries()), services.keys.secret_of)


def _while(is_wanted: Callable[[], bool], entries: Iterator[Entry]) -> Iterator[Entry]:
    for entry in entries:
        if not is_wanted():
            raise CheckStoppedError
        yield entry
