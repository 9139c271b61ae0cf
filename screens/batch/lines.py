"""One batch: what is typed and pressed on it.

A scan adds to a draft; Enter on an empty line starts, or goes on with what is missing; after the run the line takes the
one answer for the stack. Esc stops a run after the current sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from fapiao.batch import BatchLine
from fapiao.identity import payload_in, split_full
from fapiao.said import say
from fapiao.usecases.batch.answer import StackAnswer, answer_in, line_numbers
from fapiao.usecases.paper.order import Order
from screens.batch.adding import Adding, adding_of, gather
from screens.batch.cells import row
from screens.batch.drawing import facts, top
from screens.batch.head import hint
from screens.batch.model import BatchModel
from screens.batch.runner import BatchRunner
from screens.keys import key, key_line
from screens.list_screen import ListScreen
from screens.paper.answers import settle_text
from screens.places import Find, Findings, Manifest, Settings
from screens.widgets.lines import Text, content, lines
from screens.widgets.paged_list import PagedList
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from fapiao.errors import FapiaoError
    from fapiao.usecases.batch.check import Checked
    from fapiao.usecases.batch.run import BatchRun, Progress
    from screens.desk import Desk
    from screens.places import Batch

_CLOSE = frozenset({"结束", "end"})
"""Typed to end a batch with what is missing unprinted."""
_STOP = say("{deed}停下", deed="")
"""What Esc does to a run; a batch that was stopped is called the same in Chinese, and otherwise in English."""
_DRAFT = ("settings", "add", "why", "up", "back", "menu")
_STARTED = ("settings", "why", "save", "up", "back", "menu")
_PRINTING = ("back", "menu")


class BatchLinesScreen(ListScreen):
    """The lines of one batch."""

    title_text = say("批量")
    shows_printers = True
    prints = True
    stay = say("正在打印；Esc 在这一张之后停下")
    active = _DRAFT
    key_labels: ClassVar[dict[str, str]] = {"up": say("↓ 选"), "add": say("查找"), "save": say("清单")}

    def __init__(self, desk: Desk, place: Batch) -> None:
        super().__init__(desk)
        self._sentence = place.sentence
        self._model = BatchModel(desk.cases, place.id)
        self._runner = BatchRunner(self)
        self._adding: Adding | None = None
        self._list: PagedList[BatchLine] = PagedList(
            self._draw, empty=say("还没有发票：扫码、输入号码，或按 F6 去查找里勾选")
        )

    def compose_body(self) -> Iterable[Widget]:
        """How it stands, the lines, the line under the cursor or the question, what can be typed."""
        state, reasons, columns = (Text(text_id=name) for name in ("state", "reasons", "columns"))
        return (state, reasons, Rule(), columns, self._list, Rule(), Text(text_id="facts"), Text(text_id="hint"))

    def on_mount(self) -> None:
        """Draw, then judge every line behind it."""
        super().on_mount()
        if self._sentence:
            self.status(self._sentence)
        self._judge()

    @property
    def is_printing(self) -> bool:
        """True until the run has ended; the idle lock waits for it."""
        return self._model.is_printing

    @property
    def enter_word(self) -> str:
        """Start, go on, or answer."""
        return self._model.enter_word

    def _keys(self) -> str:
        if self.is_printing:
            return key_line(_PRINTING, self.cells, {"back": _STOP}, self.enter_word)
        shown = _DRAFT if self._model.is_draft else _STARTED
        return key_line(shown, self.cells, self.key_labels, self.enter_word)

    def can_press(self, key_id: str) -> bool:
        """Tell whether a key does something here; nothing is added to what has started."""
        return super().can_press(key_id) and (key_id != "add" or self._model.is_draft)

    def fill(self) -> None:
        """Read again and draw."""
        self._model.read()
        self._list.load(self._model.lines, keep=True)
        self._show()

    def _show(self) -> None:
        model = self._model
        printer = self.desk.printer_label(model.batch.settings.printer) if model.batch else ("", True)
        state, reasons, columns = top(model, printer, self.cells)
        self.query_one("#state", Text).show(state)
        self.query_one("#reasons", Text).show(reasons)
        self.query_one("#columns", Text).show(columns)
        known = hint(model.batch, printing=model.is_printing, unknown=model.unknown is not None)
        self.query_one("#hint", Text).show(content((known, "dim")))
        self.moved()
        self.refresh_keys()

    def moved(self) -> None:
        """Show the line under the cursor, or what is asked."""
        self.query_one("#facts", Text).show(lines(facts(self._model, self._list.selected, self.cells)))

    def _draw(self, line: BatchLine, cells: int) -> list[tuple[str, str]]:
        progress = self._model.progress
        return row(line, self._model.checked, cells, now=progress is not None and progress.seq == line.seq)

    def _judge(self) -> None:
        """Judge every line anew, behind the screen; an older judging is not shown over a newer one."""
        model, chosen, is_newest = self._model, self._model.lines, self.newest("verdicts")
        self.background(lambda: model.verdicts(chosen), lambda found: self._judged(found) if is_newest() else None)

    def _judged(self, checked: dict[str, Checked]) -> None:
        self._model.checked |= checked
        self._list.refresh()
        self._show()

    def _anew(self, sentence: str, style: str = "") -> None:
        """Draw what changed, judge it, and say what was done."""
        self.fill()
        self._judge()
        self.status(sentence, style)

    def is_elsewhere(self, text: str) -> bool:
        """Keep scans for the draft; while it prints, nothing leads away."""
        if self.is_printing:
            self.status(self.stay)
            return True
        number = payload_in(text) or (text if split_full(text) else "")
        if number and self._model.is_draft:
            self.clear()
            self._add_one(number)
            return True
        return False if text and adding_of(text).path else super().is_elsewhere(text)

    def enter(self, text: str) -> None:
        """Start, answer, choose, add or take out, by what was typed."""
        self.clear()
        pending, self._adding = self._adding, None
        model = self._model
        if not text:
            self._begin()
        elif text.lower() in _CLOSE and not model.is_draft:
            model.close()
            self.fill()
            self.status(say("这一批已结束；其余没有打"))
        elif model.unknown is not None and _settles(text):
            self._settle(model.unknown, text)
        elif model.asked:
            self._take_answer(text)
        elif len(text) == 1 and text.isdigit():
            chosen = model.choose(int(text))
            self._anew(say("整批的原因：{reason}", reason=chosen.label))
        elif model.is_draft:
            self._take(text, pending)
        else:
            self.search(text)

    def _begin(self) -> None:
        model = self._model
        if model.batch is None:
            self.status(say("先加入发票：扫码、输入号码，或按 F6 去查找里勾选"))
        elif model.asked and model.is_finished:
            self.status(say("请回答这一叠：都清楚按 1，或 2、3 加序号，例如 2 37"), "warn")
        elif not model.missing:
            self.status(say("没有缺的纸"))
        else:
            self.print_now(self._print)

    def _print(self) -> None:
        cases, batch = self.desk.cases, self._model.batch
        assert batch is not None
        cases.people.check_session(cases.care.now())
        self._model.begin()
        self._show()
        self.status(say("打印中；Esc 在这一张之后停下"))
        self._runner.start(batch.id, self._progressed, self._ended, self._stopped)

    def _progressed(self, progress: Progress) -> None:
        """Show how far it is; the lines are read again when one was done."""
        before, self._model.progress = self._model.progress, progress
        if before is None or progress.done != before.done:
            self.fill()
        self._list.move(progress.seq - 1 - self._list.cursor)
        self._list.refresh()
        self.moved()

    def _ended(self, run: BatchRun) -> None:
        """Say how it ended and ask about the stack."""
        self._model.progress = None
        passed = sum(bool(result.passed_over) for result in run.results)
        if run.batch.note:
            self._anew(say("! 停下：{why}", why=run.batch.note), "warn")
            self.app.bell()
        elif passed:
            self._anew(say("打完了；{passed} 张没有打，原因在各行", passed=passed))
        else:
            self._anew(say("打完了；请看一眼这一叠"))

    def _stopped(self, error: FapiaoError) -> None:
        self._model.progress = None
        self.fill()
        self.fail(error)

    def _settle(self, line: BatchLine, text: str) -> None:
        assert line.newest is not None
        seen = settle_text(self.desk.cases, line.newest.id, text, self._model.place)
        self._model.reopen()
        self._anew(say("第 {seq} 张：{seen}；按 Enter 接着打", seq=line.seq, seen=seen))

    def _take_answer(self, text: str) -> None:
        given = answer_in(text)
        if given is None:
            self._model.lay(text)
            self.fill()
            self.status(say("存放位置改为 {place}；都清楚按 1", place=self._model.place))
            return
        self.status(say("正在写下回答…"))
        self.background(lambda: self._model.answer(given), lambda count: self._answered(count, given), hold=True)

    def _answered(self, count: int, given: StackAnswer) -> None:
        """Say what was written; the rest is still asked."""
        self.fill()
        left = len(self._model.asked)
        done = say("已记下 {count} 张{seen}", count=count, seen=given.seen.label)
        self._anew(say("{done}；还有 {left} 张，都清楚按 1", done=done, left=left) if left else done)

    def _take(self, text: str, pending: Adding | None) -> None:
        if text.startswith("-"):
            self._take_out(line_numbers(text[1:]))
            return
        adding = adding_of(text)
        if adding.path is None and pending != adding:
            count = adding.hits(self.desk.cases)
            if count.number > 1:
                self._ask_again(adding, count.shown, count.wanted)
            else:
                self._add_one(count.only)
            return
        self.status(say("正在加入…"))
        self.background(lambda: self._gathered(adding), self._anew, hold=True)

    def _ask_again(self, adding: Adding, shown: str, wanted: str) -> None:
        self._adding = adding
        self.field.value = adding.text
        self.field.cursor_position = len(adding.text)
        self.status(
            say("“{text}”有 {shown} 张；再按 Enter 加入{wanted}", text=adding.text, shown=shown, wanted=wanted), "warn"
        )

    def _gathered(self, adding: Adding) -> str:
        found, problems = gather(self.desk.cases, adding)
        added = self._model.add(found)
        return say("{added}；{problems}", added=added, problems=problems) if problems else added

    def _take_out(self, seqs: Sequence[int]) -> None:
        line = self._list.selected
        chosen = seqs or ([line.seq] if line else [])
        left = self._model.take_out(chosen)
        self.fill()
        self.status(say("拿掉 {out} 张；草稿还有 {left} 张", out=len(chosen), left=left))

    def _add_one(self, text: str) -> None:
        model = self._model
        full_no = self.desk.cases.invoices.find_one(text)
        added = model.add([full_no])
        self.fill()
        self._list.move(len(model.lines))
        self._judged(model.verdicts([line for line in model.lines if line.full_no == full_no]))
        self.status(added)

    @key("settings")
    def press_settings(self) -> None:
        """F4: printer, paper and the rest for the papers still to be made."""
        batch = self._model.batch
        if batch is None or self.is_printing:
            self.status(say("先加入发票") if batch is None else say("正在打印；先按 Esc 停下"))
        else:
            self.desk.go(Settings(Order("", batch.settings, "")), self._use)

    def _use(self, order: Order) -> None:
        self._model.use(order.settings)
        self.fill()
        self._judge()

    @key("add")
    def press_add(self) -> None:
        """F6: find more; what is ticked there comes here."""
        if self._model.is_draft:
            self.desk.go(Find(picks=True), self._picked)
        else:
            self.status(say("这一批已经开始，不能增减；请另做一批"))

    def _picked(self, full_nos: Sequence[str]) -> None:
        added = self._model.add(full_nos)
        self.fill()
        self._judge()
        self.desk.say(added)

    @key("why")
    def press_why(self) -> None:
        """F7: the verdict of the selected line in full."""
        line = self._list.selected
        if line is not None and not line.full_no:
            self.status(line.note, "warn")
        elif line is not None and self._model.batch is not None and not self.is_printing:
            self.desk.go(Findings(self._model.inspect(line)))

    @key("save")
    def press_save(self) -> None:
        """F8: the manifest."""
        batch = self._model.batch
        if batch is None or self.is_printing:
            self.status(say("还没有清单") if batch is None else say("正在打印；先按 Esc 停下"))
        else:
            self.desk.go(Manifest(batch.id))

    @key("back")
    def press_back(self) -> None:
        """Esc: stop after this sheet, else one step back."""
        if self.is_printing:
            self._runner.stop()
            self.status(say("这一张之后停下"))
        else:
            self.desk.back()


def _settles(text: str) -> bool:
    """Tell whether ``text`` answers the one paper of which nobody knows: 2, 3, or a 4-character code."""
    return text in {"2", "3"} or (len(text) == 4 and text.isascii() and text.isalnum())
