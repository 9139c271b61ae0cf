"""Thousands of reprints at several desks with random faults, all from one seed, to be played again exactly."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from account import Unknowns
from fapiao.errors import FapiaoError, PrinterBlocked
from fapiao.paper import Paper
from fapiao.reprint import Evidence
from fapiao.services import Patience
from fapiao.usecases.paper import take_lease
from fapiao.usecases.paper.order import Order, PaperResult
from fapiao.usecases.records.ledger import ledger_check
from faultdesk import LEASE, FaultDesk, World, is_unknown, numbers, prepare
from plannedprinter import Fault, Plan
from stage import Stage
from steps import Death, Mishap

FAULTY = 0.35
"""Share of the papers to which the printer does something."""
PAIRS = 0.05
"""Share of the wishes that are two invoices on one sheet."""
MISHAPS = 0.12
"""Share of the papers at which the desk or its disk does something."""
MOMENT = 0.02
"""Seconds between two steps."""
PRINTERS = {"A4": "m1", "A4-副": "m1", "A4-2": "m2", "A4-3": "m3", "A4-4": "m4", "备用": "m5"}
"""Queues and their machines; two are one machine."""
_STEPS = 110
_DAY = 40
"""Papers of one desk between two evenings: then somebody looks at everything that waits."""


@dataclass
class Tally:
    """What was seen of one run."""

    reprints: int = 0
    results: Counter[str] = field(default_factory=Counter)
    unknowns: Unknowns = field(default_factory=Unknowns)
    overridden: int = 0
    refused_codes: int = 0
    corrected: int = 0
    recovered: Counter[str] = field(default_factory=Counter)
    real: int = 0
    """Papers with the real layout, read back by the real reader."""
    entries: int = 0
    seconds: float = 0.0
    broken: list[str] = field(default_factory=list)


class _StageTime:
    """The moments that waiting for a busy printer takes, in the play's own time: see ``fapiao.usecases.paper.take_lease``."""

    def __init__(self, play: Simulation) -> None:
        self._play = play

    def monotonic(self) -> float:
        return self._play.world.clock.now().timestamp()

    def sleep(self, seconds: float) -> None:
        for _ in range(max(1, int(seconds / MOMENT))):
            self._play.pause()


