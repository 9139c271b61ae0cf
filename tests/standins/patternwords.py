"""Texts that a regular expression has half read: an example of it, broken off before each of its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]  # the parse of a pattern has no public name
from typing import Any

_OF_CLASS = {
    "CATEGORY_DIGIT": "7", "CATEGORY_NOT_DIGIT": "a", "CATEGORY_SPACE": " ", "CATEGORY_NOT_SPACE": "a",
    "CATEGORY_WORD": "a", "CATEGORY_NOT_WORD": "-",
}  # fmt: skip
_MOST = 40
"""Repeats that an example has at the least where a pattern asks for more."""


def prefixes(pattern: re.Pattern[Any]) -> list[str]:
    """Return examples of what stands before each part of ``pattern``, the empty text and the whole among them."""
    text = pattern.pattern
    parsed = _parser.parse(text, pattern.flags & ~re.UNICODE if isinstance(text, bytes) else pattern.flags)
    found = {"": None}
    for whole in _broken_off(list(parsed), ""):
        found[whole] = None
    return list(found)


def _broken_off(parts: list[Any], before: str) -> Iterator[str]:
    """Yield the example so far after every part, going into groups, branches and repeats."""
    for part in parts:
        for inner in _inner(part):
            yield from _broken_off(list(inner), before)
        before += _example([part])
        yield before


def _inner(part: Any) -> list[Any]:
    kind, value = str(part[0]), part[1]
    if kind == "SUBPATTERN":
        return [value[3]]
    if kind == "BRANCH":
        return list(value[1])
    if kind in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        return [value[2]]
    return [value] if kind == "ATOMIC_GROUP" else []


def _example(parts: list[Any]) -> str:
    return "".join(_one(str(kind), value) for kind, value in parts)


def _one(kind: str, value: Any) -> str:
    if kind == "LITERAL":
        return chr(value)
    if kind == "NOT_LITERAL":
        return "a" if value != ord("a") else "b"
    if kind == "ANY":
        return "a"
    if kind == "IN":
        return _member(value)
    if kind == "SUBPATTERN":
        return _example(value[3])
    if kind == "ATOMIC_GROUP":
        return _example(value)
    if kind == "BRANCH":
        return _example(value[1][0])
    if kind in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        least, most, inner = value
        return str(_example(inner) * min(max(least, 1 if most else 0), _MOST))
    return ""


def _member(choices: list[Any]) -> str:
    negated = str(choices[0][0]) == "NEGATE"
    if negated:
        pattern = [(kind, value) for kind, value in choices[1:]]
        return next(c for c in "a7 发-" if not any(_holds(str(k), v, c) for k, v in pattern))
    kind, value = str(choices[0][0]), choices[0][1]
    if kind == "RANGE":
        return chr(value[0])
    return str(_OF_CLASS[str(value)] if kind == "CATEGORY" else chr(value))


def _holds(kind: str, value: Any, character: str) -> bool:
    if kind == "RANGE":
        return bool(value[0] <= ord(character) <= value[1])
    if kind == "CATEGORY":
        like = {"7": "DIGIT", " ": "SPACE"}.get(character, "WORD")
        return str(value) in {f"CATEGORY_{like}", "CATEGORY_WORD" if like == "DIGIT" else ""}
    return bool(value == ord(character))
