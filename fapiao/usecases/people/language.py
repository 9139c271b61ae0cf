"""The language that somebody reads the desk in: kept with the account, in effect at the next sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.errors import BadInput, NotFound
from fapiao.people import Permission
from fapiao.said import LANGUAGES, say

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.services import Services

_KEY = "language"


def read_language(services: Services, session: Session) -> str:
    """Return the language that the signed-in person chose; empty for who chose none."""
    with services.store.reading() as unit:
        kept = unit.settings.get(_scope(session.operator.name), _KEY)
    return kept if kept in LANGUAGES else ""


def check_language(language: str) -> str:
    """Return ``language`` where there is one of that name. Raises BadInput."""
    if language not in LANGUAGES:
        raise BadInput(
            say("没有语言 {language}", language=language[:10]), say("可用：{choices}", choices=" ".join(LANGUAGES))
        )
    return language


def choose_language(services: Services, session: Session, language: str, *, name: str = "") -> None:
    """Keep the language of the signed-in person, or of ``name`` where an administrator chooses. Raises BadInput."""
    check_language(language)
    if name and name != session.operator.name:
        session.operator.require(Permission.PEOPLE)
    whose = name or session.operator.name
    with services.store.writing() as unit:
        if name and unit.people.get(name) is None:
            raise NotFound(say("没有账户 {name}", name=name[:40]), say("用 fapiao users list 查看"))
        unit.settings.put(_scope(whose), _KEY, language)
        unit.commit()


def _scope(name: str) -> str:
    return f"person:{name}"
