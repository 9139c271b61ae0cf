"""The real ippeveprinter with a print command that misbehaves by plan, and that may itself be killed and started again.

Papers get names of their own, for its job ids begin at 1 again after a restart. Modes, each for one job: ``ok`` prints
and counts; ``exit 1`` gives up before the first sheet; ``half`` counts a sheet, prints it and gives up; ``mute`` prints
and counts nothing; ``lie`` counts nothing, prints nothing and ends well; ``slow`` takes its time; ``no paper`` waits
until paper is put in (:meth:`IppFaultPrinter.feed`).
"""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from account import Account, Sheet
from ippsimulator import IppSimulator, ipp_simulator
from netports import await_port, free_port, stop, until

MODES = {
    "exit 1": "print command exit 1",
    "half": "stopped after a sheet",
    "mute": "printed, counted nothing",
    "lie": "said ready, printed nothing",
    "slow": "slow",
    "no paper": "out of paper midway",
}
"""Mode and what the figures call it."""
_COMMAND = """#!/bin/bash
D={folder}
mkdir $D/busy/$$
trap 'rmdir $D/busy/$$' EXIT
mode=ok
if mv $D/next $D/taken.$$ 2>/dev/null; then mode=$(cat $D/taken.$$); rm $D/taken.$$; fi
if [ "$mode" != ok ]; then echo "$mode" >> $D/happened; fi
if [ "$mode" = "no paper" ]; then
    touch $D/empty
    echo "STATE: +media-empty-error" >&2
    while [ -e $D/empty ] && kill -0 $PPID; do sleep .02; done
    echo "STATE: -media-empty-error" >&2
fi
if [ "$mode" = slow ]; then sleep .7; fi
if [ "$mode" = "exit 1" ]; then echo "STATE: +media-jam-error" >&2; sleep .05; echo "STATE: -media-jam-error" >&2; exit 1; fi
if [ "$mode" = lie ]; then exit 0; fi
n=$(pdfinfo "$1" 2>/dev/null | awk '/^Pages/{{print $2}}')
if [ -z "$n" ]; then echo "unreadable" >> $D/happened; exit 1; fi
name=$D/printed/$(date +%s%N).$$
cp "$1" $name.part
mv $name.part $name.pdf
if [ "$mode" = mute ]; then exit 0; fi
if [ "$mode" = half ]; then echo "ATTR: job-impressions-completed=1" >&2; sleep .1; exit 1; fi
for i in $(seq $n); do echo "ATTR: job-impressions-completed=$i" >&2; done
"""


@dataclass
class IppFaultPrinter:
    """One running printer."""

    simulator: IppSimulator
    env: dict[str, str]
    account: Account
    machine: str
    _read: set[str] = field(default_factory=set)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.simulator.port

    def next(self, mode: str) -> None:
        """Let the next job meet that mode."""
        # Several may plan at once: each writes a file of its own, the last one counts.
        new = self.simulator.folder / f"next.{threading.get_ident()}"
        new.write_text(mode)
        new.rename(self.simulator.folder / "next")

    def feed(self) -> None:
        """Put paper in."""
        (self.simulator.folder / "empty").unlink(missing_ok=True)

    @property
    def is_empty(self) -> bool:
        """Whether a job waits for paper."""
        return (self.simulator.folder / "empty").exists()

    @property
    def is_busy(self) -> bool:
        """Whether a print command is at work, whoever started it."""
        alive = [p for p in (self.simulator.folder / "busy").iterdir() if Path(f"/proc/{p.name}").exists()]
        return bool(alive)

    def restart(self) -> None:
        """Kill it in the middle of whatever it does, and start it again; what its command had begun goes on."""
        self.simulator.process.send_signal(signal.SIGKILL)
        self.simulator.process.wait(60)
        arguments = self.simulator.process.args
        with (self.simulator.folder / "log").open("ab") as log:
            self.simulator.process = subprocess.Popen(arguments, env=self.env, stderr=log, stdout=subprocess.DEVNULL)
        await_port(self.simulator.process, self.port, host="localhost")

    def harvest(self) -> None:
        """Tell the account of every paper that has come out since the last time, and what was injected."""
        for paper in sorted((self.simulator.folder / "printed").glob("*.pdf")):
            if paper.name not in self._read:
                self._read.add(paper.name)
                self.account.came_out(Sheet.read(text_of(paper), self.machine))

    def happened(self) -> list[str]:
        """The modes that jobs really met."""
        met = self.simulator.folder / "happened"
        return met.read_text().splitlines() if met.exists() else []


def text_of(paper: Path) -> str:
    """The words on a printed page, without the spaces of its layout."""
    import pypdfium2

    document = pypdfium2.PdfDocument(paper.read_bytes())
    try:
        return "".join(document[0].get_textpage().get_text_bounded().split())
    finally:
        document.close()


@contextmanager
def ipp_fault_printer(folder: Path, env: dict[str, str], account: Account, machine: str) -> Iterator[IppFaultPrinter]:
    """Run one in ``folder`` on the bus of ``env``."""
    with ipp_simulator(folder, env, port=free_port()) as simulator:
        (folder / "busy").mkdir()
        (folder / "command.sh").write_text(_COMMAND.format(folder=folder))
        printer = IppFaultPrinter(simulator, env, account, machine)
        first = simulator.process
        try:
            yield printer
        finally:
            printer.feed()
            until(lambda: not printer.is_busy, what="the printer's last job")
            if simulator.process is not first:
                stop(simulator.process)
