"""A desk of its own for each test, on a copy of one prepared store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk import Desk, copy_store, prepare
from wholeworklist import all_waiting


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def place(prepared: Path, tmp_path: Path) -> Path:
    """The path of this test's store."""
    return copy_store(prepared, tmp_path)


@pytest.fixture
def desk(place: Path) -> Iterator[Desk]:
    opened = Desk.at(place)
    yield opened
    assert opened.ledger_holds()
    opened.close()


@pytest.fixture
def second(place: Path, desk: Desk) -> Iterator[Desk]:
    """Another desk on the same store, with printers that are the same machines."""
    opened = Desk.at(place, me="host:2:2", desk="front-2")
    opened.devices.printers = desk.devices.printers
    opened.clock = desk.clock
    opened.services = replace(opened.services, clock=desk.clock)
    opened.roster.alive["host:1:1"] = True
    desk.roster.alive["host:2:2"] = True
    yield opened
    opened.close()


@pytest.fixture
def waiting(desk: Desk):
    """What waits for a person, as copy numbers."""

    def ask(who: str = "xiaoli") -> list[int]:
        return [paper.copy_no for paper in all_waiting(desk.services, desk.session(who))]

    return ask
