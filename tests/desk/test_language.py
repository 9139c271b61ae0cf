"""The language is chosen at the desk: on any screen, before anybody has signed in too; what is kept stays Chinese."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pypdfium2
import pytest

from deskdriver import Driver, driving
from fapiao.said import reader_language
from fapiao.services import Services
from practicedesk import digital, make_desk, papers
from screens.places import COMMANDS, Language, Verify, place_of
from tui import shapes

Steps = Callable[[Driver], Awaitable[None]]
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return make_desk(tmp_path)


def drive(services: Services, steps: Steps, language: str = "") -> None:
    async def run() -> None:
        async with driving(services, language=language) as driver:
            await driver.until(lambda: driver.app.desk.is_open)
            await steps(driver)

    asyncio.run(run())


async def choose(driver: Driver, line: str, shown: str) -> None:
    await driver.enter(line)
    await driver.until(lambda: shown in driver.text())


async def signed_out(driver: Driver) -> None:
    await driver.keys("f10")
    await driver.shows("SignIn")
    await driver.settled()


def test_lang_changes_the_screen_that_is_there_and_back_again(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        before = driver.lines()
        await choose(driver, "LANG", "Language: English")
        assert driver.name == "Home"
        assert "Find and reprint" in driver.text()
        assert driver.lines()[-1].startswith(" Enter Go  F1 Help")
        await choose(driver, "lang zh", "语言：中文")
        assert [*driver.lines()[:-2], driver.lines()[-1]] == [*before[:-2], before[-1]]

    drive(services, steps)


def test_what_lies_beneath_is_in_the_new_language_when_one_comes_back(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await driver.enter("B")
        await driver.shows("Batches")
        await choose(driver, "LANG en", "Language: English")
        assert "Operator" in driver.lines()[2]
        await driver.keys("escape")
        await driver.shows("Home")
        assert "Find and reprint" in driver.text()
        assert "F1 Help" in driver.lines()[-1]

    drive(services, steps)


def test_a_language_that_there_is_not_is_refused(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await driver.sign_in()
        await choose(driver, "LANG fr", "没有语言 fr")
        assert reader_language() == "zh"

    drive(services, steps)


def test_the_digit_menu_takes_words_before_anybody_has_signed_in(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        await driver.keys("ctrl+g")
        await driver.shows("Menu")
        await driver.enter("B")
        assert driver.name == "Menu"
        await choose(driver, "LANG", "Enter signs in")
        assert driver.name == "SignIn"
        assert "Password" in driver.text()
        # An account that chose nothing reads on as it came.
        await driver.sign_in()
        assert "Find and reprint" in driver.text()

    drive(services, steps)


def test_an_account_keeps_its_language_and_the_desk_does_not(services: Services) -> None:
    async def first(driver: Driver) -> None:
        await driver.sign_in()
        await choose(driver, "LANG en", "Language: English")
        await signed_out(driver)
        assert "登录" in driver.text()
        await driver.sign_in("lilei")
        assert "查找与补打" in driver.text()
        await signed_out(driver)
        await driver.sign_in()
        assert "Find and reprint" in driver.text()

    async def later(driver: Driver) -> None:
        assert "登录" in driver.text()
        await driver.sign_in()
        assert "Find and reprint" in driver.text()

    drive(services, first)
    drive(services, later)


def test_the_environment_goes_before_the_account(services: Services) -> None:
    async def steps(driver: Driver) -> None:
        assert "Enter signs in" in driver.text()
        await driver.sign_in()
        await choose(driver, "LANG zh", "语言：中文")
        await signed_out(driver)
        assert "Enter signs in" in driver.text()
        await driver.sign_in()
        assert "Find and reprint" in driver.text()

    drive(services, steps, "en")


def test_papers_ledger_and_json_are_the_same_whoever_reads(tmp_path: Path) -> None:
    def made(folder: Path, language: str) -> tuple[str, list[tuple[str, dict[str, object]]], str]:
        services = make_desk(folder)
        invoice = digital(services)
        with services.store.reading() as unit:
            made_desk = unit.ledger.count()
        verdicts: list[object] = []

        async def steps(driver: Driver) -> None:
            await driver.sign_in()
            await driver.scan(invoice.qr)
            await driver.shows("Verify")
            await driver.enter()
            await driver.until(lambda: driver.name == "Printing" and not driver.screen.is_printing)
            await driver.enter("1")
            await driver.shows("Home")
            verdicts.append(shapes.verdict(driver.app.desk.cases.invoices.inspect(invoice.full_no)))

        drive(services, steps, language)
        with services.store.reading() as unit:
            entries = [(entry.kind, _lasting(entry.body)) for entry in unit.ledger.entries(made_desk + 1)]
        (sheet,) = papers(folder)
        return _text(sheet), entries, json.dumps(verdicts, ensure_ascii=False)

    chinese, english = made(tmp_path / "zh", "zh"), made(tmp_path / "en", "en")

    assert chinese == english
    assert all(CHINESE.search(text) for text in (english[0], english[2]))


def _lasting(body: Mapping[str, object]) -> dict[str, object]:
    """What does not change from one store to the next."""
    return {name: value for name, value in body.items() if name not in {"attempt", "code", "sha256"}}


def _text(sheet: Path) -> str:
    with pypdfium2.PdfDocument(sheet) as document:
        return re.sub(r"\b[0-9A-Z]{4}\b", "####", document[0].get_textpage().get_text_bounded())


def test_every_word_leads_somewhere() -> None:
    for command in filter(lambda each: each.word, COMMANDS):
        assert place_of(" ".join([command.word.lower(), *"1" * min(command.arity)])) is not None


def test_before_signing_in_a_line_leads_to_another_language_at_most() -> None:
    assert place_of("LANG en", signed_in=False) == Language("en")
    assert place_of("B", signed_in=False) is None
    assert place_of("26422000000099010001", signed_in=False) is None
    assert place_of("26422000000099010001") == Verify("26422000000099010001")
