"""The world as use cases see it: every port in one place, and the one way to write the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fapiao.ledger import Draft, Entry, seal
from fapiao.policy import Policy
from fapiao.ports.host import SILENT

if TYPE_CHECKING:
    from datetime import datetime

    from fapiao.ports.devices import Devices
    from fapiao.ports.faces import Renderer
    from fapiao.ports.host import Clock, Keys, Log, Passwords, Processes, Spreadsheets
    from fapiao.ports.readers import Readers
    from fapiao.ports.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the desk waits, in seconds; parameters so that tests are quick."""

    lease_seconds: float = 120.0
    """A lease's length; pushed on while the printer is being watched."""
    busy_seconds: float = 5.0
    """How long to wait for another desk that is printing on the same machine."""
    busy_step: float = 0.1


@dataclass(frozen=True, slots=True)
class Services:
    """What ``tui.bootstrap`` puts together and every use case is given."""

    store: Store
    readers: Readers
    renderer: Renderer
    devices: Devices
    spreadsheets: Spreadsheets
    passwords: Passwords
    keys: Keys
    clock: Clock
    processes: Processes
    desk: str
    patience: Patience = Patience()
    log: Log = SILENT

    def now(self) -> datetime:
        """Return the time, aware UTC."""
        return self.clock.now()

    def policy(self, unit: Unit) -> Policy:
        """Return the rules in force."""
        return Policy(unit.policy())

    def record(self, unit: Unit, draft: Draft) -> Entry:
        """Append ``draft`` to the ledger in ``unit``, sealed with the ledger key."""
        key_id, secret = self.keys.ledger_key()
        entry = seal(draft, unit.ledger.tail(), self.now(), key_id, secret)
        unit.ledger.append(entry)
        return entry
