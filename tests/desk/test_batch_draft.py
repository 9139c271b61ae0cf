"""A pile at the front desk before it is printed: scans, searches, files, reasons."""

from __future__ import annotations

from pathlib import Path

from deskdriver import Driver
from fapiao.batch import BatchState
from fapiao.invoice import Invoice, Status
from fapiao.reprint import Reason
from fapiao.services import Services
from pileatdesk import G, drive, kept, scanned, states
from practicedesk import papers


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
