"""Records as a workbook: implements :class:`fapiao.ports.host.Spreadsheets` with XlsxWriter.

Every cell is written as a text but amounts: invoice numbers keep all their digits and nothing is run as a formula.
"""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from fapiao.ports.host import Spreadsheets

_WIDEST = 40
"""Characters of a column; what is longer still stands in its cell whole."""


class XlsxSpreadsheets:
    """Writes workbooks of one sheet."""

    def workbook(
        self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str | Decimal | None]], at: datetime
    ) -> bytes:
        """Return an XLSX with one head row; None is an empty cell. The same rows and time give the same bytes."""
        import xlsxwriter

        sink = io.BytesIO()
        book = xlsxwriter.Workbook(
            sink,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        book.set_properties({"title": title, "created": at.replace(tzinfo=None)})
        sheet = book.add_worksheet(title)
        head, text, amount = (
            book.add_format({"bold": True}),
            book.add_format({"num_format": "@"}),
            book.add_format({"num_format": "#,##0.00"}),
        )
        for at_column, name in enumerate(columns):
            sheet.write_string(0, at_column, name, head)
            longest = max((len(str(row[at_column] or "")) for row in rows), default=0)
            sheet.set_column(at_column, at_column, min(max(longest, 2 * len(name)) + 2, _WIDEST))
        for at_row, row in enumerate(rows, 1):
            for at_column, value in enumerate(row):
                if isinstance(value, Decimal):
                    sheet.write_number(at_row, at_column, float(value), amount)
                elif value:
                    sheet.write_string(at_row, at_column, value, text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        book.close()
        return sink.getvalue()


if TYPE_CHECKING:
    _: type[Spreadsheets] = XlsxSpreadsheets
