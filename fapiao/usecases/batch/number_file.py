"""Numbers from a file: one a line, ``#`` begins a comment; a line that is no invoice here stays a line, with why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fapiao.batch import Unfound
from fapiao.errors import BadInput, FapiaoError
from fapiao.said import say
from fapiao.text import clean
from fapiao.usecases.invoices.find import find_one

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fapiao.people import Session
    from fapiao.services import Services

_LONGEST = 40
"""Characters kept of a text that is no number."""
LARGEST = 256 * 1024
"""Bytes; far more numbers than a batch takes."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a file gave."""

    given: tuple[str | Unfound, ...]
    """Full numbers, and what is none, in the order of the lines."""
    problems: tuple[tuple[str, FapiaoError], ...] = ()
    """Place (``file:line``) and what is wrong there."""


def numbers_of(services: Services, session: Session, path: Path) -> Numbers:
    """Return the invoices that the lines of ``path`` name. Raises BadInput for a file that cannot be read."""
    given: list[str | Unfound] = []
    problems: list[tuple[str, FapiaoError]] = []
    for place, text in _lines(path):
        try:
            given.append(find_one(services, session, text))
        except FapiaoError as error:
            problems.append((place, error))
            given.append(Unfound(clean(text, limit=_LONGEST), error.message))
    return Numbers(tuple(given), tuple(problems))


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(say("{name} 太大，不像号码清单", name=path.name), say("每行一个号码"))
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(
            say("读不了 {name}（{reason}）", name=path.name, reason=error.strerror), say("请核对路径和权限")
        ) from error
    except UnicodeDecodeError as error:
        raise BadInput(say("{name} 不是文本文件", name=path.name), say("每行一个号码，用 UTF-8 保存")) from error
    for number, line in enumerate(text.splitlines(), 1):
        words = clean(line.partition("#")[0]).strip()
        if words:
            yield f"{clean(path.name)}:{number}", words
