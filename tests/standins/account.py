"""What really happened at the printers, kept beside the product and never asked of it, and held against its records.

Stand-ins report here: a first byte of print data, a proof that nothing can come out, a sheet that came out. At each
first byte the store is opened by a connection of its own and looked at, so that what was not committed is not seen.
:meth:`Account.broken` names every promise that does not hold; empty = all hold.
"""

from __future__ import annotations

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2

NO_PAPER = ("failed_clean", "cancelled")
BEFORE = ("authorised", "rendered")
_FOOT = re.compile(r"(\d{1,6}-\d{6,12})[\s·]*码?\s*([0-9A-HJ-NP-RT-Y]{4})")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper that exists: what its own foot line says, and the machine it lies at."""

    serial: str
    code: str
    machine: str

    @staticmethod
    def read(text: str, machine: str) -> Sheet:
        """Read the one foot line of a paper's text, with or without the spaces of its layout."""
        (sheet,) = Sheet.all_in(text, machine)
        return sheet

    @staticmethod
    def all_in(text: str, machine: str) -> list[Sheet]:
        """Read every foot line: a sheet may carry two papers. Raises ValueError where there is none."""
        found = [Sheet(serial, code, machine) for serial, code in _FOOT.findall(text)]
        if not found:
            raise ValueError(f"a paper without a foot line: {text[-200:]!r}")
        return found


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt as its row says."""

    uuid: str
    code: str
    state: str
    seen: str | None
    evidence: int
    machine: str
    sent: bool
    serial: str
    full_no: str
    copy_no: int
    overridden: bool
    token: int
    """Of its lease; the papers of one sheet share it."""
    printer: str


@dataclass(frozen=True, slots=True)
class Unknowns:
    """Outcomes that were unknown at some time: all, answered by a person, by the machine's late success, by nobody."""

    surfaced: int = 0
    settled: int = 0
    late: int = 0
    left: int = 0


_TRIES = """
SELECT a.uuid, a.code, a.state, a.seen, a.evidence, a.machine, a.sent_at IS NOT NULL, r.serial, i.full_no, r.copy_no,
       r.override_by <> '', a.token, a.printer
FROM attempt a JOIN reprint r ON r.id = a.reprint_id JOIN invoice i ON i.id = r.invoice_id
"""
_IN_THE_WAY = """
SELECT count(*) FROM attempt a JOIN reprint r ON r.id = a.reprint_id
WHERE a.machine = ? AND a.token <> ? AND a.state IN ('sending', 'unknown')
  AND (a.state = 'sending' OR (a.seen IS NULL AND r.override_by = ''))
"""


