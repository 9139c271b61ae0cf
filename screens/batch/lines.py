"""One batch: what is typed and pressed on it.

A scan adds to a draft; Enter on an empty line starts, or goes on with what is missing; after the run the line takes the
one answer for the stack. Esc stops a run after the current sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.batch import BatchLine, BatchState
from fapiao.errors import BadInput, NotFound
from fapiao.identity import payload_in, split_full
from fapiao.usecases.batch.answer import answer_in, line_numbers, reopen
from fapiao.usecases.batch.check import order_of
from fapiao.usecases.batch.claim import close_batch
from fapiao.usecases.batch.draft import change_batch, take_out
from fapiao.usecases.batch.run import Progress
from fapiao.usecases.invoices.find import find_one
from fapiao.usecases.invoices.inspect import inspect_invoice
from fapiao.usecases.paper.order import Order
from fapiao.usecases.paper.settle import check_place
from fapiao.usecases.people.sign_in import check_session
from screens.batch.adding import Adding, adding_of
from screens.batch.work import BatchWork
from screens.paper.printing import settle_text

if TYPE_CHECKING:
    from screens.desk import Desk

_CLOSE = "结束"
_PRINTING = "正在打印；Esc 在这一张之后停下"


class BatchLinesScreen(BatchWork):
    """The lines of one batch."""

    def __init__(self, desk: Desk, batch_id: int | None, said: str = "") -> None:
        """``said`` is the first sentence."""
        super().__init__(desk, batch_id)
        self._said = said
        self._adding: Adding | None = None

    def on_mount(self) -> None:
        """Draw, then judge every line behind it."""
        super().on_mount()
        if self._said:
            self.status(self._said)
        self._judge()

    def _is_elsewhere(self, text: str) -> bool:
        if self.is_printing:
            self.status(_PRINTING)
            return True
        number = payload_in(text) or (text if split_full(text) else "")
        if number and self._is_draft:
            self.clear()
            self._add_one(number)
            return True
        return False if text and adding_of(text).path else super()._is_elsewhere(text)

    def enter(self, text: str, *, double: bool) -> None:
        """Start, answer, choose, add or take out, by what was typed."""
        self.clear()
        pending, self._adding = self._adding, None
        if not text:
            self._start(double=double)
        elif text == _CLOSE and not self._is_draft:
            self._close()
        elif self._unknown is not None and _settles(text):
            self._settle(self._unknown, text)
        elif self._asked:
            self._take_answer(text)
        elif len(text) == 1 and text.isdigit():
            self._choose(int(text))
        elif self._is_draft:
            self._take(text, pending)
        else:
            self.desk.search(text)

    def _start(self, *, double: bool) -> None:
        batch = self._batch
        if batch is None:
            self.status("先加入发票：扫码、输入号码，或按 F6 去查找里勾选")
        elif self._asked and batch.state is BatchState.FINISHED:
            self.status("请回答这一叠：都清楚按 1，或 2、3 加序号，例如 2 37", "warn")
        elif not any(line.is_missing for line in self._lines):
            self.status("没有缺的纸")
        elif double or not self.drawn:
            self.status("按得太快，没有开始；看清后再按一次 Enter", "warn")
        else:
            check_session(self.desk.services, self.desk.signed_in, self.desk.services.now())
            self._stop.clear()
            todo = sum(line.is_missing for line in self._lines)
            self._progress = Progress(0, todo, next(line.seq for line in self._lines if line.is_missing), "准备")
            self._show()
            self.status("打印中；Esc 在这一张之后停下")
            self._run(batch.id)

    def _close(self) -> None:
        assert self._batch is not None
        close_batch(self.desk.services, self.desk.signed_in, self._batch.id)
        self.fill()
        self.status("这一批已结束；其余没有打")

    def _settle(self, line: BatchLine, text: str) -> None:
        assert line.newest is not None
        assert self._batch is not None
        words = settle_text(self.desk, line.newest.id, text, self._place)
        reopen(self.desk.services, self.desk.signed_in, self._batch.id)
        self.fill()
        self._judge()
        self.status(f"第 {line.seq} 张：{words}；按 Enter 接着打")

    def _take_answer(self, text: str) -> None:
        given = answer_in(text)
        if given is None:
            self._place = check_place(text)
            self.fill()
            self.status(f"存放位置改为 {self._place}；都清楚按 1")
            return
        assert self._batch is not None
        self.status("正在写下回答…")
        self.desk.keyboard.hold()
        self._answer(self._batch.id, given, self._place)

    def _choose(self, digit: int) -> None:
        offered = self._offered()
        if self._batch is None or not 1 <= digit <= len(offered):
            raise BadInput(f"没有原因 {digit}", f"请用 1 到 {len(offered)}")
        change_batch(self.desk.services, self.desk.signed_in, self._batch.id, reason=offered[digit - 1])
        self.fill()
        self._judge()
        self.status(f"整批的原因：{offered[digit - 1].label}")

    def _take(self, text: str, pending: Adding | None) -> None:
        if text.startswith("-"):
            self._take_out(line_numbers(text[1:]))
            return
        adding = adding_of(text)
        if adding.path is None and pending != adding:
            count = adding.hits(self.desk.services, self.desk.signed_in)
            if count.number > 1:
                self._adding = adding
                self.field.value = text
                self.field.cursor_position = len(text)
                self.status(f"“{text}”有 {count.shown} 张；再按 Enter 加入{count.wanted}", "warn")
                return
            self._add_one(count.only)
            return
        self.status("正在加入…")
        self.desk.keyboard.hold()
        self._gather(adding)

    def _take_out(self, seqs: Sequence[int]) -> None:
        line = self._list.selected
        chosen = seqs or ([line.seq] if line else [])
        if self._batch is None or not chosen:
            raise NotFound("没有可拿掉的", "先加入发票")
        left = take_out(self.desk.services, self.desk.signed_in, self._batch.id, chosen)
        if not left:
            self._batch_id, self._batch, self._lines = None, None, ()
        self.fill()
        self.status(f"拿掉 {len(chosen)} 张；草稿还有 {left} 张")

    def _add_one(self, text: str) -> None:
        full_no = find_one(self.desk.services, self.desk.signed_in, text)
        words = self._add([full_no])
        self.fill()
        self._list.move(len(self._lines))
        self._checked |= self._verdicts([line for line in self._lines if line.full_no == full_no])
        self._list.refresh()
        self._show()
        self.status(words)

    def press_settings(self) -> None:
        """F4: printer, paper and the rest for the papers still to be made."""
        from screens.settings.print_settings import SettingsScreen

        if self._batch is None or self.is_printing:
            self.status("先加入发票" if self._batch is None else "正在打印；先按 Esc 停下")
            return
        self.desk.push(
            SettingsScreen(self.desk, self._batch.settings, Order("", self._batch.settings, ""), None, self._use)
        )

    def _use(self, order: Order) -> None:
        assert self._batch is not None
        change_batch(
            self.desk.services, self.desk.signed_in, self._batch.id, settings=replace(order.settings, copies=1)
        )
        self.fill()
        self._judge()

    def press_add(self) -> None:
        """F6: find more; what is ticked there comes here."""
        from screens.invoices.find import FindScreen

        if not self._is_draft:
            self.status("这一批已经开始，不能增减；请另做一批")
            return
        self.desk.push(FindScreen(self.desk, add=self._found))

    def _found(self, full_nos: Sequence[str]) -> None:
        words = self._add(full_nos)
        self.desk.back()
        self.desk.say(words)
        self._judge_later()

    def _judge_later(self) -> None:
        self.fill()
        self._judge()

    def press_why(self) -> None:
        """F7: the verdict of the selected line in full."""
        from screens.paper.why import WhyScreen

        line = self._list.selected
        if line is None or self._batch is None or self.is_printing:
            return
        wish = order_of(self._batch, line).wish()
        self.desk.push(
            WhyScreen(self.desk, inspect_invoice(self.desk.services, self.desk.signed_in, line.full_no, wish))
        )

    def press_save(self) -> None:
        """F8: the manifest."""
        from screens.batch.manifest import ManifestScreen

        if self._batch is None or self.is_printing:
            self.status("还没有清单" if self._batch is None else "正在打印；先按 Esc 停下")
            return
        self.desk.push(ManifestScreen(self.desk, self._batch.id))

    def press_back(self) -> None:
        """Esc: stop after this sheet, else one step back."""
        if self.is_printing:
            self._stop.set()
            self.status("这一张之后停下")
        else:
            self.desk.back()

    def press_find(self) -> None:
        """F2 waits for the end of the run."""
        self._leave(self.desk.open_find)

    def press_records(self) -> None:
        """F9 waits for the end of the run."""
        self._leave(self.desk.open_records)

    def press_sign_out(self) -> None:
        """F10 waits for the end of the run."""
        self._leave(self.desk.sign_out)

    def _leave(self, way: Callable[[], None]) -> None:
        if self.is_printing:
            self.status(_PRINTING)
        else:
            way()


def _settles(text: str) -> bool:
    """Tell whether ``text`` answers the one paper of which nobody knows: 2, 3, or a 4-character code."""
    return text in {"2", "3"} or (len(text) == 4 and text.isascii() and text.isalnum())
