"""The documents of this repository, and what stands in them: tables, fenced blocks, words in ticks."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted((ROOT / "docs").rglob("*.md"))
PAGES = [*DOCS, *sorted(ROOT.glob("README*.md")), ROOT / "CONTRIBUTING.md"]
PRODUCT = [
    p for name in ("fapiao", "ofd", "data", "printing", "screens", "tui") for p in sorted((ROOT / name).rglob("*.py"))
]
TICKS = re.compile(r"`([^`]+)`")


def page(name: str) -> str:
    """Return the text of a page of ``docs``."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def fenced(text: str, language: str) -> list[str]:
    """Return the fenced blocks of ``text`` in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def rows(name: str, head: str, under: str = "") -> list[list[str]]:
    """Return the rows of the table whose head begins with ``head``, each a list of its cells; the first behind ``under``."""
    lines = iter(page(name).splitlines())
    if under:
        next(line for line in lines if line == under)
    for line in lines:
        if line.startswith(f"| {head} |"):
            break
    else:
        raise AssertionError(f"{name} has no table {head}")
    next(lines)
    found = []
    for line in lines:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line[1:-1].split("|")])
    return found


def bare(cell: str) -> str:
    """Return a cell without its ticks."""
    return cell.strip("`")


def identifiers(document: object) -> str:
    """Return how a test names a document."""
    assert isinstance(document, Path)
    return document.relative_to(ROOT).as_posix()
