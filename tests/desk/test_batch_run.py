"""A pile at the front desk while it is printed and afterwards: what stops it, what is asked, what is saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from deskdriver import Driver
from fapiao.batch import BatchState, LineState
from fapiao.invoice import Invoice
from fapiao.paper import Printer
from fapiao.reprint import Reason, Seen
from fapiao.services import Services
from gateddevices import GatedDevices
from netports import until
from pileatdesk import G, W, drive, ended, kept, scanned, states
from practicedesk import papers


def test_a_printer_that_fails_stops_it_and_enter_goes_on(
    services: Services, pile: list[Invoice], tmp_path: Path
) -> None:
    async def steps(driver: Driver) -> None:
        await scanned(driver, pile)
        (tmp_path / "A4-前台").rename(tmp_path / "away")
        await driver.enter()
        await driver.until(lambda: "停下：第 1 张：文件夹不存在" in driver.text())
        (tmp_path / "away").rename(tmp_path / "A4-前台")
        await driver.enter()
        await driver.until(lambda: "打完了" in driver.text())

    drive(services, steps)

    assert states(services) == [G] * 5
    assert {line.newest.copy_no for line in kept(services)[1]} == {1}


def test_another_printer_takes_the_rest(services: Services, pile: list[Invoice], tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await scanned(driver, pile[:2])
        (tmp_path / "A4-前台").rename(tmp_path / "away")
        await driver.enter()
        await driver.until(lambda: "停下：" in driver.text())
        await driver.keys("f4")
        await driver.shows("Settings")
        await driver.keys("right")
        await driver.enter()
        await driver.shows("BatchLines")
        await driver.enter()
        await driver.until(lambda: "打完了" in driver.text())

    drive(services, steps)

    assert len(papers(tmp_path, "卷票-前台")) == 2


def test_one_answer_for_the_stack_and_exceptions_by_line(services: Services, pile: list[Invoice]) -> None:
    async def steps(driver: Driver) -> None:
        await scanned(driver, pile)
        await driver.enter()
        await driver.until(lambda: "看一眼这一叠 5 张" in driver.text())
        await driver.enter("A 柜 3 层")
        await driver.enter("2 4")
        await driver.until(lambda: "已记下 1 张模糊或不全；还有 4 张" in driver.text())
        await driver.enter("3 5")
        await driver.until(lambda: "还有 3 张" in driver.text())
        await driver.enter("1")
        await driver.until(lambda: "已记下 3 张清楚完整" in driver.text())
        assert "重打 第2次" in driver.text()
        await driver.enter()
        await driver.until(lambda: "看一眼这一叠 2 张" in driver.text())

    drive(services, steps)

    _, lines = kept(services)
    assert [line.papers[0].last.seen for line in lines] == [Seen.CLEAR] * 3 + [Seen.POOR, Seen.NOTHING]
    assert [line.newest.place for line in lines[:3]] == ["A 柜 3 层"] * 3
    assert [(line.newest.copy_no, line.newest.reason) for line in lines[3:]] == [(2, Reason.SPOILED), (2, None)]


def test_an_unknown_paper_is_asked_for_first_and_blocks_the_rest(
    services: Services, pile: list[Invoice], tmp_path: Path
) -> None:
    torn = tmp_path / "torn"
    torn.mkdir()
    with services.store.writing() as unit:
        unit.printers.put(Printer("A4-前台", f"faulty://{torn}?mode=cut", machine="torn"))
        unit.commit()

    async def steps(driver: Driver) -> None:
        await scanned(driver, pile[:2])
        await driver.enter()
        await driver.until(lambda: "第 1 张结果未知" in driver.text())
        await driver.enter()
        await driver.until(lambda: "先回答这一张" in driver.text())
        await driver.enter("3")
        await driver.until(lambda: "按 Enter 接着打" in driver.text())

    practice = make_desk_for_faults(services)
    drive(practice, steps)

    assert states(services) == [LineState.LOST, W]


def make_desk_for_faults(services: Services) -> Services:
    """The same desk with the practice desk's printers, which may misbehave."""
    from printing.devices.open import PrinterDevices

    return replace(services, devices=PrinterDevices(practice=True))


