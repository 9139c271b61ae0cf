"""A printer that fails by plan, and reports to the account what truly came of it. Implements ``fapiao.ports.devices.Device``.

Two queues may lead to one machine. A machine has a tray (the account's sheets), may hold data that comes out later, and
may or may not remember its jobs when asked. It never says that a paper is printed when it is not, and never that
nothing can come out when something can: those two lies no program can see through.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from account import Account, Sheet
from fapiao.device import Delivery, DeviceStatus, Handover, Readiness, Ticket
from fapiao.errors import PrinterNotReady
from fapiao.ports.faces import Artefact
from fapiao.reprint import Evidence
from steps import Death, Steps


class Fault(StrEnum):
    """What a printer does to one paper."""

    NONE = "none"
    REFUSED = "refused at the pre-flight"
    NOT_ARRANGED = "refused when the job was made"
    NOT_TAKEN = "data refused, with proof"
    CUT = "cut after N bytes"
    RESET = "connection reset after N bytes"
    STALL = "stopped reading"
    LATE = "answer after the lease"
    CLAIMED = "said ready, printed nothing"
    NO_PAPER = "out of paper"


@dataclass(frozen=True, slots=True)
class Plan:
    """One paper's fate."""

    fault: Fault = Fault.NONE
    after: float = 0.5
    """Share of the bytes that reach the printer before it fails."""
    comes: bool = True
    """Whether the paper comes out although the answer is lost."""
    later: bool = False
    """Whether it comes out only when somebody feeds the machine."""
    evidence: Evidence = Evidence.PRINTED
    """What the machine knows when all is well."""
    remembers: bool = False
    """Whether it can be asked about this job afterwards."""


_WELL = Plan()


@dataclass
class Machine:
    """One physical printer."""

    name: str
    account: Account
    held: list[Sheet] = field(default_factory=list)
    """Data taken and not printed: comes out when paper is put in."""
    jobs: dict[str, str] = field(default_factory=dict)
    """By job: ``at work``, ``held``, ``printed`` or ``nothing``; only what it remembers."""
    owners: dict[str, list[str]] = field(default_factory=dict)
    """The attempts of each job: two where a sheet carries two papers."""

    def feed(self) -> int:
        """Put paper in: what is held comes out; give how many."""
        for sheet in self.held:
            self.account.came_out(sheet)
        count = len(self.held)
        self.held.clear()
        for job, state in self.jobs.items():
            if state == "held":
                self.jobs[job] = "printed"
        return count


