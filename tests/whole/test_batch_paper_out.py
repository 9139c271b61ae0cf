"""A hundred invoices on a receipt printer that the project did not write, and the paper is pulled."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from emuposprinter import EmuposPrinter
from fapiao.batch import BatchState, LineState, missing
from fapiao.invoice import Invoice
from fapiao.paper import Paper, Printer, PrintSettings
from fapiao.people import Operator, Role, Session
from fapiao.reprint import AttemptState
from fapiao.services import Services
from fapiao.usecases.batch.answer import answer_in, answer_stack
from fapiao.usecases.batch.draft import make_batch, open_lines
from fapiao.usecases.batch.manifest import check_manifest, manifest
from fapiao.usecases.batch.run import BatchRun, Progress, run_batch
from fapiao.usecases.people.sign_in import sign_in
from fapiao.usecases.printers.register import add_printer
from fapiao.usecases.records.ledger import ledger_check
from practicedesk import NOON, PASSWORD, make_desk
from tui.practice_invoices import invented

FOOT = re.compile(r"(1-\d{6}).{0,6}?码\s*(\w{4})")
"""Serial and attempt code of the foot line."""


def some(count: int) -> list[Invoice]:
    """So many short invoices of which nobody has a paper."""
    whole = [e.invoice for e in invented(NOON.date()) if e.status.value == "normal" and not e.reimbursed]
    short = [i for i in whole if not i.kind.is_paper and i.lines and len(i.lines) < 4 and not i.voucher_forbidden]
    assert len(short) >= count
    return short[:count]


@dataclass
class Pile:
    """A batch on the stand-in."""

    services: Services
    printer: EmuposPrinter
    session: Session
    id: int
    sent: list[int] = field(default_factory=list)
    """Lines in the order in which their papers were sent."""

    def run(self, during: dict[tuple[int, str], Callable[[], None]] | None = None) -> BatchRun:
        """Run it; ``during`` says what happens when a line comes to a step."""
        waiting = dict(during or {})

        def watch(progress: Progress) -> None:
            if progress.words.startswith("正在送往"):
                self.sent.append(progress.seq)
            for (seq, words), happens in list(waiting.items()):
                if progress.seq == seq and words in progress.words:
                    del waiting[seq, words]
                    happens()

        return run_batch(self.services, self.session, self.id, watch)

    @property
    def lines(self):
        return open_lines(self.services, self.session, self.id)[1]

    def manifest_holds(self) -> bool:
        """Whether manifest, ledger and what really came out say the same."""
        _, rows = manifest(self.services, self.session, self.id)
        assert check_manifest(self.services, rows) == []
        assert ledger_check(self.services).ok
        claimed = [
            (row.paper.serial, row.attempt.code)
            for row in rows
            if row.attempt and row.attempt.state in {AttemptState.HANDED_OVER, AttemptState.CONFIRMED}
        ]
        return sorted(claimed) == sorted(self.came_out())

    def came_out(self) -> list[tuple[str, str]]:
        """Serial and code of every receipt in the tray."""
        found = [FOOT.search(text) for text in self.printer.texts()]
        assert all(found)
        return [(match[1], match[2]) for match in found if match]


@pytest.fixture
def pile(emupos: EmuposPrinter, tmp_path: Path):
    def make(count: int) -> Pile:
        invoices = some(count)
        services = make_desk(tmp_path, invoices=invoices)
        host = Session(Operator("host", "", frozenset({Role.ADMIN})), "host", services.now(), via_host=True)
        add_printer(services, host, Printer("卷", emupos.url, Paper.ROLL_80))
        session = sign_in(services, "zhangmin", PASSWORD)
        numbers = [invoice.full_no for invoice in invoices]
        made = make_batch(services, session, numbers, PrintSettings("卷", Paper.ROLL_80))
        return Pile(services, emupos, session, made.batch.id)

    return make


def test_paper_pulled_at_line_37_of_100(pile, emupos):
    batch = pile(100)

    stopped = batch.run({(37, "已排版"): lambda: emupos.fault("paper-out")})

    assert (stopped.batch.state, "第 37 张" in stopped.batch.note, "缺纸" in stopped.batch.note) == (
        BatchState.STOPPED, True, True,
    )  # fmt: skip
    assert [line.seq for line in missing(batch.lines)] == list(range(37, 101))
    assert (len(emupos.receipts()), batch.sent) == (36, list(range(1, 37)))

    emupos.fault("paper-out", on=False)
    ended = batch.run()

    assert (ended.batch.state, batch.sent) == (BatchState.FINISHED, list(range(1, 101)))
    papers = [paper for line in batch.lines for paper in line.papers]
    assert len({paper.serial for paper in papers}) == len(papers) == 100
    assert {paper.copy_no for paper in papers} == {1}
    assert batch.manifest_holds()
    assert emupos.unknown_commands() == []


def test_paper_pulled_in_the_middle_of_a_receipt_is_waited_for(pile, emupos):
    batch = pile(5)

    batch.run(
        {
            (3, "正在送往"): lambda: emupos.fault("paper-out"),
            (3, "缺纸"): lambda: emupos.fault("paper-out", on=False),
        }
    )

    assert batch.sent == [1, 2, 3, 4, 5]
    assert [line.state for line in batch.lines] == [LineState.GOOD] * 5
    assert batch.manifest_holds()


def test_papers_that_were_seen_poor_are_made_again_and_nothing_else(pile, emupos):
    batch = pile(6)
    batch.run()
    answer_stack(batch.services, batch.session, batch.id, answer_in("2 2"))
    answer_stack(batch.services, batch.session, batch.id, answer_in("3 5"))
    answer_stack(batch.services, batch.session, batch.id, answer_in("1"), "A 柜")

    batch.run()

    assert batch.sent == [1, 2, 3, 4, 5, 6, 2, 5]
    assert [[paper.copy_no for paper in line.papers] for line in batch.lines] == [[1], [1, 2], [1], [1], [1, 2], [1]]
    assert batch.manifest_holds()
