"""The manifest of a batch: one row for every try of every paper, and the proof that it says what the ledger says."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fapiao.errors import NotPermitted
from fapiao.hometime import HOME
from fapiao.people import Permission
from fapiao.reprint import outcome_of
from fapiao.said import say
from fapiao.text import fit
from fapiao.usecases.batch.draft import open_lines
from fapiao.usecases.invoices.download import write_new
from fapiao.usecases.records.history import spreadsheet_safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from fapiao.batch import Batch, BatchLine
    from fapiao.ledger import Entry
    from fapiao.people import Session
    from fapiao.reprint import Attempt, Reprint
    from fapiao.services import Services

COLUMNS = (
    "seq", "number", "code", "serial", "copy_no", "attempt_code", "outcome", "evidence", "seen", "printer", "sha256",
    "at", "note", "attempt",
)  # fmt: skip
"""Columns of the table, in order."""
_KINDS = frozenset({"reprint.intent", "reprint.outcome", "reprint.recovered", "reprint.seen"})


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One try of one paper; a line without any has one row that says why."""

    line: BatchLine
    paper: Reprint | None = None
    attempt: Attempt | None = None

    def values(self) -> list[str]:
        """Return the row's cells in the order of :data:`COLUMNS`."""
        line, paper, attempt = self.line, self.paper, self.attempt
        if paper is None or attempt is None:
            outcome = "none" if line.full_no else line.state.value
            return [str(line.seq), line.number, line.code, *[""] * 3, outcome, *[""] * 5, line.note, ""]
        at = (attempt.sent_at or attempt.at).astimezone(HOME)
        return [
            str(line.seq),
            line.number,
            line.code,
            paper.serial,
            str(paper.copy_no),
            attempt.code,
            outcome_of(attempt).value,
            str(int(attempt.evidence)),
            attempt.seen.value if attempt.seen else "",
            attempt.printer,
            attempt.sha256,
            at.isoformat(timespec="seconds"),
            attempt.note,
            attempt.uuid,
        ]


def manifest(services: Services, session: Session, batch_id: int) -> tuple[Batch, list[ManifestRow]]:
    """Return a batch and the rows of its manifest, in order of lines, papers and tries."""
    operator = session.operator
    if not (operator.may(Permission.REPRINT) or operator.may(Permission.AUDIT) or session.via_host):
        raise NotPermitted(
            say("{person} 不能看批量清单", person=operator.display),
            say("请由操作员、主管或审计员查看"),
            rule="permission",
        )
    batch, lines = open_lines(services, session, batch_id)
    rows: list[ManifestRow] = []
    for line in lines:
        made = [ManifestRow(line, paper, attempt) for paper in line.papers for attempt in paper.attempts]
        rows += made or [ManifestRow(line)]
    return batch, rows


def to_csv(rows: Iterable[ManifestRow]) -> str:
    """Return the manifest as CSV: every field quoted, numbers as text, nothing a spreadsheet would run."""
    sink = io.StringIO()
    writer = csv.writer(sink, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([spreadsheet_safe(value) for value in row.values()])
    return "\ufeff" + sink.getvalue()


def to_text(batch: Batch, rows: Sequence[ManifestRow]) -> str:
    """Return the manifest as a plain page of 96 columns, to be printed or read: one line a row."""
    head = f"第 {batch.id} 批   {batch.state.label}   {batch.settings.printer}   {batch.settings.paper.label}"
    names = fit("序", 5) + fit("号码", 22) + fit("编号", 12) + fit("次", 4) + fit("尾码", 6) + fit("结果", 10)
    lines = [head, f"{batch.at.astimezone(HOME):%Y-%m-%d %H:%M}   {batch.operator}   {batch.desk}", "", names + "说明"]
    for row in rows:
        line, paper, attempt = row.line, row.paper, row.attempt
        text = fit(str(line.seq), 5) + fit(line.code + line.number, 22)
        if paper is not None and attempt is not None:
            outcome = fit(outcome_of(attempt).label, 10)
            text += fit(paper.serial, 12) + fit(str(paper.copy_no), 4) + fit(attempt.code, 6) + outcome + attempt.note
        else:
            text += fit("", 22) + fit("没有打" if line.full_no else line.state.label, 10) + line.note
        lines.append(text.rstrip())
    return "\n".join(lines) + "\n"


def save_manifest(services: Services, session: Session, batch_id: int, folder: Path) -> list[Path]:
    """Write the manifest as a table and as a page under names of our own; return the paths. Raises BadInput."""
    batch, rows = manifest(services, session, batch_id)
    stem = f"批量清单-{batch.id}-{services.now().astimezone(HOME):%Y%m%d-%H%M}"
    return [
        write_new(folder, f"{stem}.csv", to_csv(rows).encode()),
        write_new(folder, f"{stem}.txt", to_text(batch, rows).encode()),
    ]


def check_manifest(services: Services, rows: Sequence[ManifestRow]) -> list[str]:
    """Return every difference between a manifest and the ledger, one sentence each; none = they say the same.

    Each try of the manifest stands in the ledger with the same paper, number, code, printer and ending; and each try of
    one of its papers that stands in the ledger stands in the manifest.
    """
    tried = {row.attempt.uuid: row for row in rows if row.attempt is not None}
    recorded = _recorded(services, tried, {row.paper.serial for row in rows if row.paper is not None})
    found: list[str] = [say("账本里有、清单里没有：{attempt}", attempt=uuid) for uuid in recorded if uuid not in tried]
    for uuid, row in tried.items():
        entries = recorded.get(uuid, [])
        if not entries or entries[0].kind != "reprint.intent":
            found.append(say("清单里有、账本里没有：{attempt}", attempt=uuid))
            continue
        found += [say("第 {seq} 张 {what}", seq=row.line.seq, what=what) for what in _differences(row, entries)]
    return found


def _recorded(services: Services, tried: Iterable[str], serials: set[str]) -> dict[str, list[Entry]]:
    """Return the entries of those papers, by attempt, oldest first; read from the first intent on.

    Where an intent is not there, the whole ledger is read.
    """
    found: dict[str, list[Entry]] = {}
    with services.store.reading() as unit:
        intents = [unit.ledger.by_key(f"{uuid}:intent") for uuid in tried]
        first = min((entry.seq if entry else 1 for entry in intents), default=None)
        for entry in unit.ledger.entries(first) if first is not None else ():
            if entry.kind in _KINDS and entry.body.get("reprint") in serials:
                found.setdefault(str(entry.body["attempt"]), []).append(entry)
    return found


def _differences(row: ManifestRow, entries: Sequence[Entry]) -> list[str]:
    paper, attempt = row.paper, row.attempt
    assert paper is not None
    assert attempt is not None
    body: dict[str, Any] = {}
    for entry in entries:
        body |= entry.body
    seen = attempt.seen.value if attempt.seen else None
    wanted: dict[str, Any] = {
        "reprint": paper.serial,
        "full_no": row.line.full_no,
        "copy_no": paper.copy_no,
        "code": attempt.code,
        "printer": attempt.printer,
        "state": attempt.state.value,
        "seen": seen,
    }
    if seen is None:
        wanted["evidence"] = int(attempt.evidence)
    return [
        say("{field}：清单 {listed}，账本 {recorded}", field=name, listed=value, recorded=body.get(name))
        for name, value in wanted.items()
        if body.get(name) != value
    ]
