"""A pile at the front desk: scans, F6, Enter; what stops it, what is asked afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from deskdriver import Driver, driving
from fapiao.batch import BatchState, LineState
from fapiao.invoice import Invoice, Status
from fapiao.paper import Printer
from fapiao.reprint import Reason, Seen
from fapiao.services import Services
from gateddevices import GatedDevices
from netports import until
from practicedesk import digital, make_desk, papers

Steps = Callable[[Driver], Awaitable[None]]
G, W = LineState.GOOD, LineState.WAITING


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return make_desk(tmp_path)


@pytest.fixture
def pile(services: Services) -> list[Invoice]:
    """Invoices in hand."""
    return [digital(services, nth) for nth in range(5)]


def drive(services: Services, steps: Steps) -> None:
    async def run() -> None:
        async with driving(services) as driver:
            await driver.sign_in()
            await steps(driver)

    asyncio.run(run())


def kept(services: Services, batch_id: int = 1):
    with services.store.reading() as unit:
        return unit.batches.get(batch_id), unit.batches.lines(batch_id)


def states(services: Services) -> list[LineState]:
    return [line.state for line in kept(services)[1]]


async def scanned(driver: Driver, pile: list[Invoice]) -> None:
    """Scan the first, F6, scan the others."""
    await driver.scan(pile[0].qr)
    await driver.shows("Verify")
    await driver.keys("f6")
    await driver.shows("BatchLines")
    for invoice in pile[1:]:
        await driver.scan(invoice.qr)


async def ended(driver: Driver) -> None:
    await driver.until(lambda: driver.name == "BatchLines" and not driver.screen.is_printing)


def test_a_pile_takes_its_scans_and_two_keys(services: Services, pile: list[Invoice], tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await scanned(driver, pile)
        await driver.enter()
        await driver.until(lambda: "打完了" in driver.text())

    drive(services, steps)

    batch, lines = kept(services)
    assert [line.full_no for line in lines] == [invoice.full_no for invoice in pile]
    assert (batch.state, states(services), len(papers(tmp_path))) == (BatchState.FINISHED, [G] * 5, 5)


def test_a_scanner_that_sends_two_enters_starts_nothing(
    services: Services, pile: list[Invoice], tmp_path: Path
) -> None:
    async def steps(driver: Driver) -> None:
        await scanned(driver, pile[:2])
        await driver.calm()
        await driver.type(pile[2].qr)
        await driver.keys("enter", "enter")
        assert "按得太快，没有打印" in driver.text()

    drive(services, steps)

    assert (papers(tmp_path), kept(services)[0].state) == ([], BatchState.DRAFT)


def test_the_same_invoice_twice_is_said_and_added_once(services: Services, pile: list[Invoice]) -> None:
    async def steps(driver: Driver) -> None:
        await scanned(driver, [pile[0], pile[1], pile[0]])
        await driver.until(lambda: f"{pile[0].number[-4:]} 已在这一批里" in driver.text())

    drive(services, steps)

    assert len(kept(services)[1]) == 2


def test_a_draft_is_there_after_signing_out(services: Services, pile: list[Invoice]) -> None:
    async def steps(driver: Driver) -> None:
        await scanned(driver, pile[:3])
        await driver.keys("f10")
        await driver.shows("SignIn")
        await driver.sign_in()
        assert "草稿 1 批（3 张）" in driver.text()
        await driver.enter("B")
        await driver.shows("Batches")
        await driver.enter()
        await driver.shows("BatchLines")
        await driver.until(lambda: "可打 3" in driver.text())

    drive(services, steps)


def test_lines_are_judged_before_the_start_and_told_why(services: Services, pile: list[Invoice]) -> None:
    with services.store.writing() as unit:
        unit.invoices.set_status(pile[1].full_no, Status.VOID)
        unit.commit()

    async def steps(driver: Driver) -> None:
        await scanned(driver, pile[:3])
        await driver.until(lambda: "可打 2  不能打 1" in driver.text())
        await driver.keys("up")
        await driver.until(lambda: "发票已作废" in driver.text())
        await driver.keys("f7")
        await driver.shows("Why")

    drive(services, steps)


def test_a_line_is_taken_out_of_a_draft_by_its_number(services: Services, pile: list[Invoice]) -> None:
    async def steps(driver: Driver) -> None:
        await scanned(driver, pile[:4])
        await driver.enter("-2")
        await driver.until(lambda: "草稿还有 3 张" in driver.text())
        await driver.enter("-")
        await driver.until(lambda: "草稿还有 2 张" in driver.text())

    drive(services, steps)

    assert [line.full_no for line in kept(services)[1]] == [pile[0].full_no, pile[2].full_no]


def test_ticked_rows_of_a_search_go_into_the_batch(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await driver.keys("f2")
        await driver.shows("Find")
        await driver.type("wh 未打印")
        await driver.until(lambda: "共" in driver.lines()[1])
        assert driver.screen.field.value == "wh 未打印"
        await driver.keys("down", "space", "down", "space", "f6")
        await driver.until(lambda: "加入 2 张；草稿共 2 张" in driver.text())
        assert driver.screen.field.value == "wh 未打印"
        await driver.keys("f6")
        await driver.until(lambda: "草稿共 3 张" in driver.text())

    drive(services, steps)

    assert len(kept(services)[1]) == 3


def test_all_hits_of_a_search_are_added_after_they_were_counted(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await driver.enter("B")
        await driver.shows("Batches")
        await driver.keys("f6")
        await driver.shows("BatchLines")
        await driver.enter("未打印 数电专票")
        await driver.until(lambda: "再按 Enter 加入全部" in driver.text())
        assert kept(services)[0] is None
        await driver.calm()
        await driver.keys("enter")
        await driver.until(lambda: "草稿共" in driver.text())

    drive(services, steps)

    assert len(kept(services)[1]) > 1


def test_numbers_come_from_a_file_whose_path_is_typed(services: Services, pile: list[Invoice], tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(f"{pile[0].number}\nnonsense\n{pile[1].number}\n")

    async def steps(driver: Driver) -> None:
        await driver.enter("2")
        await driver.shows("Batches")
        await driver.enter()
        await driver.shows("BatchLines")
        await driver.enter(str(file))
        await driver.until(lambda: "加入 2 张" in driver.text() and "1 行不对，如 list.txt:2" in driver.text())

    drive(services, steps)


def test_a_reason_is_named_once_for_the_whole_batch(services: Services, pile: list[Invoice]) -> None:
    async def steps(driver: Driver) -> None:
        for _ in range(2):
            await scanned(driver, pile[:2])
            if driver.screen._model.batch.id == 1:
                await driver.enter()
                await driver.until(lambda: "打完了" in driver.text())
                await driver.enter("1")
                await driver.until(lambda: "已记下 2 张" in driver.text())
        await driver.until(lambda: "缺说明 2" in driver.text())
        await driver.enter("4")
        await driver.until(lambda: "可打 2" in driver.text())
        await driver.enter()
        await driver.until(lambda: "打完了" in driver.text())

    drive(services, steps)

    assert [line.newest.reason for line in kept(services, 2)[1]] == [Reason.AUDIT] * 2


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
