"""In which line of a TOML text a key stands: tomllib tells the line of broken syntax only, and people edit by line."""

import re
from collections.abc import Iterator

_HEAD = re.compile(r"^\s*\[(\[)?([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*((?:[\w-]+|\"[^\"]*\")(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"))*)\s*=")
_ELEMENT = re.compile(r"^\s*\{")
_INSIDE = re.compile(r"[{,]\s*([\w-]+)\s*=")


def line_of(text: str, path: str) -> int:
    """Return the line (from 1) of ``path``, such as ``table.columns[3].x``, or of what it stands in; 0 = nowhere."""
    wanted = re.sub(r"\s|\"", "", path)
    best, length = 0, 0
    for line, found in _places(text):
        if len(found) > length and (wanted == found or wanted.startswith((f"{found}.", f"{found}["))):
            best, length = line, len(found)
    return best


def _places(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line, path) of every table, key and element of an array of inline tables."""
    table, array, element = "", "", 0
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if head := _HEAD.match(line):
            table, array = _plain(head[2]), ""
            if head[1]:
                counts[table] = counts.get(table, -1) + 1
                table = f"{table}[{counts[table]}]"
            yield number, table
        elif array and _ELEMENT.match(line):
            place = f"{array}[{element}]"
            element += 1
            yield number, place
            yield from ((number, f"{place}.{key}") for key in _INSIDE.findall(line))
        elif key := _KEY.match(line):
            array = ".".join(part for part in (table, _plain(key[1])) if part)
            element = 0
            yield number, array
            yield from ((number, f"{array}.{inner}") for inner in _INSIDE.findall(line[key.end() :]))


def _plain(name: str) -> str:
    return re.sub(r"\s|\"", "", name)
