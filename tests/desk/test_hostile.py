"""Hostile texts crash no screen and reach no terminal as anything but text."""

from __future__ import annotations

import asyncio
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events

import hostile
from deskdriver import Driver, driving
from fapiao.invoice import Invoice, Party
from fapiao.services import Services
from fapiao.text import clean
from practicedesk import forty, make_desk


def spoiled(number: int, text: str) -> Invoice:
    base = next(i for i in forty() if i.kind.is_digital)
    word = clean(text)
    assert base.lines is not None
    line = replace(base.lines[0], name=word, spec=word, unit=word)
    return replace(
        base,
        number=f"26422000000077{number:06d}",
        buyer=Party(word, base.buyer.tax_id),
        seller=replace(base.seller, name=word),
        remark=clean(text * 4),
        issuer=word,
        lines=(line, line),
        qr="",
    )


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return make_desk(tmp_path, invoices=[spoiled(n, text) for n, text in enumerate(hostile.ALL)])


def drawn_safely(driver: Driver) -> None:
    text = driver.text().replace("\n", "")
    bad = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}}
    assert not bad


def test_every_screen_survives_every_hostile_text(services: Services) -> None:
    async def run() -> None:
        async with driving(services) as driver:
            await driver.sign_in()
            for number in range(len(hostile.ALL)):
                await driver.enter(f"26422000000077{number:06d}")
                await driver.shows("Verify")
                drawn_safely(driver)
                for key, screen in (("f5", "Preview"), ("f7", "Why"), ("f4", "Settings")):
                    await driver.keys(key)
                    await driver.shows(screen)
                    drawn_safely(driver)
                    await driver.keys("escape")
                    await driver.shows("Verify")
            await driver.keys("f2")
            await driver.shows("Find")
            drawn_safely(driver)

    asyncio.run(run())


def test_a_hostile_line_of_input_is_answered_not_obeyed(services: Services) -> None:
    async def run() -> None:
        async with driving(services) as driver:
            await driver.sign_in()
            for text in hostile.ALL:
                driver.screen.field.value = text
                drawn_safely(driver)
                await driver.calm()
                await driver.keys("enter")
                drawn_safely(driver)
                assert driver.app.is_running, (text, driver.app.failure, services.log.defects)
                await driver.keys("escape")

    asyncio.run(run())


def test_a_paste_brings_no_control_characters_into_the_line(services: Services) -> None:
    async def run() -> None:
        async with driving(services) as driver:
            await driver.sign_in()
            for text in hostile.CONTROL:
                driver.screen.field.post_message(events.Paste(text))
                await driver.settled()
                drawn_safely(driver)

    asyncio.run(run())
