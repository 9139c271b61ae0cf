"""What a line typed on a draft adds: all hits of a search, or the numbers in a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fapiao.batch import MOST_LINES
from fapiao.usecases.batch.number_file import numbers_of
from fapiao.usecases.invoices.find import COUNT_CAP, find, not_found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fapiao.people import Session
    from fapiao.services import Services


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
        return "全部" if self.number <= MOST_LINES else f"最新的 {MOST_LINES} 张"


@dataclass(frozen=True, slots=True)
class Adding:
    """A line that adds: a search, or a file."""

    text: str
    path: Path | None = None

    def hits(self, services: Services, session: Session) -> Hits:
        """Return what the search finds. Raises NotFound where that is nothing."""
        found = find(services, session, self.text, limit=2)
        if not found.rows:
            raise not_found(self.text)
        return Hits(found.count, found.rows[0].full_no if len(found.rows) == 1 else "")


def adding_of(text: str) -> Adding:
    """Return what ``text`` adds: the numbers of the file that it names, else what it finds."""
    path = Path(text).expanduser() if text.startswith(("/", "~", "./", "../")) else None
    return Adding(text, path if path is not None and path.is_file() else None)


def gather(services: Services, session: Session, adding: Adding) -> tuple[Sequence[str], str]:
    """Return the full numbers to add, and words about lines of a file that are none."""
    if adding.path is None:
        return [row.full_no for row in find(services, session, adding.text, limit=MOST_LINES).rows], ""
    found = numbers_of(services, session, adding.path)
    if not found.problems:
        return found.full_nos, ""
    place, error = found.problems[0]
    return found.full_nos, f"；{len(found.problems)} 行不对，如 {place}：{error.message}"