class PlannedDevice:
    """One connection to a machine, for one paper. ``elapse`` lets the lease run out; ``meanwhile`` lets others act."""

    def __init__(
        self,
        machine: Machine,
        plan: Plan = _WELL,
        steps: Steps | None = None,
        elapse: Callable[[], None] = lambda: None,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        self._machine, self._plan, self._steps = machine, plan, steps
        self._elapse, self._meanwhile = elapse, meanwhile

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def status(self) -> DeviceStatus:
        return DeviceStatus(Readiness.READY)

    def preflight(self, artefact: Artefact, ticket: Ticket) -> DeviceStatus:
        if self._plan.fault is Fault.REFUSED:
            self._injected()
            raise PrinterNotReady("打印机未就绪：缺纸", "装好纸后再按 Enter")
        return self.status()

    def begin(self, ticket: Ticket, artefact: Artefact) -> Handover:
        if self._plan.fault is Fault.NOT_ARRANGED:
            self._injected()
            raise PrinterNotReady("打印机正忙", "稍候再按 Enter")
        return Handover(job=f"urn:uuid:{ticket.attempt}", ticket=ticket)

    def abandon(self, handover: Handover) -> None:
        return None

    def send(self, handover: Handover, artefact: Artefact, watch: Callable[[str], None]) -> Delivery:
        job, machine, sheets = handover.job, self._machine, _sheets(artefact, self._machine)
        machine.owners[job] = [machine.account.attempt_of(sheet) for sheet in sheets]
        for attempt in machine.owners[job]:
            machine.account.first_byte(attempt)
        self._keep(job, "at work")
        try:
            if self._plan.fault is not Fault.NONE:
                self._injected()
            return self._send(job, sheets, watch)
        except Death:
            # The desk is gone, the machine is not: what it had taken may still become a paper.
            if machine.jobs.get(job) in {None, "at work"} and not self._came(sheets):
                self._end(job, sheets)
            raise

    def inquire(self, job: str, attempt: str) -> Delivery | None:
        machine = self._machine
        match machine.jobs.get(job):
            case "printed":
                return Delivery(Evidence.PRINTED)
            case "nothing":
                self._prove(job)
                return Delivery(Evidence.NOTHING, clean_failure=True, note="打印机没有打出")
            case "held" | "at work":
                return Delivery(Evidence.RECEIVED, unknown=True, note="任务还在打印机里，可能随后出纸")
            case _:
                return None

    def _send(self, job: str, sheets: list[Sheet], watch: Callable[[str], None]) -> Delivery:
        plan = self._plan
        watch("正在打印")
        self._tick()
        match plan.fault:
            case Fault.NOT_TAKEN:
                self._keep(job, "nothing")
                self._prove(job)
                return Delivery(Evidence.NOTHING, clean_failure=True, note="作业被拒绝")
            case Fault.CLAIMED:
                self._keep(job, "nothing")
                return Delivery(Evidence.TAKEN, note="队列只说明数据已发出，请查看纸张")
            case Fault.CUT | Fault.RESET | Fault.STALL:
                if plan.fault is Fault.STALL:
                    self._elapse()
                    self._meanwhile()
                self._end(job, sheets)
                if plan.fault is Fault.RESET:
                    raise ConnectionResetError("reset by the printer")
                return Delivery(Evidence.TAKEN, unknown=True, note="打印中途没有回应")
            case Fault.LATE:
                self._elapse()
                self._meanwhile()
            case Fault.NO_PAPER:
                watch("缺纸，请装纸")
                self._tick()
                if plan.later or not plan.comes:
                    self._end(job, sheets)
                    return Delivery(Evidence.RECEIVED, unknown=True, note="缺纸，等了很久")
                watch("正在打印")
            case _:
                self._meanwhile()
        self._come_out(job, sheets)
        self._tick()
        return Delivery(plan.evidence)

    def _end(self, job: str, sheets: list[Sheet]) -> None:
        """The answer is lost; decide the paper."""
        if self._plan.comes and self._plan.later:
            self._machine.held.extend(sheets)
            self._keep(job, "held")
        elif self._plan.comes:
            self._come_out(job, sheets)
        else:
            self._keep(job, "nothing")

    def _come_out(self, job: str, sheets: list[Sheet]) -> None:
        for sheet in sheets:
            self._machine.account.came_out(sheet)
        self._keep(job, "printed")

    def _came(self, sheets: list[Sheet]) -> bool:
        account = self._machine.account
        return any(account.lies(s.serial, s.code) or s in self._machine.held for s in sheets)

    def _prove(self, job: str) -> None:
        for attempt in self._machine.owners.get(job, []):
            self._machine.account.proved(attempt)

    def _keep(self, job: str, state: str) -> None:
        if self._plan.remembers:
            self._machine.jobs[job] = state

    def _tick(self) -> None:
        if self._steps is not None:
            self._steps.step("printing")

    def _injected(self) -> None:
        self._machine.account.injected(self._plan.fault.value)


def _sheets(artefact: Artefact, machine: Machine) -> list[Sheet]:
    """What the papers themselves say, read from their bytes; one sheet may carry two."""
    if not artefact.data.startswith(b"%PDF"):
        return Sheet.all_in(artefact.data.decode(), machine.name)
    import pypdfium2

    document = pypdfium2.PdfDocument(artefact.data)
    try:
        return Sheet.all_in("".join(document[0].get_textpage().get_text_bounded().split()), machine.name)
    finally:
        document.close()