class Simulation:
    """One run. ``real`` gives the ports of the real layout, used for one paper in ``real_every``."""

    def __init__(
        self,
        folder: Path,
        seed: int,
        reprints: int,
        desks: int = 4,
        *,
        real: Mapping[str, object] | None = None,
        real_every: int = 100,
    ) -> None:
        path = folder / "desk.db"
        self.numbers = numbers(max(reprints // 5, 3))
        prepare(path, len(self.numbers), PRINTERS)
        self.chance = random.Random(seed)
        self.world = World.at(path, PRINTERS)
        self.stage = Stage(self.chance)
        self.tally = Tally()
        self._reprints = reprints
        self._real, self._real_every = real, real_every
        patience = Patience(lease_seconds=LEASE)
        self._desks = [FaultDesk(self.world, f"front-{n + 1}", self.pause, patience) for n in range(desks)]

    def run(self) -> Tally:
        """Play it to its end and hold the account against the records."""
        began = time.perf_counter()
        kept, take_lease.time = take_lease.time, _StageTime(self)  # type: ignore[attr-defined, assignment]
        try:
            self.stage.play([partial(self._work, desk) for desk in self._desks])
            self._close_up()
            self.tally.broken += self.world.account.broken(settled=True)
            self.tally.unknowns = self.world.account.unknowns()
            found = ledger_check(self._desks[0].plain)
            self.tally.entries = found.entries
            if not found.ok:
                self.tally.broken.append(f"ledger: entry {found.first_bad}: {found.why}")
        finally:
            take_lease.time = kept  # type: ignore[attr-defined]
            self.world.account.close()
            for desk in self._desks:
                desk.close()
        self.tally.seconds = time.perf_counter() - began
        return self.tally

    def pause(self) -> None:
        """A moment in which somebody else may go on."""
        self.world.clock.advance(MOMENT)
        self.stage.pause()

    def _work(self, desk: FaultDesk) -> None:
        """One operator's day after day."""
        self._alive(desk, desk.recover)
        since = 0
        while self.tally.reprints < self._reprints:
            since += 1
            self._paper(desk)
            if since % _DAY == 0:
                self._evening(desk)

    def _paper(self, desk: FaultDesk) -> None:
        if self.chance.random() < PAIRS:
            self._pair(desk)
            return
        order = desk.order(self.chance.choice(self.numbers), self.chance.choice(list(PRINTERS)))
        for _ in range(3):
            result = self._try(desk, order)
            if isinstance(result, PrinterBlocked):
                self._unblock(desk)
            elif isinstance(result, PaperResult) and result.error is not None and self.chance.random() < 0.5:
                # Nothing came out, or nobody knows: once more, perhaps on another printer.
                if isinstance(result.error, PrinterBlocked):
                    self._unblock(desk)
            elif isinstance(result, PaperResult) and self.chance.random() < 0.05:
                self._twice(desk, order)
                return
            else:
                return
            order = desk.order(order.full_no, self.chance.choice(list(PRINTERS)))

    def _pair(self, desk: FaultDesk) -> None:
        """Two invoices on one sheet."""
        printer = self.chance.choice(list(PRINTERS))
        upper, lower = (desk.order(n, printer, Paper.A4_2UP) for n in self.chance.sample(self.numbers, 2))
        self.tally.reprints += 2
        results: list[PaperResult | FapiaoError] = []
        self._alive(desk, lambda: results.extend(desk.print_pair(upper, lower, self._plan(), self._mishaps())))
        self.tally.results.update([_word(result) for result in results] or [_word(None)] * 2)
        if any(isinstance(result, PrinterBlocked) for result in results):
            self._unblock(desk)

    def _try(self, desk: FaultDesk, order: Order) -> PaperResult | FapiaoError | None:
        real = self._real is not None and self.chance.random() < 1 / self._real_every
        plain = desk.plain
        if real and self._real is not None:
            desk.use(**self._real)
        self.tally.reprints += 1
        self.tally.real += real
        result: PaperResult | FapiaoError | None = None

        def make() -> None:
            nonlocal result
            result = desk.print(order, self._plan(), self._mishaps())

        self._alive(desk, make)
        if real:
            desk.use(renderer=plain.renderer, readers=plain.readers)
        self.tally.results[_word(result)] += 1
        return result

    def _alive(self, desk: FaultDesk, act: Callable[[], object]) -> None:
        """Act; who dies on it starts again as another process, and recovers."""
        try:
            act()
        except Death:
            self._mishap(desk)
            desk.bury()
            desk.start()
            self._recover(desk)
        except FapiaoError:
            pass
        self._mishap(desk)

    def _mishap(self, desk: FaultDesk) -> None:
        for mishap in desk.steps.happened:
            self.world.account.injected(mishap.value)
        desk.steps.happened.clear()

    def _recover(self, desk: FaultDesk) -> None:
        if self.chance.random() < 0.15:
            # Whoever starts next on that machine, or recovers later, finds it.
            return
        mishaps = {self.chance.randrange(1, 30): Mishap.DEATH} if self.chance.random() < 0.1 else {}

        def again() -> None:
            found = desk.recover(mishaps)
            self.tally.recovered.update(
                {"cancelled": found.cancelled, "unknown": found.unknown, "answered": found.answered}
            )

        self._alive(desk, again)

    def _unblock(self, desk: FaultDesk) -> None:
        """Somebody goes and looks; sometimes the supervisor just lets it go on."""
        for paper in desk.waiting():
            if not is_unknown(paper):
                continue
            if self.chance.random() < 0.1:
                desk.override(paper)
                self.tally.overridden += 1
                continue
            if self.chance.random() < 0.1:
                if desk.mistype(paper):
                    self.tally.refused_codes += 1
                else:
                    self.tally.broken.append(f"{paper.serial}: a wrong code was taken")
            desk.look(paper, poor=self.chance.random() < 0.1)

    def _evening(self, desk: FaultDesk) -> None:
        for machine in self.world.machines.values():
            machine.feed()
        for paper in desk.waiting():
            desk.look(paper, poor=self.chance.random() < 0.05)
        self.tally.corrected += desk.correct(self.chance)

    def _close_up(self) -> None:
        """All desks are closed; one starts, recovers and looks at everything."""
        for desk in self._desks:
            desk.bury()
        last = self._desks[0]
        last.start()
        last.recover()
        self._evening(last)
        if waiting := last.waiting():
            self.tally.broken.append(f"{len(waiting)} papers still wait")

    def _twice(self, desk: FaultDesk, order: Order) -> None:
        """A second Enter with the same key prints nothing."""
        before = sum(self.world.account.sends.values())
        made = desk.plain.store
        with made.reading() as unit:
            known = unit.reprints.by_key(f"{order.key}:0")
        own = {a.uuid: self.world.account.sends[a.uuid] for r in known for a in r.attempts}
        self._alive(desk, partial(desk.print, order, Plan(), {}))
        if known and any(self.world.account.sends[uuid] != times for uuid, times in own.items()):
            self.tally.broken.append(f"{order.key}: a second Enter printed again ({before})")

    def _plan(self) -> Plan:
        chance = self.chance
        faults = [f for f in Fault if f is not Fault.NONE]
        return Plan(
            fault=chance.choice(faults) if chance.random() < FAULTY else Fault.NONE,
            comes=chance.random() < 0.6,
            later=chance.random() < 0.3,
            evidence=chance.choice([Evidence.TAKEN, Evidence.RECEIVED, Evidence.PROCESSED, *[Evidence.PRINTED] * 3]),
            remembers=chance.random() < 0.5,
        )

    def _mishaps(self) -> dict[int, Mishap]:
        if self.chance.random() >= MISHAPS:
            return {}
        return {self.chance.randrange(1, _STEPS): self.chance.choice(list(Mishap))}


def _word(result: PaperResult | FapiaoError | None) -> str:
    if result is None:
        return "desk died"
    if isinstance(result, PaperResult):
        return result.outcome.value
    return "blocked" if isinstance(result, PrinterBlocked) else result.code
