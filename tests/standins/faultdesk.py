"""Several desks on one store whose calls are steps and whose printers fail by plan; people who look and answer."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from account import Account, Sheet
from corefakes import StillClock, TextReaders, TextRenderer
from data.keys import keys_of
from data.passwords import Argon2Passwords
from data.spreadsheet import XlsxSpreadsheets
from data.sql.store import SqlStore, create_store, open_store
from facts import an_invoice
from fapiao.errors import BadInput, FapiaoError
from fapiao.invoice import Status
from fapiao.paper import Paper, Printer, PrintSettings
from fapiao.people import Operator, Role, Session
from fapiao.reprint import AttemptState, Reason, Reprint, Seen
from fapiao.services import Patience, Services
from fapiao.usecases.paper.order import Order, PaperResult
from fapiao.usecases.paper.recover import Recovered, recover
from fapiao.usecases.paper.reprint import reprint, reprint_pair
from fapiao.usecases.paper.settle import answer, override
from plannedprinter import Machine, Plan, PlannedDevice
from plug import Port
from steps import Living, Mishap, SteppedDevices, SteppedStore, Steps
from wholeworklist import all_waiting

QUEUES = {"A4": "m1", "A4-副": "m1", "备用": "m2"}
"""Printers by name, and their machines: two queues of one, and a spare."""
LEASE = 120.0
AT_ONCE = Patience(lease_seconds=LEASE, busy_seconds=-1, busy_step=0)
"""Waits for nobody: whether a machine is free never depends on how fast the test runs."""
_WELL = Plan()


def numbers(count: int) -> list[str]:
    """Numbers of invented invoices."""
    return [f"264220000000990{n:05d}" for n in range(1, count + 1)]


def prepare(path: Path, invoices: int, queues: Mapping[str, str] | None = None) -> None:
    """Make a store with printers and invoices, from which any number of copies may be printed with a reason."""
    store = create_store(str(path))
    keys_of(str(path)).create()
    with store.writing() as unit:
        for name, machine in (queues or QUEUES).items():
            unit.printers.put(Printer(name, f"planned://{machine}", machine=machine))
        for number in numbers(invoices):
            unit.invoices.put(an_invoice(number), ())
            unit.invoices.set_status(number, Status.NORMAL)
        unit.set_policy("reprint.max_free", "none")
        unit.commit()
    store.close()


@dataclass
class World:
    """What all desks share: the store's file, the machines, the time, who lives, and the account."""

    path: Path
    account: Account
    clock: StillClock = field(default_factory=StillClock)
    living: Living = field(default_factory=Living)
    machines: dict[str, Machine] = field(default_factory=dict)
    born: int = 0

    @staticmethod
    def at(path: Path, queues: Mapping[str, str] | None = None) -> World:
        """A world around a prepared store."""
        world = World(path, Account(path))
        world.machines = {name: Machine(name, world.account) for name in sorted(set((queues or QUEUES).values()))}
        return world

    def outlast(self) -> None:
        """Let more time pass than a lease lasts."""
        self.clock.advance(LEASE + 1)


