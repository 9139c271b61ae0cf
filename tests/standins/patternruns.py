"""Every regular expression of our packages, and the texts on which a slow one shows."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

from patternwords import prefixes

ROOT = Path(__file__).resolve().parents[2]
SEARCHING = frozenset({"search", "sub", "subn", "split", "findall", "finditer"})
MATCHING = frozenset({"match", "fullmatch"})
METHODS = SEARCHING | MATCHING
_RUNS = (
    "7",
    " ",
    "\t\n",
    "a",
    "Z",
    "发",
    "*",
    ",",
    "，",
    "-",
    "¥",
    "(",
    "（",
    "，7",
    "7 ",
    "7a",
    "发 ",
    "- ",
    "¥ ",
    '"',
    ".",
)
"""What is written n times over: each class of characters alone, and some in turns."""
_MISS = "\x01"
_LEAST, _MOST = 60, 4_000
_STEP = 4
_HALVES = 40
"""Half-read examples that are tried of one pattern; a long choice of words has hundreds that are alike."""
_QUADRATIC = 9.0
"""Times the processor time of n that 4n may take: 4 where it is linear, 16 where it is quadratic."""
_NOISE = 0.005
"""Seconds below which a time tells nothing."""


@dataclass(frozen=True)
class Used:
    """A pattern and how the code uses it."""

    place: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]

    def __str__(self) -> str:
        """Where it stands."""
        return self.place


def patterns(packages: tuple[str, ...]) -> list[Used]:
    """Return the patterns of ``packages``: values of modules, and literals in calls of :mod:`re`."""
    found: dict[tuple[str, str], Used] = {}
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for used in (*_of_module(name, tree), *_of_calls(name, tree)):
                found.setdefault((name, str(used.pattern.pattern)), used)
    return list(found.values())


def _of_module(name: str, tree: ast.Module) -> Iterator[Used]:
    called = _called(tree)
    for variable, value in vars(importlib.import_module(name)).items():
        for pattern in _within(value):
            yield Used(f"{name}.{variable}", pattern, frozenset(called.get(variable, METHODS)))


def _within(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _within([*value, *value.values()])
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _within(each)


def _called(tree: ast.Module) -> dict[str, set[str]]:
    """Return which methods are called on a name; one that is handed on is taken for all of them."""
    found: dict[str, set[str]] = {}
    callers = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in METHODS:
            found.setdefault(node.value.id, set()).add(node.attr)
            callers.add(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in callers:
            found.setdefault(node.id, set()).update(METHODS)
    return found


def _of_calls(name: str, tree: ast.Module) -> Iterator[Used]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        owner = node.func.value
        if not (isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr in METHODS):
            continue
        text = node.args[0]
        if isinstance(text, ast.Constant) and isinstance(text.value, str | bytes):
            yield Used(f"{name}:{node.lineno}", re.compile(text.value), frozenset({node.func.attr}))


def slow_text(used: Used) -> str:
    """Return the kind of text on which a pattern takes more than linear time; empty where there is none."""
    binary = isinstance(used.pattern.pattern, bytes)
    halves = prefixes(used.pattern)
    for before in halves[:: 1 + len(halves) // _HALVES]:
        for unit in (*_RUNS, before):
            for after in (_MISS, ""):
                shape = before, unit, after
                if unit and any(_grows(used, method, shape, binary=binary) for method in sorted(used.methods)):
                    return f"{before[-40:]!r} + {unit[:40]!r} * n + {after!r}"
    return ""


def _grows(used: Used, method: str, shape: tuple[str, str, str], *, binary: bool) -> bool:
    count, last = _LEAST, 0.0
    while count <= _MOST:
        spent = _time(used.pattern, method, _text(shape, count, binary=binary))
        if spent > _NOISE and spent > _QUADRATIC * last:
            more, less = (
                min(_time(used.pattern, method, _text(shape, n, binary=binary)) for _ in range(3))
                for n in (count, count // _STEP)
            )
            if more > _QUADRATIC * less:
                return True
        count, last = count * _STEP, spent
    return False


def _text(shape: tuple[str, str, str], count: int, *, binary: bool) -> Any:
    before, unit, after = shape
    text = before + unit * (count // len(unit) + 1) + after
    return text.encode("utf-8") if binary else text


def _time(pattern: re.Pattern[Any], method: str, text: Any) -> float:
    start = process_time()
    found = pattern.sub(text[:0], text) if method in {"sub", "subn"} else getattr(pattern, method)(text)
    if method == "finditer":
        for _ in found:
            pass
    return process_time() - start
