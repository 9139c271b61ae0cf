"""Scan, look, Enter: what the keys of a front-desk operator do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from deskdriver import Driver, driving
from fapiao.paper import Paper, Scaling
from fapiao.reprint import Outcome, Reason, Seen
from fapiao.services import Services
from fapiao.usecases.printers.desk_settings import load_settings
from practicedesk import PASSWORD, digital, make_desk, papers
from screens.keyboard import Stroke

Steps = Callable[[Driver], Awaitable[None]]


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return make_desk(tmp_path)


def drive(services: Services, steps: Steps) -> None:
    async def run() -> None:
        async with driving(services) as driver:
            await steps(driver)

    asyncio.run(run())


def history(services: Services, full_no: str):
    with services.store.reading() as unit:
        return unit.reprints.of_invoice(full_no)


async def printed(driver: Driver) -> None:
    await driver.until(lambda: driver.name == "Printing" and not driver.screen.is_printing)


def test_first_print_takes_a_scan_and_enter(services: Services, tmp_path: Path) -> None:
    invoice = digital(services)

    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.scan(invoice.qr)
        await driver.shows("Verify")
        await driver.enter()
        await printed(driver)

    drive(services, steps)

    assert len(papers(tmp_path)) == 1
    assert history(services, invoice.full_no)[0].outcome is Outcome.CONFIRMED


def test_a_reprint_takes_one_digit_more(services: Services, tmp_path: Path) -> None:
    invoice = digital(services)

    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        for digit in ("", "3"):
            await driver.scan(invoice.qr)
            await driver.shows("Verify")
            await driver.enter(digit)
            await printed(driver)

    drive(services, steps)

    assert [r.copy_no for r in history(services, invoice.full_no)] == [1, 2]
    assert history(services, invoice.full_no)[1].reason is Reason.SPOILED


def test_an_empty_enter_on_a_yellow_verdict_prints_nothing(services: Services, tmp_path: Path) -> None:
    invoice = digital(services)

    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.scan(invoice.qr)
        await driver.shows("Verify")
        await driver.enter()
        await printed(driver)
        await driver.enter("1")
        await driver.shows("Home")
        await driver.scan(invoice.qr)
        await driver.shows("Verify")
        await driver.enter()
        assert "请选一个原因" in driver.text()

    drive(services, steps)

    assert len(papers(tmp_path)) == 1


def test_a_scanner_that_sends_two_enters_does_not_print(services: Services, tmp_path: Path) -> None:
    invoice = digital(services)

    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.calm()
        await driver.keys(*invoice.qr, "enter", "enter")
        await driver.shows("Verify")
        assert "没有打印" in driver.text()

    drive(services, steps)

    assert papers(tmp_path) == []


def test_a_busy_program_does_not_turn_a_fast_second_enter_into_a_slow_one(services: Services, tmp_path: Path) -> None:
    invoice = digital(services)

    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        now = time.monotonic()
        for index, key in enumerate([*invoice.qr, "enter", "enter"]):
            driver.app.desk.keyboard.take(Stroke(key, key if len(key) == 1 else "", now + index * 0.001))
            if key == "enter":
                await driver.shows("Verify")
        assert "没有打印" in driver.text()

    drive(services, steps)

    assert papers(tmp_path) == []


def test_a_scan_on_verify_opens_that_invoice_and_confirms_nothing(services: Services, tmp_path: Path) -> None:
    first, second = digital(services, 0), digital(services, 1)

    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.scan(first.qr)
        await driver.shows("Verify")
        await driver.scan(second.qr)
        await driver.until(lambda: second.number[-4:] in driver.lines()[1])

    drive(services, steps)

    assert papers(tmp_path) == []


def test_a_scan_on_the_question_opens_that_invoice_and_answers_nothing(services: Services) -> None:
    first, second = digital(services, 0), digital(services, 1)

    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.scan(first.qr)
        await driver.shows("Verify")
        await driver.enter()
        await printed(driver)
        await driver.scan(second.qr)
        await driver.shows("Verify")

    drive(services, steps)

    assert history(services, first.full_no)[0].last.seen is None


def test_what_is_typed_ahead_reaches_the_screens_it_is_meant_for(services: Services) -> None:
    invoice = digital(services)

    async def steps(driver: Driver) -> None:
        await driver.until(lambda: driver.app.desk.is_open)
        await driver.keys(
            *"zhangmin", "enter", *PASSWORD.replace("-", "-"), "enter", *invoice.number[-6:], "enter", "2"
        )
        await driver.shows("Verify")
        assert driver.screen.field.value == "2"

    drive(services, steps)


def test_the_answer_and_the_place_are_kept(services: Services) -> None:
    invoice = digital(services)

    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.scan(invoice.qr)
        await driver.shows("Verify")
        await driver.enter()
        await printed(driver)
        await driver.enter("A 柜 3 层")
        await driver.enter("2")
        await driver.shows("Home")

    drive(services, steps)

    reprint = history(services, invoice.full_no)[0]
    assert (reprint.last.seen, reprint.place, reprint.outcome) == (Seen.POOR, "A 柜 3 层", Outcome.SPOILED)


def test_six_digits_find_the_invoice(services: Services) -> None:
    invoice = digital(services)

    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.enter(invoice.number[-6:])
        await driver.shows("Verify")
        assert invoice.buyer.name[:4] in driver.text()

    drive(services, steps)


def test_an_unknown_number_says_what_to_do(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.enter("26422000000088888888")
        assert "没有发票" in driver.text()
        assert driver.name == "Home"

    drive(services, steps)


@pytest.mark.parametrize(
    ("line", "screen"),
    [("H", "History"), ("Z", "Day"), ("1", "Find"), ("5", "Settings"), ("6", "Worklist"), ("8", "Help")],
)
def test_every_choice_of_home_opens_its_screen_and_esc_comes_back(services: Services, line: str, screen: str) -> None:
    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.enter(line)
        await driver.shows(screen)
        await driver.keys("escape")
        await driver.shows("Home")

    drive(services, steps)


def test_r_with_a_reason_opens_verify_ready_to_print(services: Services) -> None:
    invoice = digital(services)

    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.enter(f"R {invoice.number} 4")
        await driver.shows("Verify")
        assert driver.screen.order.reason is Reason.AUDIT

    drive(services, steps)


def test_the_digit_menu_does_what_function_keys_do(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.keys("ctrl+g")
        await driver.shows("Menu")
        await driver.enter("9")
        await driver.shows("History")

    drive(services, steps)


def test_esc_never_leaves_the_program(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.keys("escape", "escape", "escape")
        assert driver.name == "Home"
        await driver.keys("ctrl+q", "ctrl+c", "ctrl+z", "ctrl+p")
        assert driver.app.is_running
        assert driver.name == "Home"

    drive(services, steps)


def test_a_wrong_password_is_told_and_the_name_stays(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await driver.until(lambda: driver.app.desk.is_open)
        await driver.type("zhangmin")
        await driver.keys("enter", *"wrong-one", "enter")
        await driver.until(lambda: "用户名或密码不对" in driver.text())
        assert "zhangmin" in driver.text()

    drive(services, steps)


def test_an_idle_desk_locks_itself(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        driver.app.desk.last_key -= 1000
        driver.app._lock_when_idle()
        await driver.until(lambda: driver.name == "SignIn")
        assert driver.app.desk.session is None

    drive(services, steps)


def test_settings_are_remembered_by_the_desk(services: Services) -> None:
    invoice = digital(services)

    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.enter("5")
        await driver.shows("Settings")
        await driver.keys("right")
        await driver.enter()
        await driver.shows("Home")
        await driver.scan(invoice.qr)
        await driver.shows("Verify")
        assert "卷票-前台" in driver.text()

    drive(services, steps)


def test_how_a_stored_page_lies_is_remembered_by_the_desk(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.enter("5")
        await driver.shows("Settings")
        await driver.keys("down", "down", "right", "right", "right", "down", "right", "right", "down", "right")
        await driver.enter()
        await driver.shows("Home")

    drive(services, steps)

    kept = load_settings(services, "A4-前台")
    assert (kept.paper, kept.scaling, kept.rotate) == (Paper.A5, Scaling.FIT, 90)


def test_scaling_and_turning_are_offered_for_a_stored_page_alone(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.enter("5")
        await driver.shows("Settings")
        assert "缩放" in driver.text()
        await driver.keys("down", "right")
        assert "缩放" not in driver.text()

    drive(services, steps)
