"""What takes longer than a few reads on a batch: verdicts, the run, answers, searches. Worker threads that end in one
message; the run stops after the current sheet when it is told to, or when the screens are gone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from fapiao.errors import FapiaoError, as_fapiao
from fapiao.usecases.batch.answer import StackAnswer, answer_stack
from fapiao.usecases.batch.check import Checked, check_lines
from fapiao.usecases.batch.draft import add_invoices
from fapiao.usecases.batch.run import BatchRun, Progress, run_batch
from screens.batch.adding import Adding, gather
from screens.batch.view import BatchView

if TYPE_CHECKING:
    from fapiao.batch import BatchLine
    from screens.desk import Desk


class BatchWork(BatchView):
    """The workers of a batch screen, and what their messages change."""

    @dataclass
    class Judged(Message):
        """The verdicts are there."""

        checked: dict[str, Checked]
        turn: int
        """Which judging this is; an older one is not shown over a newer."""

    @dataclass
    class Progressed(Message):
        """Something happened."""

        progress: Progress

    @dataclass
    class Ended(Message):
        """The run is over."""

        run: BatchRun

    @dataclass
    class Answered(Message):
        """The stack was answered."""

        count: int
        seen: StackAnswer

    @dataclass
    class Gathered(Message):
        """A search or a file gave invoices, which were added."""

        words: str

    @dataclass
    class Failed(Message):
        """A worker could not do what it was asked."""

        error: FapiaoError
        printing: bool = False
        """True where that was the run."""

    def __init__(self, desk: Desk, batch_id: int | None) -> None:
        super().__init__(desk, batch_id)
        self._turn = 0
        self._stop = threading.Event()

    def _judge(self) -> None:
        """Judge every line anew, behind the screen."""
        self._turn += 1
        self._work_out(self._lines, self._turn)

    @work(thread=True, group="verdicts", exit_on_error=False)
    def _work_out(self, chosen: Sequence[BatchLine], turn: int) -> None:
        self._send(self.Judged, lambda: (self._verdicts(chosen), turn))

    def _verdicts(self, chosen: Sequence[BatchLine]) -> dict[str, Checked]:
        if self._batch is None:
            return {}
        return check_lines(self.desk.services, self.desk.signed_in, self._batch, chosen)

    @work(thread=True, group="printing", exit_on_error=False)
    def _run(self, batch_id: int) -> None:
        services, session, app = self.desk.services, self.desk.signed_in, self.app
        self._send(
            self.Ended,
            lambda: (
                run_batch(
                    services,
                    session,
                    batch_id,
                    lambda progress: self._post(self.Progressed(progress)),
                    lambda: self._stop.is_set() or not app.is_running,
                ),
            ),
            printing=True,
        )

    @work(thread=True, group="answers", exit_on_error=False)
    def _answer(self, batch_id: int, given: StackAnswer, place: str) -> None:
        services, session = self.desk.services, self.desk.signed_in
        self._send(self.Answered, lambda: (answer_stack(services, session, batch_id, given, place or None), given))

    @work(thread=True, group="adding", exit_on_error=False)
    def _gather(self, adding: Adding) -> None:
        self._send(self.Gathered, lambda: (self._add(*gather(self.desk.services, self.desk.signed_in, adding)),))

    def _send(
        self, kind: Callable[..., Message], work_of: Callable[[], tuple[object, ...]], *, printing: bool = False
    ) -> None:
        """Do the work and post what came of it."""
        try:
            message = kind(*work_of())
        except Exception as error:  # noqa: BLE001 - a screen has to say what happened, whatever it was
            message = self.Failed(as_fapiao(error), printing)
        self._post(message)

    def _post(self, message: Message) -> None:
        if self.app.is_running:
            self.post_message(message)

    def on_batch_work_judged(self, event: Judged) -> None:
        """Show the verdicts."""
        if event.turn != self._turn:
            return
        self._checked |= event.checked
        self._list.refresh()
        self._show()

    def on_batch_work_progressed(self, event: Progressed) -> None:
        """Show how far it is; the lines are read again when one was done."""
        before, self._progress = self._progress, event.progress
        if before is None or event.progress.done != before.done:
            self.fill()
        self._list.move(event.progress.seq - 1 - self._list.cursor)
        self._list.refresh()
        self.on_paged_list_moved()

    def on_batch_work_ended(self, event: Ended) -> None:
        """Say how it ended and ask about the stack."""
        self._progress = None
        self.fill()
        self._judge()
        batch = event.run.batch
        passed = sum(bool(result.passed_over) for result in event.run.results)
        if batch.note:
            self.status(f"! 停下：{batch.note}", "warn")
            self.app.bell()
        else:
            self.status("打完了" + (f"；{passed} 张没有打，原因在各行" if passed else "；请看一眼这一叠"))

    def on_batch_work_answered(self, event: Answered) -> None:
        """Say what was written; the rest is still asked."""
        self.fill()
        self._judge()
        left = len(self._asked)
        self.status(
            f"已记下 {event.count} 张{event.seen.seen.label}" + (f"；还有 {left} 张，都清楚按 1" if left else "")
        )
        self.desk.keyboard.release()

    def on_batch_work_gathered(self, event: Gathered) -> None:
        """Show what was added."""
        self.fill()
        self._judge()
        self.status(event.words)
        self.desk.keyboard.release()

    def on_batch_work_failed(self, event: Failed) -> None:
        """Say why."""
        if event.printing:
            self._progress = None
        self.fill()
        self.fail(event.error)
        self.desk.keyboard.release()

    def _add(self, full_nos: Sequence[str], problems: str = "") -> str:
        added = add_invoices(
            self.desk.services, self.desk.signed_in, full_nos, self._batch_id, fresh=self._batch_id is None
        )
        self._batch_id = added.batch.id
        return added.sentence + problems
