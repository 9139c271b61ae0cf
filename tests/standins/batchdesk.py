"""A desk with a pile of invoices, and a printer whose answers are dealt one paper at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from desk import CLEAN, OUT_OF_PAPER, UNKNOWN, Desk
from facts import an_invoice
from fapiao.batch import Batch, BatchLine, BatchState, LineState
from fapiao.device import Delivery
from fapiao.reprint import Evidence, Reprint
from fapiao.usecases.batch.draft import add_invoices, change_batch, open_lines
from fapiao.usecases.batch.run import BatchRun, run_batch

HANDED = Delivery(Evidence.PROCESSED)
"""Taken by the machine, which does not say that it printed."""


def number(serial: int) -> str:
    """The full number of the nth invoice of the pile."""
    return f"264220000000991{serial:05d}"


class Pile:
    """A batch on a desk."""

    def __init__(self, desk: Desk, count: int, who: str = "xiaoli", **settings: Any) -> None:
        self.desk, self.who = desk, who
        with desk.services.store.writing() as unit:
            for serial in range(1, count + 1):
                unit.invoices.put(an_invoice(number(serial)), ())
            unit.commit()
        numbers = [number(serial) for serial in range(1, count + 1)]
        self.id = add_invoices(desk.services, desk.session(who), numbers).batch.id
        if settings:
            change_batch(desk.services, desk.session(who), self.id, **settings)

    def run(self, desk: Desk | None = None, who: str = "", **how: Any) -> BatchRun:
        """Run it, or what is missing of it, on this desk or another."""
        at = desk or self.desk
        return run_batch(at.services, at.session(who or self.who), self.id, **how)

    @property
    def batch(self) -> Batch:
        """As the store has it."""
        return open_lines(self.desk.services, self.desk.session(self.who), self.id)[0]

    @property
    def lines(self) -> tuple[BatchLine, ...]:
        """As the store has them."""
        return open_lines(self.desk.services, self.desk.session(self.who), self.id)[1]

    @property
    def states(self) -> list[LineState]:
        """How the lines stand."""
        return [line.state for line in self.lines]

    @property
    def state(self) -> BatchState:
        """How the batch stands."""
        return self.batch.state

    def papers(self) -> list[Reprint]:
        """Every paper of the batch."""
        return [paper for line in self.lines for paper in line.papers]

    def printed(self) -> list[int]:
        """The lines that the printer was sent, in order."""
        return [int(ticket.number[-5:]) for ticket in self.desk.printer.tickets]


def deal(desk: Desk, *answers: str) -> None:
    """Let the printer answer the coming papers so, one after the other, and well when they are used up.

    ``good``, ``handed``, ``unknown``, ``clean`` (the printer refuses the job), ``empty`` (out of paper before the first
    byte).
    """
    coming = iter(answers)
    deliveries = {"good": Delivery(Evidence.PRINTED), "handed": HANDED, "unknown": UNKNOWN, "clean": CLEAN}

    def next_paper() -> None:
        answer = next(coming, "good")
        desk.printer.delivery = deliveries.get(answer, deliveries["good"])
        if answer == "empty":
            raise OUT_OF_PAPER

    desk.printer.before = next_paper


def numbers(lines: Iterable[BatchLine], which: Callable[[BatchLine], bool]) -> list[int]:
    """The line numbers of which that holds."""
    return [line.seq for line in lines if which(line)]
