"""The composition root: the only place that names concrete classes of ``data`` and ``printing``.

Everything heavy is imported here and inside functions, so that it loads after the first paint.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from tui.processes import HostProcesses, SystemClock

if TYPE_CHECKING:
    from fapiao.ports.host import Clock, Keys, Log, Passwords
    from fapiao.ports.store import Store
    from fapiao.services import Services

STORE = "FAPIAO_STORE"
DESK = "FAPIAO_DESK"
_APPLICATION = "fapiao-desk"


def desk_name() -> str:
    """Return this desk's name: set by sshd or the kiosk unit, else the host's."""
    from fapiao.text import clean

    return clean(os.environ.get(DESK) or socket.gethostname(), limit=40)


def data_folder() -> Path:
    """Return the folder of the default store."""
    import platformdirs

    return Path(platformdirs.user_data_dir(_APPLICATION))


def store_url(given: str | None) -> str:
    """Return the store's URL: given, from the environment, or the default file."""
    return given or os.environ.get(STORE) or str(data_folder() / "desk.db")


def open_log(desk: str) -> Log:
    """Return the log of this program, the same one for every desk of this user."""
    from tui.log import FileLog, log_path

    return FileLog(log_path(), desk)


def build(
    store: Store,
    keys: Keys,
    desk: str,
    *,
    passwords: Passwords | None = None,
    clock: Clock | None = None,
    log: Log | None = None,
) -> Services:
    """Put services together around an open store."""
    from data.formats.readers import FileReaders
    from data.passwords import Argon2Passwords
    from data.spreadsheet import XlsxSpreadsheets
    from fapiao.services import Services
    from printing.devices.open import PrinterDevices
    from printing.renderer import PaperRenderer

    return Services(
        store=store,
        readers=FileReaders(),
        renderer=PaperRenderer(),
        devices=PrinterDevices(practice=store.training),
        spreadsheets=XlsxSpreadsheets(),
        passwords=passwords or Argon2Passwords(),
        keys=keys,
        clock=clock or SystemClock(),
        processes=HostProcesses(),
        desk=desk,
        log=log or open_log(desk),
    )


def check_layout(path: Path) -> tuple[str, ...]:
    """Return warnings about the layout or overlay file ``path``. Raises BadInput naming file and line."""
    from printing.layout import check

    return check(path)


def open_services(url: str, desk: str | None = None, log: Log | None = None) -> Services:
    """Open an existing store and its key. Raises StoreMissing, StoreNewer, StoreUnsafe, StoreError."""
    from data.keys import keys_of
    from data.sql.store import open_store

    store = open_store(url)
    keys = keys_of(url)
    keys.ledger_key()
    return build(store, keys, desk or desk_name(), log=log)


def create_services(url: str, desk: str | None = None, *, training: bool = False) -> Services:
    """Make a new store with its key."""
    from data.keys import keys_of
    from data.sql.store import create_store

    keys = keys_of(url)
    store = create_store(url, training=training)
    keys.create()
    return build(store, keys, desk or desk_name())
