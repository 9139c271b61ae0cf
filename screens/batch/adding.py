"""What a line typed on a draft adds: all hits of a search, or the numbers in a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fapiao.batch import MOST_LINES, Unfound
from fapiao.said import say
from fapiao.usecases.invoices.find import COUNT_CAP, not_found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fapiao.cases import Cases


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search would add."""

    number: int
    only: str = ""
    """The full number, where it is one."""

    @property
    def shown(self) -> str:
        """``1000+`` where counting stopped."""
        return f"{COUNT_CAP}+" if self.number > COUNT_CAP else str(self.number)

    @property
    def wanted(self) -> str:
        """How many of them a batch takes."""
        return say("全部") if self.number <= MOST_LINES else say("最新的 {most} 张", most=MOST_LINES)


@dataclass(frozen=True, slots=True)
class Adding:
    """A line that adds: a search, or a file."""

    text: str
    path: Path | None = None

    def hits(self, cases: Cases) -> Hits:
        """Return what the search finds. Raises NotFound where that is nothing."""
        found = cases.invoices.find(self.text, limit=2)
        if not found.rows:
            raise not_found(self.text)
        return Hits(found.count, found.rows[0].full_no if len(found.rows) == 1 else "")


def adding_of(text: str) -> Adding:
    """Return what ``text`` adds: the numbers of the file that it names, else what it finds."""
    path = Path(text).expanduser() if text.startswith(("/", "~", "./", "../")) else None
    return Adding(text, path if path is not None and path.is_file() else None)


def gather(cases: Cases, adding: Adding) -> tuple[Sequence[str | Unfound], str]:
    """Return what to add in order, and words about lines of a file that are no invoice here."""
    if adding.path is None:
        return [row.full_no for row in cases.invoices.find(adding.text, limit=MOST_LINES).rows], ""
    found = cases.batch.numbers_of(adding.path)
    if not found.problems:
        return found.given, ""
    place, error = found.problems[0]
    count = len(found.problems)
    return found.given, say("{count} 行不对，如 {place}：{why}", count=count, place=place, why=error.message)
