"""What contradicts itself at the desk: refused with its values, set aside by who may, taken back with a reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fapiao.invoice import Invoice
from fapiao.services import Services
from pileatdesk import drive
from practicedesk import digital, make_desk, papers


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return make_desk(tmp_path)


@pytest.fixture
def wrong(services: Services) -> Invoice:
    """An invoice whose 大写 is another amount."""
    invoice = replace(digital(services), gross_words="壹圆整")
    with services.store.writing() as unit:
        unit.invoices.put(invoice, ())
        unit.commit()
    return invoice


def test_enter_prints_nothing_and_says_why(services: Services, wrong: Invoice, tmp_path: Path) -> None:
    async def steps(driver) -> None:
        await driver.scan(wrong.qr)
        await driver.shows("Verify")
        assert "大写 壹圆整 与小写" in driver.text()
        await driver.enter()
        await driver.shows("Why")
        assert "invoice.contradiction" in driver.text()

    drive(services, steps)

    assert papers(tmp_path) == []


def test_an_operator_is_told_who_may_set_aside(services: Services, wrong: Invoice) -> None:
    async def steps(driver) -> None:
        await driver.enter(f"X {wrong.full_no}")
        await driver.until(lambda: "搁置与取回发票" in driver.text())

    drive(services, steps)

    with services.store.reading() as unit:
        assert unit.invoices.get(wrong.full_no).set_aside == ""
