"""Printing: progress as it happens, then the question: what came out, and where does it lie.

The work runs in a thread; closing the terminal ends the screens, and the thread writes its outcome all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from fapiao.amounts import money
from fapiao.errors import FapiaoError, PrinterError
from fapiao.hometime import HOME
from fapiao.reprint import AttemptState, Outcome, Seen
from fapiao.said import listed, say
from fapiao.text import grouped
from fapiao.usecases.paper.order import PaperResult
from fapiao.usecases.paper.settle import check_place
from screens.base import DeskScreen
from screens.keys import key
from screens.paper.answers import ANSWERS, EVIDENCE_WORDS, settle_text, unknown_question
from screens.places import Home, Printing, Verify
from screens.widgets.cells import wrap
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.usecases.paper.order import Order
    from screens.desk import Desk


class PrintingScreen(DeskScreen[None]):
    """One order on its way to paper."""

    title_text = say("打印")
    prints = True
    active = ("help", "find", "records", "menu")
    key_labels: ClassVar[dict[str, str]] = {"find": say("下一张（稍后再答）")}
    enter_label = say("回答")

    def __init__(self, desk: Desk, place: Printing) -> None:
        super().__init__(desk)
        self._order, self._seen = place.order, place.seen
        self._steps: list[tuple[str, str]] = []
        self._results: list[PaperResult] = []
        self._error: FapiaoError | None = None
        self._printing = True
        self._spare: Order | None = None
        self._place = desk.cases.paper.last_place()

    @property
    def enter_word(self) -> str:
        """Try again after a failure, else answer."""
        if self._printing:
            return say("请稍候")
        return say("再试一次") if self._failure else self.enter_label

    @property
    def _failure(self) -> FapiaoError | None:
        """Why nothing was printed, where that is so and a next try may use the same number."""
        if self._error is not None or not self._results:
            return self._error
        last = self._results[-1]
        return None if last.outcome is Outcome.UNKNOWN else last.error

    @property
    def is_printing(self) -> bool:
        """True until the outcome is written; the idle lock waits for it."""
        return self._printing

    def compose_body(self) -> Iterable[Widget]:
        """What is printed, the steps, the question."""
        return (Rule(), Text(text_id="what"), Text(text_id="steps"), Text(text_id="question"))

    def start(self) -> None:
        """Print; called before the screen is opened, which would hold the paper up while it draws itself."""
        cases, order = self.desk.cases, self._order

        def work() -> list[PaperResult]:
            results = cases.paper.reprint(order, partial(self.later, self._progressed))
            cases.printers.save_settings(order.settings)
            return results

        self.background(work, lambda results: self._ended(results, None), lambda error: self._ended([], error))

    def on_mount(self) -> None:
        """Show what has happened until now."""
        super().on_mount()
        if self._printing:
            self.status(say("请稍候；结果写好之前请不要关机"))

    def _progressed(self, step: str) -> None:
        self._steps.append((f"{self.desk.cases.care.now().astimezone(HOME):%H:%M:%S}", step))
        self._show()

    def _ended(self, results: list[PaperResult], error: FapiaoError | None) -> None:
        """Ask; ``error`` says why nothing was recorded: a rule or a missing printer said no."""
        self._printing = False
        self._results, self._error = results, error
        self._find_spare()
        self._show()
        if error is not None or results[-1].outcome is Outcome.UNKNOWN or results[-1].error is not None:
            self.app.bell()

    def _show(self) -> None:
        if self.ready:
            self.fill()

    def _find_spare(self) -> None:
        """Look for the printer that stands in, where this one is at fault and nothing left us."""
        if isinstance(self._failure, PrinterError):
            self._spare = self.desk.cases.paper.spare_order(self._order, max(len(self._results) - 1, 0))

    def fill(self) -> None:
        """Draw what is known now."""
        invoice = self._seen.stored.invoice
        copies = [r.reprint.copy_no for r in self._results] or [self._seen.verdict.copy_no]
        numbers = listed(say("第 {n} 次", n=n) for n in copies)
        number = (grouped(invoice.code) + " " if invoice.code else "") + grouped(invoice.number)
        what = content("   ", (numbers, "accent"), f"   {number}   ", (money(invoice.gross), "bold"))
        self.query_one("#what", Text).show(lines(["", what]))
        printer = self._order.settings.printer
        rows: list[Content | str] = [content("   ", (printer, "bold"))]
        keep = max(self.app.size.height - 20, 3)
        rows += [content("     ", (at, "dim"), "  ", step) for at, step in self._steps[-keep:]]
        self.query_one("#steps", Text).show(lines(rows))
        self.query_one("#question", Text).show(lines(["", *self._question()]))
        if not self._printing:
            self.status(self._sentence())
            self.refresh_keys()

    def _question(self) -> list[Content | str]:
        if self._printing:
            return []
        if self._failure is not None:
            return self._nothing_printed(self._failure)
        if self._results[-1].outcome is Outcome.UNKNOWN:
            return unknown_question(self._results[-1])
        place = self._place or say("（未填）")
        return [
            content("   ", (say("看一眼纸："), "bold")),
            content("        ", ("1", "accent"), say("  出来了，清楚完整")),
            content("        ", ("2", "accent"), say("  出来了，但模糊或不全")),
            content("        ", ("3", "accent"), say("  没有出来")),
            "",
            content(
                "   ",
                (say("存放位置"), "dim"),
                "   ",
                (place, "bold"),
                (say("（沿用上次；要改就先输入或扫架位码）"), "dim"),
            ),
        ]

    def _nothing_printed(self, error: FapiaoError) -> list[Content | str]:
        cells = self.cells - 8
        rows: list[Content | str] = [content("   ", (say("✗ 没有打印"), "bad"))]
        rows += ["     " + part for part in wrap(error.message, cells)]
        rows += ["     " + part for part in wrap(error.cure, cells)]
        if self._results:
            rows += ["", content("   ", (say("次数不变，没有作废任何编号"), "dim"))]
        rows += ["", content("        ", ("1", "accent"), say("  再试一次"))]
        if self._spare is not None:
            spare = self._spare.settings
            label, ready = self.desk.printer_label(spare.printer)
            rows.append(
                content(
                    "        ",
                    ("2", "accent"),
                    say("  换备用打印机 {printer}   {label}   ", printer=spare.printer, label=spare.paper.label),
                    (label, "" if ready else "warn"),
                )
            )
        return rows

    def _sentence(self) -> str:
        if self._failure is not None:
            return say("排除后按 Enter 再试一次，次数不变；F4 换打印机，Esc 返回")
        last = self._results[-1]
        if last.outcome is Outcome.UNKNOWN:
            return say("程序不会自己再打一次；请看出纸口")
        return say("{evidence}；以您看到的为准", evidence=EVIDENCE_WORDS[last.attempt.evidence])

    def enter(self, text: str) -> None:
        """Answer, name the place, or try again."""
        if self._printing:
            self.status(say("正在打印，输入先留着，好了再按 Enter"))
            return
        self.clear()
        if self._failure is not None:
            self._after_failure(text)
            return
        if self._results[-1].outcome is Outcome.UNKNOWN:
            self._settle_unknown(text)
        elif text in ANSWERS:
            self._answer(ANSWERS[text])
        elif text:
            self._place = check_place(text)
            self.fill()
            self.status(say("存放位置改为 {place}；再按 1 2 3 回答", place=self._place))
        else:
            self.status(say("请按 1、2 或 3 再按 Enter"), "warn")

    def _after_failure(self, text: str) -> None:
        spare = self._spare
        if text == "2" and spare is not None:
            self.print_now(lambda: self.desk.go(Printing(spare, self._seen)))
        elif text == "1":
            self._again()
        elif not text:
            self.print_now(self._again)
        else:
            self.status(say("请按 1 再试一次，或 2 换备用打印机") if spare else say("请按 1 再试一次"), "warn")

    def _again(self) -> None:
        """Back to verify with a fresh key; a clean failure keeps its number."""
        self.desk.go(Verify(self._order.full_no, reason=self._order.reason))

    def _settle_unknown(self, text: str) -> None:
        result = self._results[-1]
        settled = settle_text(self.desk.cases, result.reprint.id, text, self._place)
        if settled:
            self._done(settled)
        else:
            self.status(say("请输入纸尾 4 位码；纸坏了按 2，确实没有按 3"), "warn")

    def _answer(self, seen: Seen) -> None:
        for result in self._results:
            if result.attempt.state in {AttemptState.CONFIRMED, AttemptState.HANDED_OVER}:
                self.desk.cases.paper.answer(result.reprint.id, seen, place=self._place)
        self._done(seen.label)

    def _done(self, seen: str) -> None:
        copies = listed(str(r.reprint.copy_no) for r in self._results)
        where = say("，存放 {place}", place=self._place) if self._place and seen == Seen.CLEAR.label else ""
        more = say("；要再打一张按 F3") if seen != Seen.CLEAR.label else ""
        self.desk.go(Home())
        self.desk.say(say("第 {copies} 次：{seen}{where}{more}", copies=copies, seen=seen, where=where, more=more))

    @key("back")
    def press_back(self) -> None:
        """Leave; an unanswered paper stays in the worklist."""
        if self._printing:
            self.status(self.stay)
        else:
            self.desk.back()

    @key("settings")
    def press_settings(self) -> None:
        """F4 after a failure: another printer, same number."""
        if self._printing or self._failure is None:
            self.status(say("打印之后不能再改设置"))
            return
        self._again()

    @key("again")
    def press_again(self) -> None:
        """F3: once more, with a reason."""
        if not self._printing:
            self.desk.go(Verify(self._order.full_no))
