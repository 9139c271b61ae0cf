"""Typed access to one TOML table, where every complaint names the file and the key."""

import re
from collections.abc import Callable
from typing import Any

from fapiao.errors import BadInput
from fapiao.said import say

Table = dict[str, Any]

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
ALIGNS = {"left": "left", "right": "right", "center": "center"}
"""The words for the point of a text that its x names."""


class Section:
    """One table of a layout file. :meth:`done` complains of keys that nobody asked for."""

    def __init__(self, file: str, path: str, table: object, line_of: Callable[[str], int] | None = None) -> None:
        """Wrap ``table``, which stands at ``path`` of ``file``; ``line_of`` finds the line of a path in it."""
        self.file = file
        self.path = path
        self._line_of = line_of
        if not isinstance(table, dict):
            raise self.wrong("", say("应为表"))
        self.table: Table = table
        self._left = set(table)

    def wrong(self, key: str, why: str) -> BadInput:
        """Return the error for ``key``."""
        place = ".".join(part for part in (self.path, key) if part)
        line = self._line_of(place) if self._line_of else 0
        where = say("{file} 第 {line} 行", file=self.file, line=line) if line else self.file
        return BadInput(
            say("版式文件 {where} 的 {place}：{why}", where=where, place=place, why=why),
            say("请改正该键，或恢复自带的版式文件"),
        )

    def take(self, key: str, default: object = None) -> Any:
        """Return a raw value; without a default the key must be there."""
        self._left.discard(key)
        if key in self.table:
            return self.table[key]
        if default is None:
            raise self.wrong(key, say("缺少"))
        return default

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string."""
        value = self.take(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, say("应为文字"))
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Return a boolean."""
        value = self.take(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, say("应为 true 或 false"))
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """Return a number."""
        return self._number(key, self.take(key, default))

    def within(self, key: str, least: float, most: float, default: float) -> float:
        """Return a number between ``least`` and ``most``."""
        value = self.number(key, default)
        if not least <= value <= most:
            raise self.wrong(key, say("应在 {least:g} 到 {most:g} 之间", least=least, most=most))
        return value

    def _number(self, key: str, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, say("应为数"))
        return float(value)

    def numbers(self, key: str, count: int = 0) -> tuple[float, ...]:
        """Return a list of numbers; ``count`` of them where that is given."""
        values = self.items(key)
        if (count and len(values) != count) or not values:
            raise self.wrong(key, say("应为 {count} 个数", count=count or say("若干")))
        return tuple(self._number(key, value) for value in values)

    def point(self, key: str) -> tuple[float, float]:
        """Return [x, y]."""
        x, y = self.numbers(key, 2)
        return x, y

    def items(self, key: str, default: list[Any] | None = None) -> list[Any]:
        """Return a list."""
        value = self.take(key, default)
        if not isinstance(value, list):
            raise self.wrong(key, say("应为数组"))
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings."""
        values = self.items(key)
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(key, say("应为文字的数组"))
        return tuple(values)

    def colour(self, key: str) -> str:
        """Return a colour as ``#RRGGBB``; black where it is absent."""
        value = self.text(key, "#000000")
        if not _COLOUR.fullmatch(value):
            raise self.wrong(key, say("应为 #RRGGBB"))
        return value

    def section(self, key: str, default: Table | None = None) -> "Section":
        """Return the table at ``key``."""
        return Section(self.file, f"{self.path}.{key}".lstrip("."), self.take(key, default), self._line_of)

    def sections(self, key: str) -> list["Section"]:
        """Return the tables of the array at ``key``."""
        path = f"{self.path}.{key}".lstrip(".")
        return [Section(self.file, f"{path}[{i}]", table, self._line_of) for i, table in enumerate(self.items(key))]

    def one_of(self, key: str, known: dict[str, Any], default: str | None = None) -> Any:
        """Return ``known[value]``, complaining where the value is not known."""
        value = self.text(key, default)
        if value not in known:
            raise self.wrong(key, say("没有“{value}”", value=value))
        return known[value]

    def done(self) -> None:
        """Complain of keys that nobody asked for."""
        for key in sorted(self._left):
            raise self.wrong(key, say("不认识的键"))
