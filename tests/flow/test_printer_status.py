"""What the status line says of each state, and that a printer which any desk has taken is not asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from facts import NOW
from fapiao.device import DeviceStatus, Readiness
from fapiao.paper import Printer
from fapiao.usecases.printers.status import PrinterState, printer_status


@pytest.mark.parametrize(
    ("status", "label"),
    [
        (DeviceStatus(Readiness.READY), "就绪"),
        (DeviceStatus(Readiness.READY, ("闲话",)), "就绪"),
        (DeviceStatus(Readiness.LOW, ("纸将尽",)), "纸将尽"),
        (DeviceStatus(Readiness.LOW, ("墨粉将尽",)), "墨粉将尽"),
        (DeviceStatus(Readiness.NOT_READY, ("上盖打开，请合上",)), "上盖打开，请合上"),
        (DeviceStatus(Readiness.NOT_READY, (), "printer-state=5 com.example-x"), "printer-state=5 com.example-x"),
        (DeviceStatus(Readiness.OFFLINE, ("连接不上打印机",)), "连接不上打印机"),
        (DeviceStatus(Readiness.OFFLINE), "离线"),
        (DeviceStatus(Readiness.UNASKABLE), "不能查询"),
    ],
)
def test_every_state_is_a_word_or_what_the_printer_said(status, label):
    assert PrinterState(Printer("A4", "ipp://a4.example/"), status, NOW).label == label


@pytest.mark.parametrize(("seconds", "busy"), [(0, True), (61, False)])
def test_a_printer_is_left_alone_as_long_as_its_lease_lives(desk, seconds, busy):
    with desk.services.store.writing() as unit:
        now = desk.clock.now()
        unit.leases.take("m1", "host:9:9 test page", now, now + timedelta(seconds=60))
        unit.commit()
    desk.clock.advance(seconds)

    assert [s.busy for s in printer_status(desk.services) if s.printer.name == "A4"] == [busy]


def test_a_released_printer_is_asked_again(desk):
    with desk.services.store.writing() as unit:
        now = desk.clock.now()
        lease = unit.leases.take("m1", "host:9:9 test page", now, now + timedelta(seconds=60))
        unit.leases.release(lease)
        unit.commit()

    assert not any(s.busy for s in printer_status(desk.services))