class FaultDesk:
    """One terminal. It may die and start again, as another process on the same store."""

    def __init__(
        self, world: World, name: str, pause: Callable[[], None] = lambda: None, patience: Patience = AT_ONCE
    ) -> None:
        self.world, self.name, self._patience = world, name, patience
        self.plan, self.meanwhile = _WELL, _nothing
        self._pause = pause
        self._store: SqlStore = open_store(str(world.path))
        self._renderers: Mapping[str, Any] = {"renderer": TextRenderer(), "readers": TextReaders()}
        self.start()

    def start(self) -> None:
        """Begin as a new process."""
        world = self.world
        world.born += 1
        self.steps = Steps(pause=self._pause, elapse=self._held_up)
        self.plain = Services(
            store=self._store,
            devices=SteppedDevices(self.steps, self._open),
            spreadsheets=XlsxSpreadsheets(),
            passwords=Argon2Passwords(time_cost=1, memory_kib=64),
            keys=keys_of(str(world.path)),
            clock=world.clock,
            processes=world.living.born(f"host:{world.born}:{world.born}"),
            desk=self.name,
            patience=self._patience,
            **self._renderers,
        )
        self.use(**self._renderers)

    def use(self, **ports: Any) -> None:
        """Change renderer and readers."""
        self._renderers = ports
        stepped: dict[str, Any] = {name: Port(self.steps, port, name) for name, port in ports.items()}
        self.services = replace(self.plain, store=SteppedStore(self.steps, self._store, "store"), **stepped)

    def _open(self, printer: Printer, steps: Steps) -> PlannedDevice:
        world = self.world
        return PlannedDevice(world.machines[printer.machine], self.plan, steps, world.outlast, self.meanwhile)

    def _held_up(self) -> None:
        """Nothing happens here for longer than a lease lasts; elsewhere it may."""
        self.world.outlast()
        self.meanwhile()

    def bury(self) -> None:
        """Let this process be dead for whoever asks."""
        self.world.living.alive.discard(self.plain.processes.me())

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    def session(self, *, supervisor: bool = False) -> Session:
        """The operator at this desk, or the supervisor who came over."""
        roles = {Role.SUPERVISOR} if supervisor else {Role.OPERATOR}
        who = Operator("zhuguan" if supervisor else f"op-{self.name}", roles=frozenset(roles))
        return Session(who, self.name, self.world.clock.now(), "supervisor" if supervisor else self.name)

    def order(self, full_no: str, printer: str, paper: Paper = Paper.A4_UPPER) -> Order:
        """A wish for one more paper."""
        return Order(full_no, PrintSettings(printer, paper), secrets.token_hex(8), Reason.LOST)

    def print(
        self,
        order: Order,
        plan: Plan = _WELL,
        mishaps: Mapping[int, Mishap] | None = None,
        meanwhile: Callable[[], None] | None = None,
        watch: Callable[[str], None] = lambda _: None,
    ) -> PaperResult | FapiaoError:
        """Try to make one paper. Raises Death."""
        with self._under(plan, mishaps, meanwhile):
            try:
                (result,) = reprint(self.services, self.session(), order, watch)
            except FapiaoError as error:
                return error
        return result

    def print_pair(
        self, upper: Order, lower: Order, plan: Plan = _WELL, mishaps: Mapping[int, Mishap] | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> list[PaperResult | FapiaoError]:  # fmt: skip
        """Try to make two papers on one sheet. Raises Death, FapiaoError."""
        with self._under(plan, mishaps, meanwhile):
            return reprint_pair(self.services, self.session(), upper, lower)

    @contextmanager
    def _under(
        self, plan: Plan, mishaps: Mapping[int, Mishap] | None, meanwhile: Callable[[], None] | None
    ) -> Iterator[None]:
        self.plan, self.meanwhile = plan, meanwhile or _nothing
        self.steps.arm(mishaps)
        try:
            yield
        finally:
            self.steps.arm()
            self.plan, self.meanwhile = _WELL, _nothing

    def recover(self, mishaps: Mapping[int, Mishap] | None = None) -> Recovered:
        """What a desk does when it starts. Raises Death, StoreError."""
        self.steps.arm(mishaps)
        try:
            return recover(self.services)
        finally:
            self.steps.arm()

    def waiting(self) -> list[Reprint]:
        """What waits for a person, as the supervisor sees it."""
        return all_waiting(self.plain, self.session(supervisor=True))

    def look(self, paper: Reprint, *, poor: bool = False) -> Reprint:
        """Go to the tray, look for that serial, answer what is there, with the code that stands on the paper."""
        sheet = self.found(paper)
        if sheet is None:
            return self.answer(paper, Seen.NOTHING)
        return self.answer(paper, Seen.POOR if poor else Seen.CLEAR, sheet.code)

    def found(self, paper: Reprint) -> Sheet | None:
        """The paper with that serial, where one has come out."""
        return self.world.account.sheet_of(paper.serial)

    def answer(self, paper: Reprint, seen: Seen, code: str = "") -> Reprint:
        """Answer. Raises BadInput for a wrong code."""
        kept = answer(self.plain, self.session(supervisor=True), paper.id, seen, code=code)
        assert kept.last is not None
        self.world.account.answered("reprint.seen", kept.last.uuid)
        return kept

    def mistype(self, paper: Reprint) -> bool:
        """Type a code that is not this paper's; tell whether it was refused."""
        assert paper.last is not None
        wrong = "0000" if paper.last.code != "0000" else "1111"
        try:
            self.answer(paper, Seen.CLEAR, wrong)
        except BadInput:
            return True
        return False

    def override(self, paper: Reprint) -> None:
        """The supervisor lets the printer go on; an unknown that was freed before is freed once."""
        assert paper.last is not None
        override(self.plain, self.session(supervisor=True), paper.id)
        if not paper.override_by:
            self.world.account.answered("printer.override", paper.last.uuid)

    def correct(self, chance: random.Random) -> int:
        """Look again at papers of which was said that nothing came out, and that came out after all."""
        account, count = self.world.account, 0
        for late in account.tries():
            if late.seen == "nothing" and account.lies(late.serial, late.code):
                with self.plain.store.reading() as unit:
                    paper = unit.reprints.by_attempt(late.uuid)
                assert paper is not None
                self.look(paper, poor=chance.random() < 0.1)
                count += 1
        return count


def is_unknown(paper: Reprint) -> bool:
    """Whether it blocks its machine until somebody looks."""
    return paper.last is not None and paper.last.state is AttemptState.UNKNOWN and paper.last.seen is None


def _nothing() -> None:
    return
