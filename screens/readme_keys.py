"""The key table of the README, made from the key table of the program; ``python -m screens.readme_keys`` writes it."""

from __future__ import annotations

from pathlib import Path

from fapiao.said import in_words, read_in, reader_language
from screens.keys import ENTER_MEANING, KEYS
from screens.places import COMMANDS

BEGIN = "<!-- keys: begin -->"
END = "<!-- keys: end -->"


def key_table() -> str:
    """Return keys and commands as Markdown, in English."""
    before = reader_language()
    read_in("en")
    try:
        return "\n".join(_rows())
    finally:
        read_in(before)


def _rows() -> list[str]:
    rows = ["| key | does |", "|---|---|"]
    rows += [f"| {in_words(key.shown)} | {in_words(key.meaning)} |" for key in KEYS]
    rows += [f"| Enter | {in_words(ENTER_MEANING)} |"]
    rows += ["", "| typed on any screen | does |", "|---|---|"]
    return rows + [f"| `{in_words(each.shown)}` | {in_words(each.meaning)} |" for each in COMMANDS]


def write(readme: Path) -> None:
    """Put the table between the markers of ``readme``."""
    text = readme.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN, 1)
    _, tail = rest.split(END, 1)
    readme.write_text(f"{head}{BEGIN}\n{key_table()}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    write(Path("README.md"))
