"""Reprints on real parts that fail: cupsd, ippeveprinter and emupos behind shims, desks as processes that are killed.

One IPP printer is reached directly and through a CUPS queue, a second one takes one connection at a time, and a receipt
printer sits behind a failing network card. Papers are read where they came out; every unknown outcome is settled by a
person who looks there and types the code from the paper.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from account import Account, Sheet, Try, Unknowns
from data.keys import keys_of
from data.sql.store import create_store
from emuposprinter import EmuposPrinter, emupos_printers
from escposfaults import FAULTS as CARD_FAULTS
from escposfaults import EscposFaults, escpos_faults
from facts import an_invoice
from fapiao.errors import BadInput, Refused
from fapiao.invoice import Status
from fapiao.paper import Paper, Printer, PrinterProfile
from fapiao.people import Operator, Role, Session
from fapiao.reprint import Reprint, Seen
from fapiao.services import Services
from fapiao.usecases.paper.recover import recover
from fapiao.usecases.paper.settle import answer
from fapiao.usecases.records.ledger import ledger_check
from faultdesk import is_unknown, numbers
from ippbus import private_bus
from ippfaultprinter import MODES, IppFaultPrinter, ipp_fault_printer
from ippfaults import FAULTS as WIRE_FAULTS
from ippfaults import IppFaults, ipp_faults
from killablecups import KillableCups, killable_cups
from needs import ROOT
from netports import until
from printingdesk import services_at
from wholeworklist import all_waiting

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
_PATIENCE = 60.0
_CALM = 1.0
"""Seconds without a paper after which none is on its way any more."""
QUEUE = "A4-队列"
"""The printer that is a CUPS queue."""
_BUSY = "one connection at a time, taken by another"


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


class Desk:
    """One desk process, and the hand that kills it."""

    def __init__(self, place: Place, name: str) -> None:
        self._place, self._name = place, name
        self.start()

    def start(self) -> None:
        """Start it; it says when it has recovered."""
        env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "standins")])}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "printingdesk", str(self._place.path), self._name, json.dumps(TIMES)],
            env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._said() is not None, "a desk did not start"

    def print(self, number: str, printer: str, *, kill_after: float | None = None) -> dict[str, Any] | None:
        """Print; None where the desk was killed meanwhile, and another process sits there now."""
        assert self.process.stdin is not None
        paper = Paper.ROLL_80 if printer == "小票" else Paper.A4_UPPER
        line = {"number": number, "printer": printer, "paper": paper.value, "key": secrets.token_hex(8)}
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        killer = None
        if kill_after is not None:
            killer = threading.Timer(kill_after, self.process.kill)
            killer.start()
        said = self._said()
        if killer is not None:
            killer.cancel()
            killer.join()
        if killer is not None and (said is None or self.process.poll() is not None):
            self._place.account.injected("desk killed")
            self.end()
            self.start()
            return None
        assert said is not None, "a desk ended by itself"
        return said

    def end(self) -> None:
        """Kill it, if it still is there."""
        self.process.kill()
        self.process.communicate()

    def _said(self) -> dict[str, Any] | None:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        return json.loads(line) if line.endswith("\n") else None


class RealFaults:
    """One run of ``reprints`` papers at ``desks`` desks."""

    def __init__(self, place: Place, seed: int, reprints: int, desks: int = 3) -> None:
        self._place, self._seed, self._reprints = place, seed, reprints
        self.account = place.account
        self._office: Services = services_at(str(place.path), "office", TIMES)
        self._names = [f"front-{n + 1}" for n in range(desks)]
        self._lock, self._over = threading.RLock(), threading.Event()
        self._seen: set[str] = set()
        self._failures: list[BaseException] = []
        self._left = reprints
        self.tally = Tally()

    def run(self) -> Tally:
        """Print, fail, look, and hold the account against the records."""
        began = time.perf_counter()
        janitor = threading.Thread(target=self._feed_now_and_then, daemon=True)
        janitor.start()
        workers = [threading.Thread(target=self._work, args=(n, name)) for n, name in enumerate(self._names)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self._over.set()
        janitor.join()
        if self._failures:
            raise self._failures[0]
        self._close_up()
        self._office.store.close()  # type: ignore[attr-defined]
        self.tally.seconds = time.perf_counter() - began
        return self.tally

    def _work(self, number: int, name: str) -> None:
        chance = random.Random(f"{self._seed} {name}")
        desk = Desk(self._place, name)
        try:
            while self._take_one():
                self._paper(desk, chance)
        except BaseException as error:  # noqa: BLE001 - raised again where the run was begun
            self._failures.append(error)
            self._left = 0
        finally:
            desk.end()

    def _take_one(self) -> bool:
        with self._lock:
            self._left -= 1
            return self._left >= 0

    def _paper(self, desk: Desk, chance: random.Random) -> None:
        printer = chance.choice(["A4", QUEUE, QUEUE, "备用", "小票"])
        if chance.random() < FAULTY:
            self._inject(printer, chance)
        kill = chance.uniform(0.05, 1.5) if chance.random() < KILLED else None
        with self._lock:
            self.tally.reprints += 1
        said = desk.print(chance.choice(numbers(20)), printer, kill_after=kill)
        self.tally.results[said["outcome"] if said else "desk killed"] += 1
        if said and said["error"] in {"PrinterBlocked", ""} and chance.random() < 0.3:
            self._look(chance)
        if said and said["error"] == "PrinterBlocked":
            self._look(chance)

    def _inject(self, printer: str, chance: random.Random) -> None:
        place = self._place
        match printer:
            case "小票":
                place.card.at = chance.randrange(1, 1500)
                place.card.plan = chance.choice(CARD_FAULTS)
                if chance.random() < 0.1:
                    place.till.fault("paper-out")
                    self.account.injected("out of paper before")
            case "备用":
                self._on_ipp(place.single, place.spare, chance, (self._occupy, lambda: self._restart(place.spare)))
            case "A4":
                self._on_ipp(place.direct, place.laser, chance, (lambda: self._restart(place.laser),))
            case _:
                self._on_ipp(place.queue, place.laser, chance, (self._end_cups, self._end_cups))

    def _on_ipp(
        self, proxy: IppFaults, printer: IppFaultPrinter, chance: random.Random, acts: tuple[Callable[[], None], ...]
    ) -> None:
        kinds: list[Any] = [*WIRE_FAULTS, *MODES, *acts]
        kind = chance.choice(kinds)
        if kind in WIRE_FAULTS:
            proxy.after = chance.choice([0.02, 0.3, 0.9])
            proxy.fault = kind
        elif kind in MODES:
            printer.next(kind)
        elif kind == self._occupy:
            kind()
        else:
            delay = chance.uniform(0, 0.8)
            proxy.on_document = lambda: threading.Timer(delay, kind).start()

    def _restart(self, printer: IppFaultPrinter) -> None:
        self._guarded("IPP printer killed", printer.restart)

    def _end_cups(self) -> None:
        end = signal.SIGKILL if time.monotonic_ns() % 2 else signal.SIGTERM
        self._guarded(f"cupsd {end.name} in a job", lambda: self._place.cups.restart(end))

    def _guarded(self, kind: str, act: Callable[[], None]) -> None:
        with self._lock:
            self.account.injected(kind)
            try:
                act()
            except BaseException as error:  # noqa: BLE001 - raised again where the run was begun
                self._failures.append(error)

    def _occupy(self) -> None:
        """Somebody else holds the printer's one connection for a while."""
        self.account.injected(_BUSY)

        def hold() -> None:
            with socket.create_connection(("127.0.0.1", self._place.single.port), 2):
                self._over.wait(LATE)

        threading.Thread(target=hold, daemon=True).start()

    def _feed_now_and_then(self) -> None:
        chance = random.Random(f"{self._seed} janitor")
        while not self._over.wait(0.1):
            if chance.random() < 0.12:
                self._feed()

    def _feed(self) -> None:
        for printer in (self._place.laser, self._place.spare):
            printer.feed()
        self._place.till.fault("paper-out", on=False)

    def _harvest(self) -> None:
        """Take what has come out to the account."""
        with self._lock:
            self._place.laser.harvest()
            self._place.spare.harvest()
            for receipt in self._place.till.receipts():
                if receipt["id"] not in self._seen:
                    self._seen.add(receipt["id"])
                    self._receipt(receipt["id"])

    def _receipt(self, name: str) -> None:
        raw = self._place.till._call(f"/receipts/{name}/text").decode()
        text = "".join(
            line if line.startswith("[") else line.encode("cp437", "replace").decode("gb18030", "replace")
            for line in raw.splitlines()
        )
        text = "".join(text.split())
        try:
            self.account.came_out(Sheet.read(text, "till"))
        except ValueError:
            if owner := self._owner_of(text):
                self.account.torn(owner.uuid)

    def _owner_of(self, text: str) -> Try | None:
        """Whose torn receipt it is: the newest that was sent there and has no paper, by its number where one can read it."""
        account = self.account
        sent = [
            t
            for t in account.tries()
            if t.machine == "till" and account.sends[t.uuid] and not account.scraps[t.uuid]
            and account.sheet_of(t.serial) is None
        ]  # fmt: skip
        named = [t for t in sent if t.full_no in re.sub(r"\D", "", text)]
        return next(reversed(named), None) or (next(reversed(sent), None) if text else None)

    def _look(self, chance: random.Random) -> None:
        """A person goes through the worklist and looks at the printers."""
        with self._lock:
            self._harvest()
            supervisor = Session(Operator("zhuguan", roles=frozenset({Role.SUPERVISOR})), "office", self._office.now())
            for paper in all_waiting(self._office, supervisor):
                self._settle(supervisor, paper, wrong_first=chance.random() < 0.1)

    def _settle(self, supervisor: Session, paper: Reprint, *, wrong_first: bool = False) -> None:
        assert paper.last is not None
        sheet = self.account.sheet_of(paper.serial)
        if sheet is not None and wrong_first and is_unknown(paper):
            try:
                answer(self._office, supervisor, paper.id, Seen.CLEAR, code="0000")
                self.tally.broken.append(f"{paper.serial}: a wrong code was taken")
            except BadInput:
                self.account.injected("wrong code typed")
        seen = Seen.CLEAR if sheet else Seen.POOR if self.account.scraps[paper.last.uuid] else Seen.NOTHING
        try:
            answer(self._office, supervisor, paper.id, seen, code=sheet.code if sheet else "")
        except Refused:
            # Another desk's late answer came between the list and the look.
            return
        self.account.answered("reprint.seen", paper.last.uuid)

    def _close_up(self) -> None:
        """The evening: desks closed, paper everywhere, printers at rest; then everything is looked at."""
        self._until_at_rest()
        recover(self._office)
        self._look(random.Random(0))
        self._until_at_rest()
        self._harvest()
        self._correct()
        for this in self.account.tries():
            # A printer said so; that no paper of it lies anywhere is looked at beside the other claims.
            if this.state == "failed_clean":
                self.account.proved(this.uuid)
        for printer in (self._place.laser, self._place.spare):
            for mode in printer.happened():
                self.account.injected(MODES.get(mode, mode))
        self.tally.broken += self.account.broken(settled=True)
        self.tally.unknowns = self.account.unknowns()
        found = ledger_check(self._office)
        self.tally.entries = found.entries
        if not found.ok:
            self.tally.broken.append(f"ledger: entry {found.first_bad}: {found.why}")

    def _until_at_rest(self) -> None:
        place = self._place

        def at_rest() -> bool:
            self._feed()
            return not (place.laser.is_busy or place.spare.is_busy or place.cups.jobs())

        try:
            until(at_rest, within=20)
        except TimeoutError:
            # A queue that got stuck over a restart is emptied by hand.
            place.cups.clear()
            until(at_rest, within=_PATIENCE)
        count = -1
        while count != (count := self._out()):
            time.sleep(_CALM)

    def _out(self) -> int:
        """How many papers have come out so far."""
        self._harvest()
        return len(self.account.sheets) + self.account.scraps.total()

    def _correct(self) -> None:
        """Look again at what was answered before its paper came."""
        supervisor = Session(Operator("zhuguan", roles=frozenset({Role.SUPERVISOR})), "office", self._office.now())
        for this in self.account.tries():
            lies = self.account.lies(this.serial, this.code)
            if this.seen == "nothing" and (lies or self.account.scraps[this.uuid]):
                with self._office.store.reading() as unit:
                    paper = unit.reprints.by_attempt(this.uuid)
                assert paper is not None
                self._settle(supervisor, paper)
                self.tally.corrected += 1
