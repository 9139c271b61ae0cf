"""Faults played on real printers and killed desks, each accounted for."""

from __future__ import annotations

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
from collections.abc import Callable
from typing import Any

from account import Sheet, Try
from escposfaults import FAULTS as CARD_FAULTS
from fapiao.errors import BadInput, Refused
from fapiao.paper import Paper
from fapiao.people import Operator, Role, Session
from fapiao.reprint import Reprint, Seen
from fapiao.services import Services
from fapiao.usecases.paper.recover import recover
from fapiao.usecases.paper.settle import answer
from fapiao.usecases.records.ledger import ledger_check
from faultdesk import is_unknown, numbers
from ippfaultprinter import MODES, IppFaultPrinter
from ippfaults import FAULTS as WIRE_FAULTS
from ippfaults import IppFaults
from needs import ROOT
from netports import until
from printingdesk import services_at
from realplace import BUSY, CALM, FAULTY, KILLED, LATE, PATIENCE, QUEUE, TIMES, Place, Tally
from wholeworklist import all_waiting


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
        self.account.injected(BUSY)

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
            until(at_rest, within=PATIENCE)
        count = -1
        while count != (count := self._out()):
            time.sleep(CALM)

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
