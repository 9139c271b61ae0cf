"""Fixtures for all tests: the real services that stand in for printers, started when asked for, on ports of their own.

``@pytest.mark.needs("tmux", ...)`` names what a test cannot do without; the fixtures here ask for their own needs.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

import netports
from cupsserver import CupsServer, cups_server
from emuposprinter import EmuposPrinter, emupos_printers
from ippbus import private_bus
from ippsimulator import IppSimulator, ipp_simulator
from needs import IN_CI, require

# No test is timed, so no example has a deadline either; CI tries the same examples every time.
hypothesis.settings.register_profile(
    "desk", deadline=None, derandomize=IN_CI, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("desk")

SAMPLES = Path(__file__).resolve().parent / "samples"


def pytest_configure(config: pytest.Config) -> None:
    """Keep the log of programs that tests start out of the person's own."""
    os.environ.setdefault("FAPIAO_LOG", str(Path(tempfile.gettempdir()) / f"fapiao-tests-{os.getpid()}.log"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        require(*marker.args)


@pytest.fixture
def free_port() -> int:
    """A TCP port nobody listens on."""
    return netports.free_port()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample invoice files."""
    return SAMPLES


@pytest.fixture(scope="session")
def system_bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment in which ippeveprinter starts."""
    require("ippeveprinter")
    with private_bus(tmp_path_factory.mktemp("bus")) as env:
        yield env


@pytest.fixture
def ipp_sim(system_bus: dict[str, str], tmp_path: Path) -> Iterator[IppSimulator]:
    """A real IPP printer simulator."""
    with ipp_simulator(tmp_path / "simulator", system_bus) as simulator:
        yield simulator


@pytest.fixture
def cups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CupsServer]:
    """A real CUPS server without queues."""
    require("cups")
    with cups_server(tmp_path_factory.mktemp("cups")) as server:
        yield server


@pytest.fixture
def a4_queue(cups: CupsServer, ipp_sim: IppSimulator) -> str:
    """The device URL of a driverless CUPS queue to the simulator."""
    from printing.devices.ipp.device import IppDevice

    cups.lpadmin("-p", "a4", "-E", "-v", ipp_sim.uri, "-m", "everywhere")
    # CUPS goes on setting up a driverless queue behind lpadmin's back, and opens it once more at the end.
    with IppDevice(cups.url("a4")) as device:
        netports.until(lambda: "iso_a4_210x297mm" in device._ask_printer().texts("media-supported"), what="the queue")
    return cups.url("a4")


@pytest.fixture
def emupos_all(tmp_path: Path) -> Iterator[dict[str, EmuposPrinter]]:
    """The receipt printers of the stand-in: front (80 mm), narrow (57 mm), middle (76 mm)."""
    require("emupos")
    folder = tmp_path / "receipt-printers"
    folder.mkdir()
    with emupos_printers(folder) as printers:
        yield printers


@pytest.fixture
def emupos(emupos_all: dict[str, EmuposPrinter]) -> EmuposPrinter:
    """The 80 mm receipt printer of the stand-in."""
    return emupos_all["front"]
