"""One batch as it is seen: how it stands, its lines with their verdicts, progress or the question, what can be typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from fapiao.batch import Batch, BatchLine, BatchState, LineState
from fapiao.reprint import Reason
from fapiao.text import wrap
from fapiao.usecases.batch.answer import asked
from fapiao.usecases.batch.check import Checked, Standing, count_standings
from fapiao.usecases.batch.claim import as_it_stands
from fapiao.usecases.batch.draft import open_lines
from fapiao.usecases.paper.settle import last_place
from screens.batch.cells import head, row, sentence
from screens.batch.head import hint, progress_lines, question_lines, reason_line, state_line, unknown_line
from screens.keys import key_line
from screens.list_screen import ListScreen
from screens.widgets.lines import Text, content, lines
from screens.widgets.paged_list import PagedList
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.usecases.batch.run import Progress
    from screens.desk import Desk


_DRAFT = ("settings", "add", "why", "up", "back", "menu")
_STARTED = ("settings", "why", "save", "up", "back", "menu")
_PRINTING = ("back", "menu")


class BatchView(ListScreen):
    """What is known of one batch, drawn; :class:`screens.batch.lines.BatchLinesScreen` acts on it."""

    title_text = "批量"
    shows_printers = True
    active = _DRAFT
    key_labels: ClassVar[dict[str, str]] = {"up": "↓ 选", "add": "查找", "save": "清单"}

    def __init__(self, desk: Desk, batch_id: int | None) -> None:
        """``batch_id`` None = a new batch, kept from its first invoice on."""
        super().__init__(desk)
        self._batch_id = batch_id
        self._batch: Batch | None = None
        self._lines: Sequence[BatchLine] = ()
        self._checked: dict[str, Checked] = {}
        self._progress: Progress | None = None
        self._place = last_place(desk.services)
        self._list: PagedList[BatchLine] = PagedList(
            self._draw, empty="还没有发票：扫码、输入号码，或按 F6 去查找里勾选"
        )

    def compose_body(self) -> Iterable[Widget]:
        """How it stands, the lines, the line under the cursor or the question, what can be typed."""
        return (
            Text(text_id="state"),
            Text(text_id="reasons"),
            Rule(),
            Text(text_id="columns"),
            self._list,
            Rule(),
            Text(text_id="facts"),
            Text(text_id="hint"),
        )

    @property
    def is_printing(self) -> bool:
        """True until the run has ended; the idle lock waits for it."""
        return self._progress is not None

    @property
    def enter_word(self) -> str:
        """Start, go on, or answer."""
        if self.is_printing:
            return "请稍候"
        if self._batch is None:
            return "加入"
        if self._unknown is not None:
            return "回答"
        if self._batch.state is BatchState.DRAFT:
            return "开始"
        if self._asked and self._batch.state is BatchState.FINISHED:
            return "回答"
        return "接着打" if any(line.is_missing for line in self._lines) else ""

    def _keys(self) -> str:
        if self.is_printing:
            return key_line(_PRINTING, self.cells, {"back": "停下"}, self.enter_word)
        return key_line(_DRAFT if self._is_draft else _STARTED, self.cells, self.key_labels, self.enter_word)

    def fill(self) -> None:
        """Read again and draw; after signing out a late message changes nothing."""
        if self.desk.session is None:
            return
        if self._batch_id is not None:
            batch, self._lines = open_lines(self.desk.services, self.desk.signed_in, self._batch_id)
            self._batch = batch if self.is_printing else as_it_stands(self.desk.services, batch)
        self._list.load(self._lines, keep=True)
        self._show()

    def _show(self) -> None:
        if self.desk.session is None:
            return
        batch, cells = self._batch, self.cells
        self.query_one("#columns", Text).show(content(("  " + head(cells - 2), "dim")))
        self.query_one("#hint", Text).show(
            content((hint(batch, printing=self.is_printing, unknown=self._unknown is not None), "dim"))
        )
        if batch is None:
            self.query_one("#state", Text).show(content("  新的一批", ("   从第一张起就保存为草稿", "dim")))
        else:
            standings = count_standings(self._checked, self._lines)
            printer = self.desk.printer_label(batch.settings.printer)
            self.query_one("#state", Text).show(state_line(batch, self._lines, standings, printer, cells))
            self.query_one("#reasons", Text).show(
                reason_line(batch, self._offered(), asks=bool(standings[Standing.REASON]))
            )
        self.query_one("#facts", Text).show(lines(self._facts()))
        self.refresh_keys()

    def _facts(self) -> list[Content | str]:
        """Progress while it runs, then what is asked, else the line under the cursor: two rows in all."""
        if self._progress is not None:
            return [*progress_lines(self._progress, self.cells)]
        if unknown := self._unknown:
            return [*unknown_line(unknown)]
        mine = self._asked
        if mine:
            others = sum(line.is_unseen for line in self._lines) - len(mine)
            return [*question_lines(len(mine), others, self._place, self.cells)]
        line = self._list.selected
        words = sentence(line, self._checked.get(line.full_no)) if line else ""
        rows = wrap(words or (self._batch.note if self._batch else ""), self.cells - 4)[:2]
        return [*(content("  ", text) for text in rows), *[""] * (2 - len(rows))]

    def _draw(self, line: BatchLine, cells: int) -> list[tuple[str, str]]:
        now = self._progress is not None and self._progress.seq == line.seq
        return row(line, self._checked, cells, now=now)

    @property
    def _asked(self) -> list[BatchLine]:
        session = self.desk.session
        return asked(session, self._lines) if session else []

    @property
    def _unknown(self) -> BatchLine | None:
        return next((line for line in self._lines if line.state is LineState.UNKNOWN), None)

    @property
    def _is_draft(self) -> bool:
        return self._batch is None or self._batch.state is BatchState.DRAFT

    def _offered(self) -> list[Reason]:
        with self.desk.services.store.reading() as unit:
            return [Reason(word) for word in self.desk.services.policy(unit)["reasons"].split(",")]

    def can_press(self, key_id: str) -> bool:
        """Tell whether a key does something here; nothing is added to what has started."""
        return super().can_press(key_id) and (key_id != "add" or self._is_draft)

    def on_paged_list_moved(self) -> None:
        """Show the line under the cursor."""
        self.query_one("#facts", Text).show(lines(self._facts()))
