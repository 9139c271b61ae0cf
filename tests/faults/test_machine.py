"""Any order of papers, faults, deaths and answers at several desks leaves every paper accounted for.

The rules are what people and machines do; after each, the account kept by the stand-ins is held against the records
(tests/standins/account.py). Several desks act inside each other's papers: while one sends, another prints, recovers or
answers.
"""

from __future__ import annotations

import importlib.util
import os
import random
import tempfile
from pathlib import Path

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from fapiao.errors import FapiaoError
from fapiao.paper import Paper
from fapiao.reprint import Evidence
from fapiao.usecases.paper.order import PaperResult
from faultdesk import QUEUES, FaultDesk, World, is_unknown, numbers, prepare
from needs import ROOT
from plannedprinter import Fault, Plan
from steps import Death, Mishap

EXAMPLES = int(os.environ.get("FAPIAO_FAULT_EXAMPLES", "60"))
INVOICES = numbers(3)
DESKS = ("front-1", "front-2", "front-3")

desks = st.integers(0, len(DESKS) - 1)
invoices = st.sampled_from(INVOICES)
queues = st.sampled_from(sorted(QUEUES))
plans = st.builds(
    Plan,
    fault=st.sampled_from(list(Fault)),
    comes=st.booleans(),
    later=st.booleans(),
    evidence=st.sampled_from([e for e in Evidence if e]),
    remembers=st.booleans(),
)
mishaps = st.dictionaries(st.integers(1, 110), st.sampled_from(list(Mishap)), max_size=2)
"""By step; a paper that goes well is about a hundred steps."""


