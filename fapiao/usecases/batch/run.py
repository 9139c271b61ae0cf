"""Run a batch, or what is missing of one: line after line through the one use case ``reprint``.

A rule or a face that says no marks its line and the rest goes on. A printer that is not ready stops the batch before the
next line, and so does an unknown outcome: nobody burns a pile of numbers on a printer that waits for a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fapiao.batch import Batch, BatchLine
from fapiao.errors import FapiaoError, PrinterError, StoreError, as_fapiao
from fapiao.paper import Paper
from fapiao.reprint import Outcome
from fapiao.said import say
from fapiao.usecases.batch.check import order_of
from fapiao.usecases.batch.claim import claim, keep, put_down, release
from fapiao.usecases.paper.order import PaperResult
from fapiao.usecases.paper.reprint import reprint, reprint_pair

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from fapiao.people import Session
    from fapiao.services import Services

Sheet = tuple[BatchLine, ...]
"""The lines that share one sheet of paper."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, told whenever something happened."""

    done: int
    total: int
    seq: int
    """The line that is being made, or was made last."""
    words: str
    seconds_left: int | None = None
    """From the papers made so far; None before the first."""


@dataclass(frozen=True, slots=True)
class LineResult:
    """What came of one line: a paper, or why there is none."""

    line: BatchLine
    paper: PaperResult | None = None
    error: FapiaoError | None = None

    @property
    def stops(self) -> str:
        """Why the batch may not go on after this line; empty where it may."""
        seq = self.line.seq
        if self.paper is not None and self.paper.outcome is Outcome.UNKNOWN:
            return say("第 {seq} 张结果未知：{why}", seq=seq, why=self.paper.attempt.note or say("发出后没有回音"))
        if isinstance(self.error, PrinterError | StoreError):
            return say("第 {seq} 张：{why}", seq=seq, why=str(self.error))
        return ""

    @property
    def passed_over(self) -> str:
        """Why this line alone was passed over; empty where it was not."""
        return "" if self.error is None or self.stops else str(self.error)


@dataclass(frozen=True, slots=True)
class BatchRun:
    """What a run came to."""

    batch: Batch
    results: tuple[LineResult, ...]


def run_batch(
    services: Services,
    session: Session,
    batch_id: int,
    watch: Callable[[Progress], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> BatchRun:
    """Print exactly the lines whose paper is missing, in order; ``should_stop`` is asked before every sheet.

    Raises what :func:`fapiao.usecases.batch.claim.claim` raises; after that every ending is written to the batch.
    """
    claimed, todo = claim(services, session, batch_id)
    run = _Run(services, session, claimed, todo, watch)
    try:
        try:
            note = run.through(should_stop)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the claim has to end and say so
            note = str(as_fapiao(error, services.log, "batch line"))
        return BatchRun(release(services, session, claimed, note, finished=not note), tuple(run.results))
    finally:
        put_down(claimed)


def sheets_of(lines: Sequence[BatchLine], paper: Paper) -> list[Sheet]:
    """Return the sheets on which ``lines`` are printed, in order: two on a sheet where the paper is for two."""
    each = 2 if paper is Paper.A4_2UP else 1
    return [tuple(lines[at : at + each]) for at in range(0, len(lines), each)]


def make_sheet(
    services: Services, session: Session, batch: Batch, sheet: Sheet, tell: Callable[[str], None]
) -> list[LineResult]:
    """Make one sheet and return what came of each of its lines."""
    first, *second = (order_of(batch, line) for line in sheet)
    made: list[PaperResult | FapiaoError]
    try:
        if second:
            made = reprint_pair(services, session, first, second[0], tell)
        else:
            made = [*reprint(services, session, first, tell)]
    except FapiaoError as error:
        made = [error]
    return [
        LineResult(line, error=came) if isinstance(came, FapiaoError) else LineResult(line, came, came.error)
        for line, came in zip(sheet, made, strict=True)
    ]


class _Run:
    """The lines of one claim, one after the other."""

    def __init__(
        self,
        services: Services,
        session: Session,
        batch: Batch,
        todo: list[BatchLine],
        watch: Callable[[Progress], None],
    ) -> None:
        self._services, self._session, self._batch = services, session, batch
        self._todo, self._watch = todo, watch
        self._started: datetime = services.now()
        self.results: list[LineResult] = []

    def through(self, should_stop: Callable[[], bool]) -> str:
        """Make sheet after sheet; return why it stopped, empty where it came to the end."""
        passed: list[tuple[int, str]] = []
        for sheet in sheets_of(self._todo, self._batch.settings.paper):
            if should_stop():
                return say("停在第 {seq} 张之前", seq=sheet[0].seq)
            if not keep(self._services, self._batch, passed):
                return say("另一台接管了这一批")
            made = make_sheet(self._services, self._session, self._batch, sheet, self._teller(sheet[0].seq))
            self.results += made
            passed = [(r.line.seq, r.passed_over) for r in made if r.passed_over or r.line.note]
            self._tell(sheet[-1].seq, made[-1].passed_over or made[-1].line.number)
            if stops := next((r.stops for r in made if r.stops), ""):
                return stops
        keep(self._services, self._batch, passed)
        return ""

    def _teller(self, seq: int) -> Callable[[str], None]:
        return lambda words: self._tell(seq, words)

    def _tell(self, seq: int, words: str) -> None:
        done = len(self.results)
        try:
            self._watch(Progress(done, len(self._todo), seq, words, self._seconds_left(done)))
        except Exception:  # noqa: BLE001 - whoever watched is gone; the papers go on
            return

    def _seconds_left(self, done: int) -> int | None:
        papers = sum(r.paper is not None for r in self.results)
        if not papers:
            return None
        passed = (self._services.now() - self._started).total_seconds()
        return round(passed / papers * (len(self._todo) - done))
