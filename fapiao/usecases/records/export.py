"""Write records into a folder as a table, under a name of our own, never over a file that is there."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING

from fapiao.hometime import HOME
from fapiao.said import say
from fapiao.usecases.invoices.download import write_new
from fapiao.usecases.records.history import COLUMNS, to_cells, to_csv, to_shape

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fapiao.services import Services
    from fapiao.stored import Record


class Form(StrEnum):
    """The forms of an export; numbers of invoices are texts in all of them."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"

    @property
    def label(self) -> str:
        """The choice in words."""
        return {"csv": say("CSV 表格"), "xlsx": say("Excel 工作簿"), "json": say("JSON（供程序读）")}[self.value]


def exported(services: Services, rows: Sequence[Record], form: Form) -> bytes:
    """Return the records as a file of that form."""
    if form is Form.CSV:
        return to_csv(list(rows)).encode()
    if form is Form.JSON:
        return json.dumps([to_shape(row) for row in rows], ensure_ascii=False, indent=1).encode()
    return services.spreadsheets.workbook("补打记录", list(COLUMNS.values()), to_cells(list(rows)), services.now())


def export_records(services: Services, rows: Sequence[Record], folder: Path, form: Form = Form.CSV) -> Path:
    """Return the path of the file written. Raises BadInput where the folder cannot be written."""
    now = services.now().astimezone(HOME)
    return write_new(folder, f"补打记录-{now:%Y%m%d-%H%M}.{form.value}", exported(services, rows, form))