def verifier():
    """``scripts/verify_ledger.py``, which knows the ledger only from its documentation."""
    spec = importlib.util.spec_from_file_location("verify_ledger", ROOT / "scripts" / "verify_ledger.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LEDGER = verifier()


def verified(path: Path) -> int:
    """How many entries hold; raises the verifier's Broken for the first that does not."""
    keys = LEDGER.keys_in(path.with_name(f"{path.name}.key"))
    count, _ = LEDGER.check(LEDGER.entries(path), keys, {})
    return int(count)


_PREPARED: list[bytes] = []


def prepared() -> tuple[bytes, bytes]:
    """A store and its key, made once."""
    if not _PREPARED:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "desk.db"
            prepare(path, len(INVOICES))
            _PREPARED.extend([path.read_bytes(), path.with_name("desk.db.key").read_bytes()])
    return _PREPARED[0], _PREPARED[1]


class Desks(RuleBasedStateMachine):
    """Three desks, two queues of one machine and a spare, three invoices."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        path = Path(self.folder.name) / "desk.db"
        for part, data in zip((path, path.with_name("desk.db.key")), prepared(), strict=True):
            part.write_bytes(data)
            part.chmod(0o600)
        self.world = World.at(path)
        self.desks = [FaultDesk(self.world, name) for name in DESKS]
        self.last_key = ""
        self.last_order = None

    @initialize()
    def open(self) -> None:
        for desk in self.desks:
            desk.recover()

    def attempt(self, desk: FaultDesk, order, plan, mishaps, meanwhile=None) -> PaperResult | FapiaoError | None:
        """Print; a desk that dies is buried and starts again without recovering yet."""
        if desk.steps.dead:
            return None
        self.last_order = order
        try:
            return desk.print(order, plan, mishaps, meanwhile)
        except Death:
            desk.bury()
            return None

    @rule(who=desks, invoice=invoices, queue=queues, plan=plans, mishaps=mishaps)
    def print(self, who, invoice, queue, plan, mishaps) -> None:
        desk = self.desks[who]
        self.revive(desk)
        self.attempt(desk, desk.order(invoice, queue), plan, mishaps)

    @rule(who=desks, invoice=invoices, queue=queues)
    def print_well(self, who, invoice, queue) -> None:
        desk = self.desks[who]
        self.revive(desk)
        self.attempt(desk, desk.order(invoice, queue), Plan(), {})

    @rule(
        pair=st.permutations(range(len(DESKS))),
        invoice=invoices,
        other_invoice=invoices,
        queue=queues,
        other_queue=queues,
        plan=plans,
        other_plan=plans,
        mishaps=mishaps,
        other_mishaps=mishaps,
        does=st.sampled_from(["print", "recover", "look", "print the same", "recover and look"]),
    )
    def print_while_another_acts(  # noqa: PLR0917 - hypothesis names every one
        self, pair, invoice, other_invoice, queue, other_queue, plan, other_plan, mishaps, other_mishaps, does
    ) -> None:
        desk, other = self.desks[pair[0]], self.desks[pair[1]]
        self.revive(desk)
        self.revive(other)
        order = desk.order(invoice, queue)

        def act() -> None:
            if "recover" in does:
                self.recover_at(other)
            if "print" in does:
                second = order if does == "print the same" else other.order(other_invoice, other_queue)
                self.attempt(other, second, other_plan, other_mishaps)
            if "look" in does:
                self.look(0, "look")

        self.attempt(desk, order, plan, mishaps, act)

    @rule(who=desks, invoice=invoices, queue=queues, plan=plans)
    def take_the_spare(self, who, invoice, queue, plan) -> None:
        """After a clean failure the same invoice goes to another printer, under the same number."""
        desk = self.desks[who]
        self.revive(desk)
        refused = self.attempt(desk, desk.order(invoice, queue), Plan(Fault.REFUSED), {})
        spare = "备用" if QUEUES[queue] == "m1" else "A4"
        result = self.attempt(desk, desk.order(invoice, spare), plan, {})
        if isinstance(refused, PaperResult) and isinstance(result, PaperResult):
            assert result.reprint.copy_no <= refused.reprint.copy_no

    @rule(
        pair=st.permutations(range(len(DESKS))),
        queue=queues,
        plan=plans,
        mishaps=mishaps,
        does=st.sampled_from(["nothing", "recover", "recover and look", "print"]),
    )
    def print_two_on_one_sheet(self, pair, queue, plan, mishaps, does) -> None:
        """One job, two papers of two invoices; meanwhile another desk may act."""
        desk, other = self.desks[pair[0]], self.desks[pair[1]]
        self.revive(desk)
        self.revive(other)
        upper, lower = (desk.order(number, queue, Paper.A4_2UP) for number in INVOICES[:2])

        def act() -> None:
            if "recover" in does:
                self.recover_at(other)
            if "look" in does:
                self.look(0, "look")
            if does == "print":
                self.attempt(other, other.order(INVOICES[2], queue), Plan(), {})

        try:
            desk.print_pair(upper, lower, plan, mishaps, act)
        except Death:
            desk.bury()
        except FapiaoError:
            return

    @rule(who=desks)
    def press_enter_twice(self, who) -> None:
        """The same key again shows the first job and prints nothing."""
        desk = self.desks[who]
        self.revive(desk)
        if self.last_order is None:
            return
        made = dict(self.world.account.sends)
        with desk.plain.store.reading() as unit:
            known = unit.reprints.by_key(f"{self.last_order.key}:0")
        self.attempt(desk, self.last_order, Plan(), {})
        if known:
            assert self.world.account.sends == made

    @rule(
        who=desks, mishaps=st.dictionaries(st.integers(1, 40), st.sampled_from([Mishap.DEATH, Mishap.FULL]), max_size=1)
    )
    def recover(self, who, mishaps) -> None:
        self.recover_at(self.desks[who], mishaps)

    @rule(which=st.integers(0, 5), how=st.sampled_from(["look", "poor", "wrong code", "override"]))
    def look(self, which, how) -> None:
        """Somebody goes to the tray."""
        desk = self.desks[0]
        waiting = desk.waiting()
        if not waiting:
            return
        paper = waiting[which % len(waiting)]
        if how == "override" and is_unknown(paper):
            desk.override(paper)
        elif how == "wrong code" and is_unknown(paper):
            assert desk.mistype(paper)
        else:
            desk.look(paper, poor=how == "poor")

    @rule(machine=st.sampled_from(["m1", "m2"]), seed=st.integers(0, 9))
    def put_paper_in(self, machine, seed) -> None:
        """What a machine held comes out; whoever said that nothing came out finds it and says so."""
        if self.world.machines[machine].feed():
            self.desks[0].correct(random.Random(seed))

    @rule(seconds=st.sampled_from([1, 60, 121, 13 * 3600]))
    def wait(self, seconds) -> None:
        self.world.clock.advance(seconds)

    @invariant()
    def nothing_is_broken(self) -> None:
        assert self.world.account.broken(settled=False) == []

    def recover_at(self, desk: FaultDesk, mishaps=None) -> None:
        self.revive(desk)
        try:
            desk.recover(mishaps)
        except Death:
            desk.bury()
        except FapiaoError:
            return

    def revive(self, desk: FaultDesk) -> None:
        """Another process at the same desk; it recovers only when told to."""
        if desk.steps.dead:
            desk.bury()
            desk.start()

    def teardown(self) -> None:
        try:
            self.settle_everything()
            assert self.world.account.broken(settled=True) == []
            verified(self.world.path)
        finally:
            self.world.account.close()
            for desk in self.desks:
                desk.close()
            self.folder.cleanup()

    def settle_everything(self) -> None:
        """The evening: all desks closed, paper in all machines, one desk looks at everything."""
        for desk in self.desks:
            desk.bury()
        for machine in self.world.machines.values():
            machine.feed()
        last = self.desks[0]
        last.start()
        last.recover()
        for paper in last.waiting():
            last.look(paper)
        last.correct(random.Random(0))
        assert last.waiting() == []


TestDesks = Desks.TestCase
TestDesks.settings = hypothesis.settings(
    max_examples=EXAMPLES,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)