@dataclass
class Account:
    """The account of one store's papers. Safe to use from several threads."""

    path: Path
    sheets: list[Sheet] = field(default_factory=list)
    sends: Counter[str] = field(default_factory=Counter)
    """How often print data began to flow, by attempt."""
    proofs: set[str] = field(default_factory=set)
    """Attempts of which a printer truthfully said that nothing can come out."""
    scraps: Counter[str] = field(default_factory=Counter)
    """Torn papers by attempt: they exist, and nobody can read their code."""
    answers: Counter[str] = field(default_factory=Counter)
    """Answers and overrides that a person gave and the program took, by ledger kind and attempt."""
    faults: Counter[str] = field(default_factory=Counter)
    """What was injected, by kind."""
    spoolers: frozenset[str] = frozenset()
    """Printers that are queues of a spooler, which may print one document again by itself; nobody else may."""
    early: list[str] = field(default_factory=list)
    """Print data without a committed intent and SENDING, or past an unknown outcome."""
    _lock: Any = field(default_factory=threading.RLock)
    _connection: Any = None
    _by_serial: dict[str, Sheet] = field(default_factory=dict)

    @contextmanager
    def _store(self) -> Iterator[Any]:
        with self._lock:
            if self._connection is None:
                address = f"{self.path.resolve().as_uri()}?mode=ro"
                self._connection = dbapi2.connect(address, uri=True, check_same_thread=False, isolation_level=None)
            yield self._connection

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def first_byte(self, attempt: str) -> None:
        """Print data of ``attempt`` begins to flow: look whether that may be."""
        with self._store() as store:
            self.sends[attempt] += 1
            intents = store.execute(
                "SELECT count(*) FROM ledger WHERE key = ? AND kind = 'reprint.intent'", (f"{attempt}:intent",)
            ).fetchone()[0]
            row = store.execute(_TRIES + " WHERE a.uuid = ?", (attempt,)).fetchone()
            if row is None or intents != 1:
                self.early.append(f"{attempt}: print data without a committed intent")
                return
            this = Try(*row)
            if not this.sent or this.state in BEFORE:
                self.early.append(f"{attempt}: print data while {this.state}, without a committed SENDING")
            elif this.state in NO_PAPER:
                self.early.append(f"{attempt}: print data after {this.state} was recorded")
            elif this.state == "sending":
                newest = store.execute("SELECT token FROM lease WHERE machine = ?", (this.machine,)).fetchone()
                if newest != (this.token,):
                    self.early.append(f"{attempt}: print data under a lost lease on {this.machine}")
                (others,) = store.execute(_IN_THE_WAY, (this.machine, this.token)).fetchone()
                if others:
                    self.early.append(f"{attempt}: print data past an unknown outcome on {this.machine}")

    def first_byte_at(self, machine: str) -> str:
        """Print data that names no attempt begins to flow at ``machine``: it is the one being sent there."""
        with self._lock:
            sent = [t for t in self.tries() if t.machine == machine and t.sent and not self.sends[t.uuid]]
            this = next((t for t in reversed(sent) if t.state == "sending"), None) or next(reversed(sent), None)
            if this is None:
                self.early.append(f"{machine}: print data while nothing is being sent there")
                return ""
            self.first_byte(this.uuid)
            return this.uuid

    def proved(self, attempt: str) -> None:
        """A printer proved that nothing of ``attempt`` can come out."""
        with self._lock:
            self.proofs.add(attempt)

    def came_out(self, sheet: Sheet) -> None:
        """A paper came out."""
        with self._lock:
            self.sheets.append(sheet)
            self._by_serial[sheet.serial] = sheet

    def torn(self, attempt: str) -> None:
        """A paper came out of which the foot line is missing; the stand-in knows whose bytes they were."""
        with self._lock:
            self.scraps[attempt] += 1

    def answered(self, kind: str, attempt: str) -> None:
        """A person's answer or override was taken."""
        with self._lock:
            self.answers[f"{kind} {attempt}"] += 1

    def injected(self, kind: str) -> None:
        """A fault was injected."""
        with self._lock:
            self.faults[kind] += 1

    def sheet_of(self, serial: str) -> Sheet | None:
        """The paper with that serial, where one has come out: what a person at the tray finds."""
        with self._lock:
            return self._by_serial.get(serial)

    def lies(self, serial: str, code: str) -> bool:
        """Whether a paper with that foot line has come out."""
        found = self.sheet_of(serial)
        return found is not None and found.code == code

    def attempt_of(self, sheet: Sheet) -> str:
        """Whose paper it is; ``unrecorded`` where no committed record knows it."""
        with self._store() as store:
            row = store.execute(_TRIES + " WHERE r.serial = ? AND a.code = ?", (sheet.serial, sheet.code)).fetchone()
            return Try(*row).uuid if row else f"unrecorded {sheet.serial} {sheet.code}"

    def tries(self) -> list[Try]:
        """All attempts in the order of their making."""
        with self._store() as store:
            return [Try(*row) for row in store.execute(_TRIES + " ORDER BY a.id")]

    def broken(self, *, settled: bool) -> list[str]:
        """Name what does not hold. ``settled``: every unknown has been answered, no desk is at work."""
        tries = self.tries()
        papers = Counter((s.serial, s.code) for s in self.sheets)
        return [
            *self.early,
            *self._numbers(tries, papers),
            *self._burnt(tries),
            *self._ledger(tries, settled=settled),
            *self._claims(tries, papers, settled=settled),
        ]

    def unknowns(self) -> Unknowns:
        """How many outcomes were ever unknown, and what became of them."""
        with self._store() as store:
            entries = store.execute(
                "SELECT key, kind, body FROM ledger WHERE kind LIKE 'reprint.%' ORDER BY seq"
            ).fetchall()
        surfaced: set[str] = set()
        late: set[str] = set()
        for key, kind, body in entries:
            attempt = key.partition(":")[0]
            if kind in {"reprint.outcome", "reprint.recovered"}:
                if '"state":"unknown"' in body:
                    surfaced.add(attempt)
                elif attempt in surfaced:
                    late.add(attempt)
        settled = {t.uuid for t in self.tries() if t.uuid in surfaced and t.seen is not None}
        return Unknowns(len(surfaced), len(settled), len(late - settled), len(surfaced - settled - late))

    def repeated(self) -> int:
        """Papers that a spooler made again by itself, of one document that was sent once."""
        papers = Counter((s.serial, s.code) for s in self.sheets)
        return sum(papers[t.serial, t.code] - 1 for t in self.tries() if self._is_repeated(t, papers))

    def _is_repeated(self, this: Try, papers: Counter[tuple[str, str]]) -> bool:
        return this.printer in self.spoolers and papers[this.serial, this.code] > 1 and self.sends[this.uuid] == 1

    def _numbers(self, tries: list[Try], papers: Counter[tuple[str, str]]) -> Iterator[str]:
        serials: dict[tuple[str, int], set[str]] = defaultdict(set)
        made: Counter[tuple[str, int]] = Counter()
        for this in tries:
            serials[this.full_no, this.copy_no].add(this.serial)
            count = papers[this.serial, this.code]
            made[this.full_no, this.copy_no] += 1 if self._is_repeated(this, papers) else count
            made[this.full_no, this.copy_no] += self.scraps[this.uuid]
        for number, found in serials.items():
            if len(found) > 1:
                yield f"{number}: one copy number on {len(found)} records"
        for number, count in made.items():
            if count > 1:
                yield f"{number}: one copy number on {count} papers"
        known = {(t.serial, t.code) for t in tries}
        yield from (f"{paper}: a paper that no record knows" for paper in papers if paper not in known)

    def _burnt(self, tries: list[Try]) -> Iterator[str]:
        by_serial: dict[str, list[Try]] = defaultdict(list)
        for this in tries:
            by_serial[this.serial].append(this)
        for serial, those in by_serial.items():
            for this in those[:-1]:
                if self.sends[this.uuid] and this.uuid not in self.proofs:
                    yield f"{serial}: tried again after print data had left"
        yield from (f"{uuid}: print data began {times} times" for uuid, times in self.sends.items() if times > 1)

    def _ledger(self, tries: list[Try], *, settled: bool) -> Iterator[str]:
        kinds: dict[str, Counter[str]] = defaultdict(Counter)
        with self._store() as store:
            for key, kind in store.execute("SELECT key, kind FROM ledger"):
                kinds[key.partition(":")[0]][kind] += 1
        for this in tries:
            entries = kinds[this.uuid]
            endings = entries["reprint.outcome"], entries["reprint.recovered"]
            if entries["reprint.intent"] != 1 or max(endings) > 1:
                yield f"{this.uuid}: recorded {dict(entries)}"
            if sum(endings) == 0 and (settled or this.state not in {*BEFORE, "sending"}):
                yield f"{this.uuid}: {this.state}, and no ending in the ledger"
            for kind in ("reprint.seen", "printer.override"):
                if entries[kind] != self.answers[f"{kind} {this.uuid}"]:
                    yield f"{this.uuid}: {entries[kind]} times {kind}, answered {self.answers[f'{kind} {this.uuid}']} times"

    def _claims(self, tries: list[Try], papers: Counter[tuple[str, str]], *, settled: bool) -> Iterator[str]:
        """What the records say of each attempt, and what lies there."""
        for this in tries:
            lies = bool(papers[this.serial, this.code] or self.scraps[this.uuid])
            said = f"{this.full_no} copy {this.copy_no} {this.code}: {this.state}, seen {this.seen}, evidence {this.evidence}"
            if lies and (this.state in {*NO_PAPER, *BEFORE} or not this.sent):
                yield f"{said}, and a paper lies there"
            if not lies and (
                _claims_paper(this) or (settled and this.state == "handed_over" and this.seen != "nothing")
            ):
                yield f"{said}, and no paper is there"
            if settled and lies and this.seen == "nothing":
                yield f"{said}, and a paper lies there"
            if settled and (this.state in {*BEFORE, "sending"} or (this.state == "unknown" and this.seen is None)):
                yield f"{said}: unaccounted"


def _claims_paper(this: Try) -> bool:
    return this.seen in {"clear", "poor"} or (this.state == "confirmed" and this.seen is None)
