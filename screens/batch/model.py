"""One batch as a person works on it: its lines, their verdicts, how far the run is, what is asked. Knows no terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.batch import Batch, BatchLine, BatchState, LineState, Unfound
from fapiao.errors import BadInput, NotFound
from fapiao.said import say
from fapiao.usecases.batch.answer import asked
from fapiao.usecases.batch.check import Checked, Standing, count_standings, order_of
from fapiao.usecases.batch.run import Progress
from fapiao.usecases.paper.settle import check_place

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from fapiao.cases import Cases
    from fapiao.paper import PrintSettings
    from fapiao.reprint import Reason
    from fapiao.usecases.batch.answer import StackAnswer
    from fapiao.usecases.invoices.inspect import Inspection


class BatchModel:
    """What is known of one batch; ``id`` None = a new one, kept from its first invoice on."""

    def __init__(self, cases: Cases, batch_id: int | None) -> None:
        self._cases = cases
        self.id = batch_id
        self.batch: Batch | None = None
        self.lines: Sequence[BatchLine] = ()
        self.checked: dict[str, Checked] = {}
        self.progress: Progress | None = None
        """How far the run is; None while nothing is printed."""
        self.place = cases.paper.last_place()

    def read(self) -> None:
        """Read batch and lines again; outside a run, what a dead desk left is settled first."""
        if self.id is not None:
            batch, self.lines = self._cases.batch.open_lines(self.id)
            self.batch = batch if self.is_printing else self._cases.batch.as_it_stands(batch)

    @property
    def is_printing(self) -> bool:
        """True until the run has ended."""
        return self.progress is not None

    @property
    def is_draft(self) -> bool:
        """True while lines may come and go."""
        return self.batch is None or self.batch.state is BatchState.DRAFT

    @property
    def is_finished(self) -> bool:
        """True where the run came to its end."""
        return self.batch is not None and self.batch.state is BatchState.FINISHED

    @property
    def missing(self) -> list[BatchLine]:
        """The lines whose paper is still to be made, in order."""
        return [line for line in self.lines if line.is_missing]

    @property
    def unknown(self) -> BatchLine | None:
        """The line of whose paper nobody knows; it is asked first."""
        return next((line for line in self.lines if line.state is LineState.UNKNOWN), None)

    @property
    def asked(self) -> list[BatchLine]:
        """The lines whose paper nobody has looked at and about which this person may say something."""
        session = self._cases.session
        return asked(session, self.lines) if session else []

    @property
    def unseen_by_others(self) -> int:
        """How many papers wait for somebody else's answer."""
        return sum(line.is_unseen for line in self.lines) - len(self.asked)

    @property
    def standings(self) -> Counter[Standing]:
        """How many lines may be printed, need something, or are refused."""
        return count_standings(self.checked, self.lines)

    @property
    def offered(self) -> tuple[Reason, ...]:
        """The reasons of the site, in the order of their digits."""
        return self._cases.care.policy().reasons

    @property
    def enter_word(self) -> str:
        """What an empty Enter does now."""
        if self.is_printing:
            return say("请稍候")
        if self.batch is None:
            return say("加入")
        if self.unknown is not None or (not self.is_draft and self.asked and self.is_finished):
            return say("回答")
        if self.is_draft:
            return say("开始")
        return say("接着打") if self.missing else ""

    def verdicts(self, chosen: Sequence[BatchLine]) -> dict[str, Checked]:
        """Judge those lines; takes a few reads for each."""
        return {} if self.batch is None else self._cases.batch.check(self.batch, chosen)

    def inspect(self, line: BatchLine) -> Inspection:
        """Return the verdict of a line in full."""
        assert self.batch is not None
        return self._cases.invoices.inspect(line.full_no, order_of(self.batch, line).wish())

    def begin(self) -> None:
        """Count from here on as printing: nothing is done yet."""
        missing = self.missing
        self.progress = Progress(0, len(missing), missing[0].seq, say("准备"))

    def add(self, full_nos: Sequence[str | Unfound]) -> str:
        """Add invoices to the draft and return what is to be said of it."""
        added = self._cases.batch.add(full_nos, self.id, fresh=self.id is None)
        self.id = added.batch.id
        return added.sentence

    def take_out(self, seqs: Sequence[int]) -> int:
        """Take lines out; return how many are left. The last one takes the draft with it."""
        if self.batch is None or not seqs:
            raise NotFound(say("没有可拿掉的"), say("先加入发票"))
        left = self._cases.batch.take_out(self.batch.id, seqs)
        if not left:
            self.id, self.batch, self.lines = None, None, ()
        return left

    def choose(self, digit: int) -> Reason:
        """Take the reason of that digit for the whole batch. Raises BadInput."""
        offered = self.offered
        if self.batch is None or not 1 <= digit <= len(offered):
            raise BadInput(say("没有原因 {digit}", digit=digit), say("请用 1 到 {most}", most=len(offered)))
        self._cases.batch.change(self.batch.id, reason=offered[digit - 1])
        return offered[digit - 1]

    def use(self, settings: PrintSettings) -> None:
        """Print the papers still to be made as ``settings`` say."""
        assert self.batch is not None
        self._cases.batch.change(self.batch.id, settings=replace(settings, copies=1))

    def lay(self, place: str) -> None:
        """Have the good papers lie at ``place``. Raises BadInput."""
        self.place = check_place(place)

    def answer(self, given: StackAnswer) -> int:
        """Write what was seen of the stack; return of how many papers. Runs in the background."""
        assert self.batch is not None
        return self._cases.batch.answer_stack(self.batch.id, given, self.place or None)

    def reopen(self) -> None:
        """Let a finished batch wait again where papers turned out to be missing."""
        assert self.batch is not None
        self._cases.batch.reopen(self.batch.id)

    def close(self) -> None:
        """End it; what is missing stays unprinted."""
        assert self.batch is not None
        self._cases.batch.close(self.batch.id)