def test_esc_stops_after_the_current_sheet_and_nothing_else_leaves(
    services: Services, pile: list[Invoice], tmp_path: Path
) -> None:
    gate = GatedDevices(services.devices)

    async def steps(driver: Driver) -> None:
        await scanned(driver, pile)
        await driver.enter()
        await driver.until(lambda: gate.sending.acquire(blocking=False))
        gate.let()
        await driver.until(lambda: gate.sending.acquire(blocking=False))
        assert "打印 1 / 5" in driver.text()
        await driver.scan(pile[0].qr)
        await driver.keys("f10", "f2", "f9", "escape")
        assert driver.name == "BatchLines"
        await driver.until(lambda: "这一张之后停下" in driver.text())
        gate.let()
        await driver.until(lambda: "停在第 3 张之前" in driver.text())

    drive(replace(services, devices=gate), steps)

    assert (states(services), len(papers(tmp_path))) == ([G, G, W, W, W], 2)
    assert kept(services)[0].state is BatchState.STOPPED


def test_the_idle_lock_waits_for_the_run(services: Services, pile: list[Invoice]) -> None:
    gate = GatedDevices(services.devices)

    async def steps(driver: Driver) -> None:
        await scanned(driver, pile[:2])
        await driver.enter()
        await driver.until(lambda: gate.sending.acquire(blocking=False))
        driver.app.desk.last_key -= 1000
        driver.app._lock_when_idle()
        assert driver.app.desk.session is not None
        gate.let(2)
        await ended(driver)

    drive(replace(services, devices=gate), steps)


def test_the_end_of_the_screens_stops_it_after_the_current_sheet(
    services: Services, pile: list[Invoice], tmp_path: Path
) -> None:
    gate = GatedDevices(services.devices)

    async def steps(driver: Driver) -> None:
        await scanned(driver, pile)
        await driver.enter()
        await driver.until(lambda: gate.sending.acquire(blocking=False))
        gate.opens = lambda: not driver.app.is_running
        driver.app._leave()

    drive(replace(services, devices=gate), steps)
    until(lambda: kept(services)[0].state is BatchState.STOPPED, what="the stop")

    assert (states(services), len(papers(tmp_path))) == ([G, W, W, W, W], 1)


def test_a_stopped_batch_of_a_colleague_is_listed_and_goes_on(
    services: Services, pile: list[Invoice], tmp_path: Path
) -> None:
    async def steps(driver: Driver) -> None:
        await scanned(driver, pile[:3])
        (tmp_path / "A4-前台").rename(tmp_path / "away")
        await driver.enter()
        await driver.until(lambda: "停下：" in driver.text())
        (tmp_path / "away").rename(tmp_path / "A4-前台")
        await driver.keys("f10")
        await driver.shows("SignIn")
        await driver.sign_in("lilei")
        assert "停下 1 批" in driver.text()
        await driver.enter("2")
        await driver.shows("Batches")
        await driver.enter()
        await driver.shows("BatchLines")
        await driver.enter()
        await driver.until(lambda: "打完了" in driver.text())

    drive(services, steps)

    assert [line.newest.operator for line in kept(services)[1]] == ["lilei"] * 3


def test_the_rest_of_a_stopped_batch_can_be_given_up(services: Services, pile: list[Invoice], tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await scanned(driver, pile[:2])
        (tmp_path / "A4-前台").rename(tmp_path / "away")
        await driver.enter()
        await driver.until(lambda: "停下：" in driver.text())
        await driver.enter("结束")
        await driver.until(lambda: "已结束" in driver.text())

    drive(services, steps)

    assert (kept(services)[0].state, states(services)) == (BatchState.FINISHED, [W, W])


def test_the_manifest_is_saved_as_a_table_and_a_page(services: Services, pile: list[Invoice], tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await scanned(driver, pile[:2])
        await driver.enter()
        await driver.until(lambda: "打完了" in driver.text())
        await driver.keys("f8")
        await driver.shows("Manifest")
        assert "与账本一致" in driver.text()
        await driver.enter(str(tmp_path))
        await driver.until(lambda: "已保存" in driver.text())

    drive(services, steps)

    (table,) = tmp_path.glob("批量清单-1-*.csv")
    (page,) = tmp_path.glob("批量清单-1-*.txt")
    assert table.read_text(encoding="utf-8-sig").count("confirmed") == 2
    assert page.read_text().count("已确认") == 2
