"""The shape of the house: no circle, small files, screens that reach the world through cases alone."""

from __future__ import annotations

import ast
import statistics
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from fapiao.cases import Cases
from fapiao.cases.bound import Room, ask, case

if TYPE_CHECKING:
    from fapiao.services import Services

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("fapiao", "ofd", "data", "printing", "screens", "tui")
FILES = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
LONGEST, MEDIAN = 350, 110
"""Lines of a file: none above the first, half of them below the second."""


def module_of(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


MODULES = {module_of(path): path for path in FILES}


def imported(path: Path) -> set[str]:
    """Return the modules of ours that a file imports anywhere: at its top, inside functions, for types."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in names}
    return (found & set(MODULES)) - {module_of(path)}


def circles(graph: dict[str, set[str]]) -> Iterator[list[str]]:
    """Yield the groups of modules that reach each other."""
    left = dict(graph)
    while True:
        ends = [name for name, uses in left.items() if not uses & set(left)]
        starts = [name for name in left if not any(name in uses for uses in left.values())]
        if not ends and not starts:
            break
        for name in {*ends, *starts}:
            del left[name]
    if left:
        yield sorted(left)


def test_no_module_imports_itself_through_others():
    graph = {name: imported(path) for name, path in MODULES.items()}

    assert list(circles(graph)) == []


def test_a_circle_would_be_found():
    assert list(circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()})) == [["b", "c"]]


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_file_is_one_idea(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_most_files_are_short():
    assert statistics.median(len(path.read_text(encoding="utf-8").splitlines()) for path in FILES) <= MEDIAN


@pytest.mark.parametrize("path", [p for p in FILES if p.is_relative_to(ROOT / "screens")], ids=module_of)
def test_a_screen_asks_for_no_service(path: Path):
    asked = {
        node.attr for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Attribute)
    }

    assert not asked & {"services", "store", "renderer", "devices", "readers", "passwords", "processes"}


def test_every_screen_that_one_can_go_to_is_under_the_contracts():
    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    independent = next(c["modules"] for c in named if c["type"] == "independence")
    layers = next(c["layers"] for c in named if c.get("containers") == ["screens"])

    shared = {"screens.base", "screens.desk", "screens.places"}
    to = {name for name in imported(ROOT / "screens" / "navigator.py") if name.startswith("screens.")} - shared
    assert sorted(to - set(independent)) == []
    assert sorted({name.split(".")[1] for name in to} - set(" : ".join(layers).split(" : "))) == []


def test_cases_give_nothing_of_the_world_away():
    world = cast("Services", object())

    cases = Cases(world)

    rooms = [value for value in vars(cases).values() if isinstance(value, Room)]
    public = [getattr(owner, name) for owner in (cases, *rooms) for name in plain_names(owner)]
    assert rooms
    assert world not in public


def plain_names(owner: object) -> list[str]:
    """Return the attributes of ``owner`` that are no use cases."""
    kind = type(owner)
    return [n for n in dir(owner) if not n.startswith("_") and not isinstance(vars(kind).get(n), case | ask)]
