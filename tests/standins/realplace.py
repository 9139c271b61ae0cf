"""Real printers of every kind around one store, for faults that are played on them."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from account import Account, Unknowns
from data.keys import keys_of
from data.sql.store import create_store
from emuposprinter import EmuposPrinter, emupos_printers
from escposfaults import EscposFaults, escpos_faults
from facts import an_invoice
from fapiao.invoice import Status
from fapiao.paper import Paper, Printer, PrinterProfile
from faultdesk import numbers
from ippbus import private_bus
from ippfaultprinter import IppFaultPrinter, ipp_fault_printer
from ippfaults import IppFaults, ipp_faults
from killablecups import KillableCups, killable_cups

TIMES: dict[str, dict[str, float]] = {
    "ipp": {"connect": 1, "answer": 1.2, "poll": 0.05, "finish": 4, "cancel": 1, "back": 2},
    "escpos": {"connect": 1, "status": 0.8, "stall": 1.2, "answer": 1.2, "per_mm": 0.0, "trouble": 2, "poll": 0.1},
    "patience": {"lease_seconds": 3, "busy_seconds": 2, "busy_step": 0.05},
}


LATE = 2.0


"""Seconds by which an answer is late: longer than a desk waits for it."""


FAULTY = 0.45


"""Share of the papers to which something is done."""


KILLED = 0.12


"""Share of the papers at which the desk is killed."""


PATIENCE = 60.0


CALM = 1.0


"""Seconds without a paper after which none is on its way any more."""


QUEUE = "A4-队列"


"""The printer that is a CUPS queue."""


BUSY = "one connection at a time, taken by another"


@dataclass
class Tally:
    """What was seen of one run."""

    reprints: int = 0
    results: Counter[str] = field(default_factory=Counter)
    corrected: int = 0
    unknowns: Unknowns = field(default_factory=Unknowns)
    entries: int = 0
    seconds: float = 0.0
    broken: list[str] = field(default_factory=list)


@dataclass
class Place:
    """Everything that runs."""

    path: Path
    account: Account
    laser: IppFaultPrinter
    spare: IppFaultPrinter
    cups: KillableCups
    direct: IppFaults
    queue: IppFaults
    single: IppFaults
    till: EmuposPrinter
    card: EscposFaults


@contextmanager
def place(folder: Path) -> Iterator[Place]:
    """Start everything below ``folder``, with a store whose printers lead there."""
    with contextlib.ExitStack() as stack:
        path = folder / "desk.db"
        account = Account(path, spoolers=frozenset({QUEUE}))
        stack.callback(account.close)
        for name in ("bus", "receipts"):
            (folder / name).mkdir()
        env = stack.enter_context(private_bus(folder / "bus"))
        laser = stack.enter_context(ipp_fault_printer(folder / "laser", env, account, "laser"))
        spare = stack.enter_context(ipp_fault_printer(folder / "spare", env, account, "spare"))
        cups = stack.enter_context(killable_cups(laser.simulator.uri))
        till = stack.enter_context(emupos_printers(folder / "receipts")).printers["front"]
        proxies = [
            stack.enter_context(ipp_faults(port, account, late=LATE, single=single))
            for port, single in ((laser.port, False), (cups.port, False), (spare.port, True))
        ]
        card = stack.enter_context(
            escpos_faults(till.tcp, account, "till", late=LATE, paper_out=lambda: till.fault("paper-out"))
        )
        made = Place(path, account, laser, spare, cups, proxies[0], proxies[1], proxies[2], till, card)
        _prepare(made)
        yield made


def _prepare(place: Place) -> None:
    store = create_store(str(place.path))
    keys_of(str(place.path)).create()
    roll = PrinterProfile.for_paper(Paper.ROLL_80)
    with store.writing() as unit:
        unit.printers.put(Printer("A4", place.direct.url(), machine="laser"))
        unit.printers.put(Printer(QUEUE, place.queue.url("/printers/a4"), machine="laser"))
        unit.printers.put(Printer("备用", place.single.url(), machine="spare"))
        unit.printers.put(Printer("小票", place.card.url, Paper.ROLL_80, machine="till", profile=roll))
        for number in numbers(20):
            unit.invoices.put(an_invoice(number), ())
            unit.invoices.set_status(number, Status.NORMAL)
        unit.set_policy("reprint.max_free", "none")
        unit.commit()
    store.close()
