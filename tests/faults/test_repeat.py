"""A CUPS that is stopped in the middle of a job, as by an upgrade, must not print it once more when it is back."""

from __future__ import annotations

import signal
import threading

import pytest

from account import Account
from ippfaultprinter import ipp_fault_printer
from killablecups import killable_cups
from netports import until
from papers import a_pdf, a_ticket
from printing.devices.ipp.device import IppDevice
from printing.devices.ipp.times import IppTimes

pytestmark = [pytest.mark.needs("cups", "ippeveprinter", "poppler")]
PATIENT = IppTimes(connect=60, poll=0.05, answer=60, finish=60, cancel=60)


def test_a_job_that_was_interrupted_comes_out_once(system_bus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("repeat")
    account = Account(folder / "none.db")
    with (
        ipp_fault_printer(folder / "laser", system_bus, account, "laser") as laser,
        killable_cups(laser.simulator.uri) as cups,
        IppDevice(cups.server.url("a4"), PATIENT) as device,
    ):
        printed = laser.simulator.folder / "printed"
        back: list[threading.Timer] = []

        def stop_it(_words: str) -> None:
            # The paper lies there; CUPS asks its printer once a second and does not know yet.
            if not back and list(printed.glob("*.pdf")):
                cups.end(signal.SIGTERM)
                back.append(threading.Timer(0.5, cups.begin))
                back[0].start()

        artefact, ticket = a_pdf(), a_ticket()
        device.preflight(artefact, ticket)
        found = device.send(device.begin(ticket, artefact), artefact, stop_it)
        back[0].join()
        # What the queue still keeps, it would print at its next start.
        cups.restart(signal.SIGTERM)
        until(lambda: not (laser.is_busy or cups.jobs()), within=60)

        papers = list(printed.glob("*.pdf"))

    assert (found.unknown, found.clean_failure) == (True, False)
    assert len(papers) == 1
