"""Use cases that fail, and what a desk must do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deskdriver import Driver
from keptlog import KeptLog

FAULTS = (KeyError, MemoryError, OSError)


@dataclass
class Faulty:
    """A use case that fails, and how often it was asked; stands where ``case`` and ``ask`` stand."""

    fault: type[Exception]
    asked: int = 0

    def __get__(self, room: object, owner: type) -> Callable[..., object]:
        """Return what fails."""

        def fail(*_: object, **__: object) -> object:
            self.asked += 1
            raise self.fault("a fault of the program")

        return fail


async def settled(driver: Driver) -> None:
    """Wait until no work is under way and what it said is shown."""
    await driver.until(lambda: all(worker.is_finished for worker in driver.app.workers))
    await driver.settled()


async def said(driver: Driver, before: int) -> None:
    """Wait until the screen names one of the faults that came after the first ``before``."""
    log = driver.app.desk.log
    assert isinstance(log, KeptLog)

    def names_one() -> bool:
        shown = driver.text()
        return any(identifier in shown for identifier, *_ in log.defects[before:])

    await driver.until(names_one)


async def answers(driver: Driver) -> None:
    """The next key is answered: the digit menu opens, and closes again."""
    await driver.keys("ctrl+g")
    await driver.shows("Menu")
    await driver.keys("escape")
    await driver.until(lambda: driver.name != "Menu")


async def asked(driver: Driver, faulty: Faulty) -> None:
    """Wait until the faulty use case was asked."""
    await driver.until(lambda: faulty.asked > 0)
