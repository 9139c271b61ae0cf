"""What a probe finds of page printers: the real ippeveprinter, and real CUPS queues before it."""

from __future__ import annotations

import pytest

from fapiao.errors import PrinterNotReady
from fapiao.paper import PrinterProfile
from fapiao.reprint import Evidence
from ippsimulator import ipp_simulator
from netports import until
from printing.devices.ipp.device import IppDevice

KNOWN = PrinterProfile()


def probed(url):
    with IppDevice(url) as device:
        return device.probe(KNOWN)


def test_a_printer_that_counts_its_own_sheets_is_worth_four(ipp_sim):
    found = probed(ipp_sim.uri)

    assert (found.profile.evidence, found.profile.backend) == (Evidence.PRINTED, "")
    assert found.profile.model == "Example Printer"
    assert {"能直接打印 PDF", "有 A4 纸", "黑白", "能双面（发票总是单面打印）"} <= set(found.notes)
    assert ipp_sim.printed() == []


def test_a_printer_without_pdf_says_so(system_bus, tmp_path):
    with ipp_simulator(tmp_path / "raster", system_bus, formats="image/pwg-raster") as simulator:
        found = probed(simulator.uri)

    assert "不能直接打印 PDF，请经 CUPS 队列使用" in found.notes


def test_a_queue_to_a_printer_is_worth_three_and_names_its_way(a4_queue):
    found = probed(a4_queue)

    assert (found.profile.evidence, found.profile.backend) == (Evidence.PROCESSED, "ipp")


@pytest.mark.needs("cups")
def test_a_queue_that_only_pushes_bytes_is_worth_one(cups, free_port):
    url = cups.queue("pushed", f"socket://127.0.0.1:{free_port}", "drv:///sample.drv/generic.ppd")
    until(lambda: probed(url).profile.backend, what="the queue")

    found = probed(url)

    assert (found.profile.evidence, found.profile.backend) == (Evidence.TAKEN, "socket")


def test_nobody_there_is_not_ready(free_port):
    with pytest.raises(PrinterNotReady, match="连接不上"):
        probed(f"ipp://127.0.0.1:{free_port}/ipp/print")
