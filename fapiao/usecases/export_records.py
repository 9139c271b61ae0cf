"""Write records into a folder as CSV, under a name of our own, never over a file that is there (R5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.eligibility import HOME
from fapiao.usecases.download import write_new
from fapiao.usecases.records import to_csv

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fapiao.services import Services
    from fapiao.store import Record


def export_records(services: Services, rows: Sequence[Record], folder: Path) -> Path:
    """Return the path of the file written. Raises BadInput where the folder cannot be written."""
    now = services.now().astimezone(HOME)
    return write_new(folder, f"补打记录-{now:%Y%m%d-%H%M}.csv", to_csv(list(rows)).encode())
