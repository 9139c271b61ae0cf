"""What was printed, when, by whom, and where it lies; a table that any spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.amounts import plain
from fapiao.hometime import HOME
from fapiao.people import Permission

if TYPE_CHECKING:
    from decimal import Decimal

    from fapiao.people import Session
    from fapiao.reprint import Reprint
    from fapiao.services import Services
    from fapiao.stored import Record, RecordFilter, Tally

COLUMNS = {
    "serial": "编号",
    "number": "发票号码",
    "code": "发票代码",
    "copy_no": "次",
    "at": "时间",
    "operator": "操作员",
    "approver": "授权人",
    "applicant": "申请人",
    "desk": "台",
    "printer": "打印机",
    "reason": "原因",
    "outcome": "结果",
    "evidence": "凭据",
    "seen": "看到",
    "place": "存放",
    "gross": "价税合计",
}
"""Columns of an export in their order, and how a person calls them."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
_LONG_DIGITS = 12


def records(services: Services, session: Session, where: RecordFilter) -> list[Record]:
    """Return history rows, newest first; without the audit permission only one's own."""
    session.operator.require(Permission.FIND)
    with services.store.reading() as unit:
        return unit.reprints.records(_own(session, where))


def tallies(services: Services, session: Session, where: RecordFilter) -> list[Tally]:
    """Count and add up what :func:`records` would return without a limit."""
    session.operator.require(Permission.FIND)
    with services.store.reading() as unit:
        return unit.reprints.tallies(_own(session, where))


def _own(session: Session, where: RecordFilter) -> RecordFilter:
    """Narrow ``where`` to what this person may see: one's own papers, or all with the audit permission."""
    sees_all = session.operator.may(Permission.AUDIT) or session.via_host
    return where if sees_all else replace(where, operator=session.operator.name)


def to_csv(rows: list[Record]) -> str:
    """Return records as CSV: every field quoted, numbers as text, nothing a spreadsheet would run."""
    sink = io.StringIO()
    writer = csv.writer(sink, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in rows:
        writer.writerow([spreadsheet_safe(value) for value in _values(record)])
    return "\ufeff" + sink.getvalue()


def to_cells(rows: list[Record]) -> list[list[str | Decimal | None]]:
    """Return records as cells of a workbook: amounts as numbers, reasons and outcomes in the operator's words."""
    return [_cells(record) for record in rows]


def _cells(record: Record) -> list[str | Decimal | None]:
    reprint, last = record.reprint, record.reprint.last
    cells: dict[str, str | Decimal | None] = dict(zip(COLUMNS, _values(record), strict=True))
    cells |= {
        "reason": reprint.reason.label if reprint.reason else "首次",
        "outcome": reprint.outcome.label,
        "seen": last.seen.label if last and last.seen else "",
        "at": f"{reprint.at.astimezone(HOME):%Y-%m-%d %H:%M:%S}",
        "gross": record.gross,
    }
    return list(cells.values())


def to_shape(record: Record) -> dict[str, object]:
    """Return one record as other programs read it (docs/command-line.md)."""
    shape = reprint_shape(record.reprint)
    return {"reprint": shape.pop("reprint"), "number": record.number, "code": record.code or None, **shape}


def reprint_shape(item: Reprint) -> dict[str, object]:
    """Return one paper as other programs read it."""
    last = item.last
    return {
        "reprint": item.serial,
        "copy_no": item.copy_no,
        "operator": item.operator,
        "approver": item.approver or None,
        "applicant": item.applicant or None,
        "desk": item.desk,
        "printer": last.printer if last else None,
        "reason": item.reason.value if item.reason else None,
        "outcome": item.outcome.value,
        "evidence": int(last.evidence) if last else 0,
        "seen": last.seen.value if last and last.seen else None,
        "at": item.at.isoformat(),
        "place": item.place or None,
        "artefact": {"sha256": last.sha256} if last and last.sha256 else None,
    }


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
        reprint.applicant,
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
