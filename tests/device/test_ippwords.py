"""What IPP printers say of themselves, in words; what nobody has words for stands as it was said."""

from __future__ import annotations

import pytest

from fapiao.device import Readiness
from printing.devices.ipp.codec import Group, Item, Tag, one
from printing.devices.ipp.words import status_of, words

IDLE, PROCESSING, STOPPED = 3, 4, 5


def printer(state, *reasons, accepting=True):
    return Group(
        Tag.PRINTER,
        {
            "printer-state": one(Tag.ENUM, state),
            "printer-state-reasons": tuple(Item(Tag.KEYWORD, reason) for reason in reasons),
            "printer-is-accepting-jobs": one(Tag.BOOLEAN, value=accepting),
        },
    )


@pytest.mark.parametrize(
    ("state", "reasons", "readiness", "said"),
    [
        (IDLE, ("none",), Readiness.READY, ()),
        (PROCESSING, ("none",), Readiness.READY, ()),
        (IDLE, ("media-low-warning",), Readiness.LOW, ("纸将尽",)),
        (IDLE, ("marker-supply-low-report",), Readiness.READY, ()),
        (IDLE, ("toner-low-warning", "media-low-warning"), Readiness.LOW, ("墨粉将尽", "纸将尽")),
        (PROCESSING, ("media-empty-warning",), Readiness.LOW, ("缺纸，请装纸",)),
        (STOPPED, ("media-empty-error",), Readiness.NOT_READY, ("缺纸，请装纸",)),
        (STOPPED, ("media-empty-warning",), Readiness.NOT_READY, ("缺纸，请装纸",)),
        (STOPPED, ("media-needed",), Readiness.NOT_READY, ("缺纸，请装纸",)),
        (STOPPED, ("media-jam-error",), Readiness.NOT_READY, ("卡纸，请取出卡住的纸",)),
        (STOPPED, ("cover-open-error",), Readiness.NOT_READY, ("上盖打开，请合上",)),
        (STOPPED, ("door-open",), Readiness.NOT_READY, ("上盖打开，请合上",)),
        (IDLE, ("marker-supply-empty-error",), Readiness.NOT_READY, ("墨粉用尽，请更换",)),
        (IDLE, ("marker-supply-empty-black-error",), Readiness.NOT_READY, ("墨粉用尽，请更换",)),
        (STOPPED, ("paused",), Readiness.NOT_READY, ("打印机已暂停",)),
        (IDLE, ("spool-area-full-error",), Readiness.NOT_READY, ("打印机存储已满",)),
        (PROCESSING, ("connecting-to-device",), Readiness.NOT_READY, ("正在连接打印机",)),
        (IDLE, ("offline",), Readiness.OFFLINE, ("打印机离线",)),
        (STOPPED, ("offline-report",), Readiness.OFFLINE, ("打印机离线",)),
        (STOPPED, ("paused", "offline-report"), Readiness.NOT_READY, ("打印机已暂停",)),
        (IDLE, ("offline-report",), Readiness.READY, ()),
        (IDLE, ("timed-out-error",), Readiness.OFFLINE, ("打印机没有回应",)),
        (IDLE, ("shutdown",), Readiness.OFFLINE, ("打印机已关机",)),
        (IDLE, ("media-jam-report",), Readiness.READY, ()),
        (STOPPED, (), Readiness.NOT_READY, ("打印机已停止",)),
        (STOPPED, ("com.example-drum-error",), Readiness.NOT_READY, ("com.example-drum",)),
        (IDLE, ("com.example-drum-warning",), Readiness.LOW, ("com.example-drum",)),
        (None, (), Readiness.UNASKABLE, ("打印机没有说明状态",)),
    ],
)
def test_every_state_has_a_word(state, reasons, readiness, said):
    group = printer(state, *reasons)
    if state is None:
        del group.attributes["printer-state"]

    status = status_of(group)

    assert (status.readiness, status.reasons) == (readiness, said)
    assert all(reason in status.raw for reason in reasons)


def test_a_printer_that_takes_no_jobs_says_so_before_its_reasons():
    status = status_of(printer(STOPPED, "media-empty-error", accepting=False))

    assert (status.readiness, status.reasons) == (Readiness.NOT_READY, ("打印机不接收任务", "缺纸，请装纸"))


def test_a_reason_from_outside_is_cleaned():
    assert words(("a\x1b[2J-error",))[0].isprintable()
