"""What was printed, when, by whom, and where it lies (R1-R7); a table that any spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from fapiao.amounts import plain
from fapiao.eligibility import HOME
from fapiao.people import Permission
from fapiao.store import RecordFilter

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.services import Services
    from fapiao.store import Record

COLUMNS = (
    "serial", "number", "code", "copy_no", "at", "operator", "approver", "desk", "printer", "reason", "outcome",
    "evidence", "seen", "place", "gross",
)  # fmt: skip
"""Columns of an export, in order."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
_LONG_DIGITS = 12


def records(services: Services, session: Session, where: RecordFilter) -> list[Record]:
    """Return history rows, newest first; without the audit permission only one's own."""
    session.operator.require(Permission.FIND)
    if not (session.operator.may(Permission.AUDIT) or session.via_host):
        where = RecordFilter(
            where.since, where.until, session.operator.name, where.printer, where.outcome, where.full_no,
            where.place, where.limit,
        )  # fmt: skip
    with services.store.reading() as unit:
        return unit.reprints.records(where)


def to_csv(rows: list[Record]) -> str:
    """Return records as CSV: every field quoted, numbers as text, nothing a spreadsheet would run."""
    sink = io.StringIO()
    writer = csv.writer(sink, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in rows:
        writer.writerow([spreadsheet_safe(value) for value in _values(record)])
    return "\ufeff" + sink.getvalue()


def _values(record: Record) -> list[str]:
    reprint, last = record.reprint, record.reprint.last
    return [
        reprint.serial,
        record.number,
        record.code,
        str(reprint.copy_no),
        reprint.at.astimezone(HOME).isoformat(timespec="seconds"),
        reprint.operator,
        reprint.approver,
        reprint.desk,
        last.printer if last else "",
        reprint.reason.value if reprint.reason else "",
        reprint.outcome.value,
        str(int(last.evidence)) if last else "",
        last.seen.value if last and last.seen else "",
        reprint.place,
        plain(record.gross) or "",
    ]


def spreadsheet_safe(value: str) -> str:
    """Return ``value`` so that no spreadsheet takes it for a formula or rounds it: a leading ``'`` where needed."""
    bare = value.lstrip()
    runs = value.startswith(_FORMULA) or bare.startswith(_FORMULA)
    rounds = bare.isdigit() and (len(bare) >= _LONG_DIGITS or (bare[0] == "0" and bare != "0"))
    return "'" + value if (runs and not _is_amount(value)) or rounds else value


def _is_amount(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()
