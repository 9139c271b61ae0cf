"""Two desks whose calls are steps, on a store of their own, with printers that fail by plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faultdesk import FaultDesk, World, prepare

Desks = tuple[FaultDesk, FaultDesk]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("faults") / "desk.db"
    prepare(path, 3)
    return path


@pytest.fixture
def open_desks(prepared: Path, tmp_path: Path) -> Iterator[Callable[[], Desks]]:
    """Opens two desks on a fresh copy of the store, each time it is called."""
    opened: list[FaultDesk] = []

    def make() -> Desks:
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        for part in (prepared, prepared.with_name("desk.db.key")):
            (folder / part.name).write_bytes(part.read_bytes())
            (folder / part.name).chmod(0o600)
        world = World.at(folder / prepared.name)
        pair = FaultDesk(world, "front-1"), FaultDesk(world, "front-2")
        opened.extend(pair)
        return pair

    yield make
    for desk in opened:
        desk.world.account.close()
        desk.close()


@pytest.fixture
def pair(open_desks: Callable[[], Desks]) -> Desks:
    """Two desks."""
    return open_desks()
