"""Fixtures for all tests: the real services that stand in for printers, begun once a worker when
first asked for, on ports of their own, and given to each test as if it were the first.

``@pytest.mark.needs("tmux", ...)`` names what a test cannot do without; the fixtures here ask for their own needs.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest

import netports
from cupsserver import CupsServer, cups_server
from emuposprinter import Emupos, EmuposPrinter, emupos_printers
from fapiao.said import CHINESE, read_in
from ippbus import private_bus
from ippsimulator import IppSimulator, ipp_simulator
from kept import Kept, kept
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


LONGEST = (
    "desk/test_faults", "whole/test_idle", "desk/test_hostile", "desk/test_screens", "whole/test_batch_command",
    "whole/test_batch_kill", "whole/test_bad_input", "whole/test_terminal_flow", "whole/test_kill", "faults/test_takeover",
    "faults/test_real", "whole/test_printers_command", "desk/test_batch_run", "faults/test_machine", "paper/test_faces",
    "whole/test_race", "whole/test_hostile_bytes", "whole/test_batch_paper_out", "desk/test_history", "desk/test_flows",
    "desk/test_faults_later", "whole/test_language_command", "desk/test_batch_draft", "whole/test_page_kill",
)  # fmt: skip
"""Files that take long, the longest first: a file is one worker's, and none should be left alone with one in the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    turns = {name: turn for turn, name in enumerate(LONGEST)}
    items.sort(key=lambda item: turns.get(_place(item).removesuffix(".py"), len(turns)))


def _place(item: pytest.Item) -> str:
    """Its file, below tests/."""
    return item.path.relative_to(Path(__file__).parent).as_posix()


MEASURED = ("core/", "flow/", "store/")
"""Whose tests the coverage is measured of: the core and its use cases, where watching costs least."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    plugin = item.config.pluginmanager.getplugin("_cov")
    controller = getattr(plugin, "cov_controller", None)
    if controller is None or _place(item).startswith(MEASURED):
        return (yield)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()


@pytest.fixture(autouse=True)
def _read_in_chinese() -> Iterator[None]:
    """Whatever language a test chose, the next one begins in Chinese."""
    yield
    read_in(CHINESE)


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


@pytest.fixture(scope="session")
def kept_ipp_sim(system_bus: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept[IppSimulator]]:
    # One that was begun anew is found where it was: a queue of CUPS leads there.
    port = netports.free_port()
    with kept(lambda: ipp_simulator(tmp_path_factory.mktemp("simulator"), system_bus, port=port)) as keeper:
        yield keeper


@pytest.fixture
def ipp_sim(kept_ipp_sim: Kept[IppSimulator]) -> IppSimulator:
    """A real IPP printer simulator."""
    return kept_ipp_sim.clean()


@pytest.fixture(scope="session")
def kept_cups() -> Iterator[Kept[CupsServer]]:
    with kept(cups_server) as keeper:
        yield keeper


@pytest.fixture
def cups(kept_cups: Kept[CupsServer]) -> CupsServer:
    """A real CUPS server without jobs."""
    require("cups")
    return kept_cups.clean()


@pytest.fixture
def a4_queue(cups: CupsServer, ipp_sim: IppSimulator) -> str:
    """The device URL of a driverless CUPS queue to the simulator."""
    from printing.devices.ipp.device import IppDevice

    url = cups.queue("a4", ipp_sim.uri, "everywhere")
    # CUPS goes on setting up a driverless queue behind lpadmin's back, and opens it once more at the end.
    with IppDevice(url) as device:
        netports.until(lambda: "iso_a4_210x297mm" in device._ask_printer().texts("media-supported"), what="the queue")
    return url


@pytest.fixture(scope="session")
def kept_emupos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept[Emupos]]:
    with kept(lambda: emupos_printers(tmp_path_factory.mktemp("receipt-printers"))) as keeper:
        yield keeper


@pytest.fixture
def emupos_all(kept_emupos: Kept[Emupos]) -> dict[str, EmuposPrinter]:
    """The receipt printers of the stand-in: front (80 mm), narrow (57 mm), middle (76 mm)."""
    require("emupos")
    return kept_emupos.clean().printers


@pytest.fixture
def emupos(emupos_all: dict[str, EmuposPrinter]) -> EmuposPrinter:
    """The 80 mm receipt printer of the stand-in."""
    return emupos_all["front"]
